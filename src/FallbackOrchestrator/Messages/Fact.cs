namespace FallbackOrchestrator.Messages;

/// <summary>Something that happened to a message. The passing of time is not a fact; every decision reads the clock.</summary>
public abstract record Fact
{
    private Fact() { }

    /// <summary>A call returned.</summary>
    /// <param name="Step">The step that was called.</param>
    /// <param name="Epoch">The lease of the call.</param>
    /// <param name="Result">The result of the call.</param>
    /// <param name="At">The time of the response by the replica's clock; it is also the time of a failure in it.</param>
    /// <param name="Jitter">A random number from 0 to 1, which spreads the retries.</param>
    public sealed record CallEnded(int Step, int Epoch, CallResult Result, DateTimeOffset At, double Jitter = 0) : Fact;

    /// <summary>A receipt of the provider arrived.</summary>
    /// <param name="Step">The step.</param>
    /// <param name="Account">The account at whose webhook it arrived: a receipt counts only for attempts of its own account.</param>
    /// <param name="Status">The reported status.</param>
    /// <param name="At">The provider's time of it; null if it has none, or one without a zone.</param>
    /// <param name="Error">The reason of a failure.</param>
    /// <param name="ProviderId">The provider's id of the attempt, if the receipt carried it.</param>
    /// <param name="Played">
    /// True if it reports that the person played the message. Its status is then <see cref="AttemptStatus.Delivered"/>; for audio it counts
    /// as Read.
    /// </param>
    /// <param name="Details">The content besides the status.</param>
    /// <param name="ByReply">
    /// True if no provider reported it: the person replied, and who replies has read. Its status is then lowered to the best one of the
    /// channel.
    /// </param>
    public sealed record ReceiptCame(
        int Step,
        ChannelAccountId Account,
        AttemptStatus Status,
        DateTimeOffset? At,
        AttemptError? Error = null,
        string? ProviderId = null,
        bool Played = false,
        ReceiptDetails? Details = null,
        bool ByReply = false) : Fact;

    /// <summary>The account's limits admit the call of this step.</summary>
    public sealed record Admitted(int Step) : Fact;

    /// <summary>The account's circuit is open: no call is made.</summary>
    public sealed record CircuitOpen(int Step) : Fact;

    /// <summary>No live replica has the account of this step, so nobody can call it.</summary>
    public sealed record AccountMissing(int Step) : Fact;

    /// <summary>A recall ended.</summary>
    /// <param name="Step">The step that was to be recalled.</param>
    /// <param name="Result">The result.</param>
    /// <param name="At">The time of the response by the replica's clock.</param>
    public sealed record RecallEnded(int Step, RecallResult Result, DateTimeOffset At) : Fact;

    /// <summary>A status query ended.</summary>
    /// <param name="Step">The step whose status was asked for.</param>
    /// <param name="Result">The result.</param>
    public sealed record StatusQueryEnded(int Step, StatusQueryResult Result) : Fact;

    /// <summary>The customer cancels the message.</summary>
    public sealed record CancelRequested : Fact;

    /// <summary>The customer or an operator requests the next step.</summary>
    /// <param name="Step">The step to leave; if it is no longer the current one, nothing happens.</param>
    public sealed record SkipRequested(int Step) : Fact;
}
