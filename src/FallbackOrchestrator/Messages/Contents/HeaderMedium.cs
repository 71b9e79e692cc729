namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The media that may stand above an interactive message.</summary>
public enum HeaderMedium
{
    Image,
    Video,
    Document,
}
