using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>What one of a provider's error codes means to us.</summary>
/// <param name="Class">The kind of failure.</param>
/// <param name="Code">8x8's code where it publishes one for this very error; else the usual one of the class.</param>
/// <param name="About">
/// What it speaks of. Only what speaks of the account, or of a sender that the account itself names, can stop the account for everybody.
/// </param>
public sealed record KnownError(ErrorClass Class, int? Code = null, ErrorSubject About = ErrorSubject.Message)
{
    /// <summary>Whether a call that ends so may have been taken all the same: it is unknown, whatever the HTTP status.</summary>
    public bool IsUnclear { get; init; }

    /// <summary>Whether the provider has the message, or may: then a receipt that says so is no failure either.</summary>
    public bool MayBeDelivered { get; init; }

    /// <summary>
    /// Of a rate limit: whether it lasts longer than any step waits, as that of a day does; then it is a failure at once.
    /// </summary>
    public bool OutlastsAnyStep { get; init; }
}
