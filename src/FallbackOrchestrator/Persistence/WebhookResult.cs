namespace FallbackOrchestrator.Persistence;

/// <summary>The result of one delivery attempt. Customers are shown this and the HTTP status, never the body of the response.</summary>
public enum WebhookResult
{
    /// <summary>2xx.</summary>
    Delivered,

    /// <summary>Any other response.</summary>
    Refused,

    /// <summary>3xx, which is never followed.</summary>
    Redirected,

    /// <summary>410: the endpoint asks for no more updates.</summary>
    Gone,

    /// <summary>No response in time.</summary>
    TimedOut,

    /// <summary>No connection, or a broken one.</summary>
    Unreachable,

    /// <summary>The address may not be called.</summary>
    ForbiddenAddress,

    /// <summary>The token endpoint returned no access token.</summary>
    NoToken,

    /// <summary>The webhook was deleted or disabled before the update could be delivered.</summary>
    NoEndpoint,
}
