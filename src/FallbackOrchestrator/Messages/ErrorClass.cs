namespace FallbackOrchestrator.Messages;

/// <summary>Why an attempt failed or could not be handed over, in few enough kinds to act on.</summary>
public enum ErrorClass
{
    /// <summary>The person cannot be reached on this channel: not registered, no fit device, outside a window.</summary>
    NotReachable,

    /// <summary>The person blocked us, opted out, or is barred.</summary>
    RecipientRefused,

    /// <summary>Our content, template or parameters were refused.</summary>
    BadRequest,

    /// <summary>The account is at fault: token, permission, billing, a sender that is not registered.</summary>
    Configuration,

    /// <summary>Refused before processing because of a rate limit.</summary>
    Throttled,

    /// <summary>The provider could not be reached, or said that it is down; nothing was sent.</summary>
    Unavailable,

    /// <summary>The lifetime that the provider was given is over.</summary>
    Expired,

    /// <summary>Taken back before delivery.</summary>
    Recalled,

    /// <summary>Our own fault: the adapter broke before the request left.</summary>
    Internal,

    /// <summary>Not delivered, and the provider does not say why in words that we know.</summary>
    Other,
}
