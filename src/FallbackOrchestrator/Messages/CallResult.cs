namespace FallbackOrchestrator.Messages;

/// <summary>What came of one call that hands an attempt to its provider. Classified once, where the answer is read.</summary>
public abstract record CallResult
{
    private CallResult() { }

    /// <summary>Whether it speaks against the account or its provider as a whole, and not of this one message.</summary>
    public virtual bool SpeaksAgainstAccount => false;

    /// <summary>The same result without the words of others: their ids, codes and texts may hold what cannot be stored.</summary>
    public CallResult InOurWords => this switch
    {
        Accepted accepted => accepted with { ProviderId = null },
        Rejected rejected => rejected with { Error = AttemptError.Of(rejected.Error.Class) },
        Deferred deferred => deferred with { Error = AttemptError.Of(deferred.Error.Class) },
        Unknown => new Unknown("the reason could not be stored"),
        _ => new Broken("the reason could not be stored"),
    };

    /// <summary>The provider took it.</summary>
    /// <param name="ProviderId">
    /// The provider's id; receipts will name it. Null if it could not be stored: our own reference is left to find it by.
    /// </param>
    /// <param name="As">
    /// <see cref="AttemptStatus.Accepted"/>, or <see cref="AttemptStatus.Sent"/> where the provider reports nothing between acceptance and
    /// delivery.
    /// </param>
    public sealed record Accepted(string? ProviderId, AttemptStatus As = AttemptStatus.Accepted) : CallResult;

    /// <summary>The provider said no, and would say no again: a definite failure.</summary>
    /// <param name="Error">Why.</param>
    /// <param name="About">What the refusal speaks of.</param>
    public sealed record Rejected(AttemptError Error, ErrorSubject About = ErrorSubject.Message) : CallResult
    {
        public override bool SpeaksAgainstAccount => About != ErrorSubject.Message;
    }

    /// <summary>Provably not sent; another try may work.</summary>
    /// <param name="Error">Why: <see cref="ErrorClass.Throttled"/> or <see cref="ErrorClass.Unavailable"/>.</param>
    /// <param name="RetryAfter">How long the provider asked us to wait, if it did.</param>
    /// <param name="About">What the deferral speaks of; a rate limit speaks against nobody.</param>
    public sealed record Deferred(AttemptError Error, TimeSpan? RetryAfter = null, ErrorSubject About = ErrorSubject.Message) : CallResult
    {
        public override bool SpeaksAgainstAccount => About != ErrorSubject.Message && Error.Class != ErrorClass.Throttled;
    }

    /// <summary>The request left and no usable answer came: the provider may have the message. Never sent again blindly.</summary>
    /// <param name="Reason">What came instead.</param>
    /// <param name="About">
    /// What it speaks of: a provider that does not answer as it should, unless it said that it may have this message.
    /// </param>
    public sealed record Unknown(string Reason, ErrorSubject About = ErrorSubject.Account) : CallResult
    {
        public override bool SpeaksAgainstAccount => About != ErrorSubject.Message;
    }

    /// <summary>The adapter broke before the request left: nothing was sent, and it is our fault.</summary>
    public sealed record Broken(string Reason) : CallResult;
}
