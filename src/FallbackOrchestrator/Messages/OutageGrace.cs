namespace FallbackOrchestrator.Messages;

/// <summary>
/// A time in which no replica took receipts. Windows that ended in it stay open for a while, so that the receipts that providers
/// held back can count; else everybody who read a message in that time would get an SMS.
/// </summary>
/// <param name="From">The last sign of life before it.</param>
/// <param name="Until">The first one after it.</param>
/// <param name="HeldUntil">How long the windows that ended in between stay open.</param>
public sealed record OutageGrace(DateTimeOffset From, DateTimeOffset Until, DateTimeOffset HeldUntil)
{
    /// <summary>A silence at least this long is an outage.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(30);

    /// <summary>The longest that windows are held open.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    /// <summary>The grace after a silence between two signs of life; null if it was too short to matter.</summary>
    public static OutageGrace? After(DateTimeOffset lastSign, DateTimeOffset now)
    {
        var silence = now - lastSign;
        return silence <= Shortest ? null : new OutageGrace(lastSign, now, now + (silence < Longest ? silence : Longest));
    }

    /// <summary>When a window that would end at <paramref name="closesAt"/> ends indeed.</summary>
    public DateTimeOffset Extend(DateTimeOffset closesAt) =>
        closesAt > From && closesAt <= Until ? HeldUntil : closesAt;
}
