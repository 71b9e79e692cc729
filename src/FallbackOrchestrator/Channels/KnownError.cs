using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>The meaning of one of a provider's error codes.</summary>
/// <param name="Class">The kind of failure.</param>
/// <param name="Code">8x8's code if it publishes one for this error; else the usual one of the class.</param>
/// <param name="About">
/// The subject of the error. Only an error about the account, or about a sender that the account itself configured, can stop the account
/// for everybody.
/// </param>
public sealed record KnownError(ErrorClass Class, int? Code = null, ErrorSubject About = ErrorSubject.Message)
{
    /// <summary>
    /// True if a call with this error may have been accepted nevertheless: its outcome is unknown, whatever the HTTP status is.
    /// </summary>
    public bool IsUnclear { get; init; }

    /// <summary>True if the provider has the message, or may have it: then a receipt with this error is no failure either.</summary>
    public bool MayBeDelivered { get; init; }

    /// <summary>True if it says that the person is not on the channel (<see cref="AttemptError.NotOnChannel"/>).</summary>
    public bool NotOnChannel { get; init; }

    /// <summary>
    /// For a rate limit: true if it lasts longer than any step waits, for example a daily limit; then it is a failure at once.
    /// </summary>
    public bool OutlastsAnyStep { get; init; }
}
