namespace FallbackOrchestrator.Messages;

/// <summary>The right to make one call; the replica that asked for it has it.</summary>
/// <param name="Step">The step to hand over.</param>
/// <param name="Epoch">The number of the lease; the result of the call returns it.</param>
/// <param name="ClosesAt">The end of the step's window; the call may not last longer.</param>
public sealed record GrantedCall(int Step, int Epoch, DateTimeOffset? ClosesAt)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// The longest time that the call may take: it ends with the window at the latest. Null if it is too late for a call, because the
    /// window is over or the lease could expire during the call.
    /// </summary>
    /// <param name="grantedAt">The time at which the lease was taken.</param>
    /// <param name="waited">The time since then.</param>
    /// <param name="timeout">The general time limit of a call.</param>
    /// <param name="lease">The length of the lease.</param>
    public TimeSpan? Longest(DateTimeOffset grantedAt, TimeSpan waited, TimeSpan timeout, TimeSpan lease)
    {
        if (waited + timeout >= lease)
            return null;
        var untilClose = ClosesAt - grantedAt - waited ?? timeout;
        return untilClose < Shortest ? null : untilClose < timeout ? untilClose : timeout;
    }
}
