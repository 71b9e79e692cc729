namespace FallbackOrchestrator.Messages;

/// <summary>
/// The order of statuses: <c>Accepted &lt; Sent &lt; failed &lt; Delivered &lt; Read</c>. An attempt has the highest status that was
/// received, in whatever order they arrived. So a failure replaces Sent, and a late delivery replaces a failure.
/// </summary>
public static class StatusLadder
{
    /// <summary>The rank of a status: 0 for none, 3 for every failure, 5 for Read.</summary>
    public static int Rung(AttemptStatus status) => status switch
    {
        AttemptStatus.None => 0,
        AttemptStatus.Accepted => 1,
        AttemptStatus.Sent => 2,
        AttemptStatus.Rejected or AttemptStatus.Undelivered or AttemptStatus.LifetimeOver or AttemptStatus.Recalled => 3,
        AttemptStatus.Delivered => 4,
        AttemptStatus.Read => 5,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "not a status"),
    };

    /// <summary>True if the status is a failure.</summary>
    public static bool IsFailure(AttemptStatus status) => Rung(status) == 3;

    /// <summary>True if a status is positive and at or above the success status.</summary>
    public static bool Reaches(AttemptStatus status, SuccessStatus success) =>
        !IsFailure(status) && Rung(status) >= Rung(ToAttemptStatus(success));

    /// <summary>The status that a success status names.</summary>
    public static AttemptStatus ToAttemptStatus(SuccessStatus success) => success switch
    {
        SuccessStatus.Accepted => AttemptStatus.Accepted,
        SuccessStatus.Sent => AttemptStatus.Sent,
        SuccessStatus.Delivered => AttemptStatus.Delivered,
        SuccessStatus.Read => AttemptStatus.Read,
        _ => throw new ArgumentOutOfRangeException(nameof(success), success, "not a success status"),
    };

    /// <summary>A positive status, but none above the best one.</summary>
    public static AttemptStatus AtMost(AttemptStatus status, SuccessStatus best) =>
        Rung(status) > Rung(ToAttemptStatus(best)) ? ToAttemptStatus(best) : status;
}
