namespace FallbackOrchestrator.Messages;

/// <summary>
/// The result of one call that asks a provider for the status of an attempt. It is classified once, where the response is read.
/// </summary>
public abstract record StatusQueryResult
{
    private StatusQueryResult() { }

    /// <summary>The provider reports a status, as in a receipt.</summary>
    /// <param name="Status">The status; never <see cref="AttemptStatus.None"/>.</param>
    /// <param name="At">The provider's time of it; null if it has none, or one without a zone.</param>
    /// <param name="Error">The reason of a failure.</param>
    /// <param name="ProviderId">The id that was asked for.</param>
    public sealed record Found(AttemptStatus Status, DateTimeOffset? At, AttemptError? Error, string ProviderId) : StatusQueryResult;

    /// <summary>Nothing is known about the message that was not known before.</summary>
    /// <param name="Reason">What happened instead.</param>
    public sealed record Failed(string Reason) : StatusQueryResult
    {
        /// <summary>The provider responded, but not with a status that is known.</summary>
        public static Failed WithoutStatus { get; } = new("the response has no status that is known");

        /// <summary>The provider responded with an error.</summary>
        /// <param name="httpStatus">The HTTP status.</param>
        public static Failed Of(int httpStatus) => new($"the provider responded with HTTP {httpStatus}");
    }
}
