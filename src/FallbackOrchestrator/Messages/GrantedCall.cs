namespace FallbackOrchestrator.Messages;

/// <summary>The right to make one call; the replica that asked for it has it.</summary>
/// <param name="Step">The step to hand over.</param>
/// <param name="Epoch">The number of the lease; the result of the call returns it.</param>
/// <param name="ClosesAt">The end of the step's window; the call may not last longer.</param>
public sealed record GrantedCall(int Step, int Epoch, DateTimeOffset? ClosesAt)
{
    /// <summary>
    /// L5. The provider stops trying so much before the end of the window: a delivery at the last moment must be reported before the next
    /// step starts.
    /// </summary>
    public static readonly TimeSpan LifetimeGuard = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>The time at which the message is given up, if it has one.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>
    /// L5. How long the provider may try to deliver the message: to the end of the window less <see cref="LifetimeGuard"/>, and never past
    /// the message's expiry. Null if neither limits it. Also null for a success below Delivered: the end of the lifetime would be a failure
    /// of what the customer calls done. Zero if the time is over. What ends with the window is rounded up to the second, which the guard
    /// covers: otherwise the moment since the lease would cost a second, and the shortest lifetime of a provider.
    /// </summary>
    /// <param name="success">The success status of the step.</param>
    /// <param name="grantedAt">The time at which the lease was taken.</param>
    /// <param name="waited">The time since then.</param>
    public TimeSpan? Lifetime(SuccessStatus success, DateTimeOffset grantedAt, TimeSpan waited)
    {
        if (success < SuccessStatus.Delivered)
            return null;
        var closes = ClosesAt - LifetimeGuard;
        var endsWithWindow = closes is not null && !(ExpiresAt < closes);
        var left = (endsWithWindow ? closes : ExpiresAt) - grantedAt - waited;
        return left is not { } some ? null
            : some <= TimeSpan.Zero ? TimeSpan.Zero
            : endsWithWindow ? TimeSpan.FromSeconds(Math.Ceiling(some.TotalSeconds)) : some;
    }

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
