namespace FallbackOrchestrator.Messages;

/// <summary>The result of one call that hands an attempt to its provider. It is classified once, where the response is read.</summary>
public abstract record CallResult
{
    private CallResult() { }

    /// <summary>True if it is evidence against the account or its provider as a whole, and not only against this message.</summary>
    public virtual bool SpeaksAgainstAccount => false;

    /// <summary>The same result without the provider's ids, codes and texts, because these may be impossible to store.</summary>
    public CallResult InOurWords() => this switch
    {
        Accepted accepted => accepted with { ProviderId = null },
        Rejected rejected => rejected with { Error = AttemptError.Of(rejected.Error.Class) },
        Deferred deferred => deferred with { Error = AttemptError.Of(deferred.Error.Class) },
        Unknown => new Unknown("the reason could not be stored"),
        _ => new Broken("the reason could not be stored"),
    };

    /// <summary>The provider accepted the message.</summary>
    /// <param name="ProviderId">
    /// The provider's id, which receipts will name. Null if it could not be stored, or if the provider gives none: then only our own
    /// reference identifies the attempt.
    /// </param>
    /// <param name="As">
    /// <see cref="AttemptStatus.Accepted"/>, or <see cref="AttemptStatus.Sent"/> if the provider reports nothing between acceptance and
    /// delivery.
    /// </param>
    public sealed record Accepted(string? ProviderId, AttemptStatus As = AttemptStatus.Accepted) : CallResult;

    /// <summary>The provider rejected the message, and would reject it again: a definite failure.</summary>
    /// <param name="Error">The reason.</param>
    /// <param name="About">The subject of the rejection.</param>
    public sealed record Rejected(AttemptError Error, ErrorSubject About = ErrorSubject.Message) : CallResult
    {
        public override bool SpeaksAgainstAccount => About != ErrorSubject.Message;
    }

    /// <summary>The message was provably not sent; a retry may succeed.</summary>
    /// <param name="Error">The reason: <see cref="ErrorClass.Throttled"/> or <see cref="ErrorClass.Unavailable"/>.</param>
    /// <param name="RetryAfter">The wait that the provider asked for, if it did.</param>
    /// <param name="About">The subject of the deferral; a rate limit is evidence against nobody.</param>
    public sealed record Deferred(AttemptError Error, TimeSpan? RetryAfter = null, ErrorSubject About = ErrorSubject.Message) : CallResult
    {
        public override bool SpeaksAgainstAccount => About != ErrorSubject.Message && Error.Class != ErrorClass.Throttled;
    }

    /// <summary>
    /// The request was sent, but there is no usable response: the provider may have the message. It is never simply repeated.
    /// </summary>
    /// <param name="Reason">What happened instead of a usable response.</param>
    /// <param name="About">
    /// The subject: the account, because its provider does not respond as it should; the message, if the provider said that it may have it.
    /// </param>
    public sealed record Unknown(string Reason, ErrorSubject About = ErrorSubject.Account) : CallResult
    {
        public override bool SpeaksAgainstAccount => About != ErrorSubject.Message;
    }

    /// <summary>The adapter failed before the request was sent: nothing was sent, and the fault is ours.</summary>
    public sealed record Broken(string Reason) : CallResult;
}
