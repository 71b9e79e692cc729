namespace FallbackOrchestrator.Client;

/// <summary>Where the service is, who calls it, and how often the client tries.</summary>
public sealed class FallbackClientOptions
{
    /// <summary>Where the service listens, such as <c>https://messages.example</c>; a path before <c>/api</c> is kept.</summary>
    public required Uri BaseAddress { get; init; }

    /// <summary>The API key. Keep it out of the source code.</summary>
    public required string ApiKey { get; init; }

    /// <summary>The id of the subaccount.</summary>
    public required string Subaccount { get; init; }

    /// <summary>
    /// How often a request is sent at most, 1 to 20, the first time included. Default 4. Only requests that are safe to repeat are: those
    /// that read, and Sends and batches, which have an idempotency key.
    /// </summary>
    public int MaxAttempts { get; init; } = 4;

    /// <summary>
    /// The pause before the second try; it doubles for each further one, and is shortened by chance by up to a half. Default 0.5 s.
    /// </summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause between two tries. Default 20 s.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// The longest <c>Retry-After</c> that the client waits for; if the service asks for more, the call fails at once. Default 1 minute.
    /// </summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The clock, for pauses.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// The chance that spreads the tries of many clients; null for the process's. If several threads use the client, it must allow that.
    /// </summary>
    public Random? Chance { get; init; }

    internal void Check()
    {
        if (BaseAddress is not { IsAbsoluteUri: true, Scheme: "https" or "http" })
            throw new ArgumentException($"{nameof(BaseAddress)} must begin with https:// or http://");
        if (BaseAddress.Query.Length > 0 || BaseAddress.Fragment.Length > 0)
            throw new ArgumentException($"{nameof(BaseAddress)} may have neither a query nor a fragment");
        if (string.IsNullOrEmpty(ApiKey) || !ApiKey.All(c => c is > ' ' and <= '~'))
            throw new ArgumentException($"{nameof(ApiKey)} must be a key of printable ASCII characters without spaces");
        if (string.IsNullOrWhiteSpace(Subaccount))
            throw new ArgumentException($"{nameof(Subaccount)} must be the id of a subaccount");
        if (MaxAttempts is < 1 or > 20)
            throw new ArgumentException($"{nameof(MaxAttempts)} must be from 1 to 20");
        if (FirstPause < TimeSpan.Zero || LongestPause < TimeSpan.Zero || LongestRetryAfter < TimeSpan.Zero)
            throw new ArgumentException($"{nameof(FirstPause)}, {nameof(LongestPause)} and {nameof(LongestRetryAfter)} must not be negative");
    }
}
