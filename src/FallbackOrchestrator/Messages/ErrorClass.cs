namespace FallbackOrchestrator.Messages;

/// <summary>The reason why an attempt failed or could not be handed over, in a few kinds that call for different reactions.</summary>
public enum ErrorClass
{
    /// <summary>The person cannot be reached on this channel: not registered, no suitable device, outside a window.</summary>
    NotReachable,

    /// <summary>The person blocked us, opted out, or is barred.</summary>
    RecipientRefused,

    /// <summary>Our content, template or parameters were rejected.</summary>
    BadRequest,

    /// <summary>The account is at fault: token, permission, billing, a sender that is not registered.</summary>
    Configuration,

    /// <summary>Rejected before processing because of a rate limit.</summary>
    Throttled,

    /// <summary>The provider could not be reached, or reported that it is down; nothing was sent.</summary>
    Unavailable,

    /// <summary>The message's lifetime at the provider is over.</summary>
    Expired,

    /// <summary>Recalled before delivery.</summary>
    Recalled,

    /// <summary>Our own fault: the adapter failed before the request was sent.</summary>
    Internal,

    /// <summary>Not delivered, and the provider gives no reason that we know.</summary>
    Other,
}
