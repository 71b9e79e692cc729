namespace FallbackOrchestrator.Persistence;

/// <summary>What came of one attempt to tell an endpoint. Customers are shown this and the HTTP status, never what the endpoint wrote.</summary>
public enum WebhookResult
{
    /// <summary>2xx.</summary>
    Delivered,

    /// <summary>Any other answer.</summary>
    Refused,

    /// <summary>3xx, which is never followed.</summary>
    Redirected,

    /// <summary>410: the endpoint wants nothing more.</summary>
    Gone,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>No connection, or a broken one.</summary>
    Unreachable,

    /// <summary>The address is not one that may be called.</summary>
    ForbiddenAddress,

    /// <summary>The token endpoint gave no access token.</summary>
    NoToken,

    /// <summary>The webhook was deleted or disabled before the update could be delivered.</summary>
    NoEndpoint,
}
