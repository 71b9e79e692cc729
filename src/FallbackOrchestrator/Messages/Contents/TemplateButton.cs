namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The action of a template's button.</summary>
public enum TemplateButton
{
    QuickReply,
    Url,
    CopyCode,
    Flow,
    VoiceCall,
}
