namespace FallbackOrchestrator.Messages.Contents;

/// <summary>What a template's button does.</summary>
public enum TemplateButton
{
    QuickReply,
    Url,
    CopyCode,
    Flow,
    VoiceCall,
}
