namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The kinds of media above an interactive message.</summary>
public enum HeaderMedium
{
    Image,
    Video,
    Document,
}
