namespace FallbackOrchestrator.Messages;

/// <summary>
/// The order of words: <c>Accepted &lt; Sent &lt; failed &lt; Delivered &lt; Read</c>. An attempt's status is the highest word heard,
/// whatever the order in which the words came; so failure beats Sent, and a late delivery beats a failure.
/// </summary>
public static class Ladder
{
    /// <summary>The height of a word: 0 for nothing, 3 for every failure, 5 for Read.</summary>
    public static int Rung(Word word) => word switch
    {
        Word.None => 0,
        Word.Accepted => 1,
        Word.Sent => 2,
        Word.Rejected or Word.Undelivered or Word.LifetimeOver or Word.Recalled => 3,
        Word.Delivered => 4,
        Word.Read => 5,
        _ => throw new ArgumentOutOfRangeException(nameof(word), word, "not a word"),
    };

    /// <summary>Whether the word says that the attempt failed.</summary>
    public static bool IsFailure(Word word) => Rung(word) == 3;

    /// <summary>Whether a status is a positive word at or above what the step asks for.</summary>
    public static bool Reaches(Word status, SuccessStatus success) =>
        !IsFailure(status) && Rung(status) >= Rung(AsWord(success));

    /// <summary>The word that names a success status.</summary>
    public static Word AsWord(SuccessStatus success) => success switch
    {
        SuccessStatus.Accepted => Word.Accepted,
        SuccessStatus.Sent => Word.Sent,
        SuccessStatus.Delivered => Word.Delivered,
        SuccessStatus.Read => Word.Read,
        _ => throw new ArgumentOutOfRangeException(nameof(success), success, "not a success status"),
    };
}
