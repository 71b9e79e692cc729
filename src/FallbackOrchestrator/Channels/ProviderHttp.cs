namespace FallbackOrchestrator.Channels;

/// <summary>The HTTP client for providers: no retries, no redirects, no cookies.</summary>
public static class ProviderHttp
{
    /// <summary>The name of the client.</summary>
    public const string ClientName = "providers";

    /// <summary>The connections of the client.</summary>
    public static SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(3),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ActivityHeadersPropagator = null, // Providers must not get a caller's trace headers.
    };
}
