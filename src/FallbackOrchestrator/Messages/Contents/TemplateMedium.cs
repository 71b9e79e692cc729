namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The media that may fill a template's gap.</summary>
public enum TemplateMedium
{
    Image,

    /// <summary>A film that plays silently in a loop.</summary>
    Gif,
    Video,
    Document,
}
