namespace FallbackOrchestrator.Messages;

/// <summary>
/// A time in which no replica received receipts. Windows that ended in it stay open for a while, so that receipts which providers could not
/// deliver count. Otherwise everybody who read a message in that time would get an SMS.
/// </summary>
/// <param name="From">The last heartbeat before it.</param>
/// <param name="Until">The first heartbeat after it.</param>
/// <param name="HeldUntil">The time until which windows that ended in between stay open.</param>
public sealed record OutageGrace(DateTimeOffset From, DateTimeOffset Until, DateTimeOffset HeldUntil)
{
    /// <summary>A time without heartbeats of at least this length is an outage.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(30);

    /// <summary>The longest time for which windows stay open.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    /// <summary>The grace after a time without heartbeats; null if that time was too short to matter.</summary>
    public static OutageGrace? After(DateTimeOffset lastSign, DateTimeOffset now)
    {
        var silence = now - lastSign;
        return silence <= Shortest ? null : new OutageGrace(lastSign, now, now + (silence < Longest ? silence : Longest));
    }

    /// <summary>
    /// The time to ask a provider about an attempt whose window is held open: the questions are spread over that time, because an account
    /// can be asked about few attempts at once.
    /// </summary>
    /// <param name="chance">From 0 to less than 1, another one for each message.</param>
    /// <param name="spare">The time for the response.</param>
    public DateTimeOffset QueryAt(double chance, TimeSpan spare) => Until + (chance * (HeldUntil - Until - spare));

    /// <summary>True if a window that would end at <paramref name="closesAt"/> is held open.</summary>
    public bool Holds(DateTimeOffset closesAt) => closesAt > From && closesAt <= Until;

    /// <summary>The actual end of a window that would end at <paramref name="closesAt"/>.</summary>
    public DateTimeOffset Extend(DateTimeOffset closesAt) =>
        Holds(closesAt) ? HeldUntil : closesAt;
}
