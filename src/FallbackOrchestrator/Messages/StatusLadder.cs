namespace FallbackOrchestrator.Messages;

/// <summary>
/// The order of words: <c>Accepted &lt; Sent &lt; failed &lt; Delivered &lt; Read</c>. An attempt's status is the highest word heard,
/// whatever the order in which the words came; so failure beats Sent, and a late delivery beats a failure.
/// </summary>
public static class StatusLadder
{
    /// <summary>The height of a word: 0 for nothing, 3 for every failure, 5 for Read.</summary>
    public static int Rung(AttemptStatus word) => word switch
    {
        AttemptStatus.None => 0,
        AttemptStatus.Accepted => 1,
        AttemptStatus.Sent => 2,
        AttemptStatus.Rejected or AttemptStatus.Undelivered or AttemptStatus.LifetimeOver or AttemptStatus.Recalled => 3,
        AttemptStatus.Delivered => 4,
        AttemptStatus.Read => 5,
        _ => throw new ArgumentOutOfRangeException(nameof(word), word, "not a word"),
    };

    /// <summary>Whether the word says that the attempt failed.</summary>
    public static bool IsFailure(AttemptStatus word) => Rung(word) == 3;

    /// <summary>Whether a status is a positive word at or above what the step asks for.</summary>
    public static bool Reaches(AttemptStatus status, SuccessStatus success) =>
        !IsFailure(status) && Rung(status) >= Rung(ToAttemptStatus(success));

    /// <summary>The word that names a success status.</summary>
    public static AttemptStatus ToAttemptStatus(SuccessStatus success) => success switch
    {
        SuccessStatus.Accepted => AttemptStatus.Accepted,
        SuccessStatus.Sent => AttemptStatus.Sent,
        SuccessStatus.Delivered => AttemptStatus.Delivered,
        SuccessStatus.Read => AttemptStatus.Read,
        _ => throw new ArgumentOutOfRangeException(nameof(success), success, "not a success status"),
    };
}
