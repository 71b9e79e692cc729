namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The kinds of content under their published names (https://developer.8x8.com/connect/reference/send-message).</summary>
public enum ContentKind
{
    Text,
    Image,
    Audio,
    Video,
    File,
    Location,

    /// <summary>WhatsApp's messages that ask for an answer.</summary>
    Interactive,

    /// <summary>A text that the channel approved beforehand, and what fills its gaps.</summary>
    Template,

    /// <summary>A text with a picture above and a link button below; in 8x8's Viber samples only.</summary>
    Buttons,

    /// <summary>One RCS card.</summary>
    RichCard,

    /// <summary>Several RCS cards to leaf through.</summary>
    Carousel,
}
