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

    /// <summary>WhatsApp's messages that ask for a reply.</summary>
    Interactive,

    /// <summary>A text that the channel approved before, with values for its placeholders.</summary>
    Template,

    /// <summary>A text with an image above and a link button below; only in 8x8's Viber samples.</summary>
    Buttons,

    /// <summary>One RCS card.</summary>
    RichCard,

    /// <summary>Several RCS cards to swipe through.</summary>
    Carousel,
}
