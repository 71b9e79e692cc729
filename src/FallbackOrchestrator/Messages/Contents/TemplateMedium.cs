namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The kinds of media that a template's placeholder may have.</summary>
public enum TemplateMedium
{
    Image,

    /// <summary>A silent video that plays in a loop.</summary>
    Gif,
    Video,
    Document,
}
