namespace FallbackOrchestrator.Messages.Inbound;

/// <summary>The kind of a file that a person sent.</summary>
public enum InboundMediaKind
{
    Image,
    Video,
    Audio,
    File,
}
