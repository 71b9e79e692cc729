namespace FallbackOrchestrator.Messages;

/// <summary>Something that happened to a message. That time passed is no fact of its own: every decision looks at the clock.</summary>
public abstract record Fact
{
    private Fact() { }

    /// <summary>A call came back.</summary>
    /// <param name="Step">The step that was called.</param>
    /// <param name="Epoch">The lease under which it was called.</param>
    /// <param name="Result">What came of it.</param>
    /// <param name="At">When the answer came, by the replica's clock; the time of a failure that it brings.</param>
    /// <param name="Jitter">Chance, from 0 to 1, that spreads the next try.</param>
    public sealed record CallEnded(int Step, int Epoch, CallResult Result, DateTimeOffset At, double Jitter = 0) : Fact;

    /// <summary>The provider said something of an attempt.</summary>
    /// <param name="Step">The step.</param>
    /// <param name="Account">The account whose webhook it came to: a receipt counts only for attempts of its own account.</param>
    /// <param name="Status">What it said.</param>
    /// <param name="At">The provider's time of it; null where it gave none, or one without a zone.</param>
    /// <param name="Error">Why, on a failure.</param>
    /// <param name="ProviderId">The provider's id of the attempt, if the receipt carried it.</param>
    /// <param name="Played">
    /// Whether it said that the person played it: beside a <see cref="AttemptStatus.Delivered"/>, which it is for all but audio.
    /// </param>
    public sealed record ReceiptCame(
        int Step,
        ChannelAccountId Account,
        AttemptStatus Status,
        DateTimeOffset? At,
        AttemptError? Error = null,
        string? ProviderId = null,
        bool Played = false) : Fact;

    /// <summary>The account's limits admit the call of this step now.</summary>
    public sealed record Admitted(int Step) : Fact;

    /// <summary>The account's circuit is open: calling it now would be in vain.</summary>
    public sealed record CircuitOpen(int Step) : Fact;

    /// <summary>No replica that lives has the account of this step: nobody could call it.</summary>
    public sealed record AccountMissing(int Step) : Fact;

    /// <summary>The customer takes the message back.</summary>
    public sealed record CancelRequested : Fact;

    /// <summary>The customer or an operator wants the next step now.</summary>
    /// <param name="Step">The step to leave; nothing happens if it is not the current one any more.</param>
    public sealed record SkipRequested(int Step) : Fact;
}
