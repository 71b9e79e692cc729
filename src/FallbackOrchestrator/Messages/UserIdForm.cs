namespace FallbackOrchestrator.Messages;

/// <summary>The form of a channel's own ids of people.</summary>
public enum UserIdForm
{
    /// <summary>WhatsApp's business-scoped id: a country, a dot, letters and digits (<c>US.13491208655302741918</c>).</summary>
    WhatsApp,

    /// <summary>LINE's user id: <c>U</c> and 32 characters.</summary>
    Line,

    /// <summary>The id of a person's chat with a Telegram bot: digits only, at most 16.</summary>
    Telegram,

    /// <summary>Viber's subscriber id: bytes in Base64, with their padding.</summary>
    Viber,

    /// <summary>The page-scoped id of Messenger and the Instagram-scoped id: digits only.</summary>
    Meta,
}
