namespace FallbackOrchestrator.Messages;

/// <summary>The right to make one call, granted to the replica that asked.</summary>
/// <param name="Step">The step to hand over.</param>
/// <param name="Epoch">The lease, to be returned with the result.</param>
/// <param name="ClosesAt">When the step's window ends; the call may not last longer.</param>
public sealed record GrantedCall(int Step, int Epoch, DateTimeOffset? ClosesAt)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// How long the call may last: never beyond the end of its window. Null if it is too late to begin it: nothing of the window is left,
    /// or the lease could lapse during the call.
    /// </summary>
    /// <param name="grantedAt">When the lease was taken.</param>
    /// <param name="waited">The time since then.</param>
    /// <param name="timeout">How long a call may last at all.</param>
    /// <param name="lease">How long the lease is.</param>
    public TimeSpan? Longest(DateTimeOffset grantedAt, TimeSpan waited, TimeSpan timeout, TimeSpan lease)
    {
        if (waited + timeout >= lease)
            return null;
        var untilClose = ClosesAt - grantedAt - waited ?? timeout;
        return untilClose < Shortest ? null : untilClose < timeout ? untilClose : timeout;
    }
}
