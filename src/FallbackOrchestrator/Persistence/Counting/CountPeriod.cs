namespace FallbackOrchestrator.Persistence.Counting;

/// <summary>A time range of statistics, in whole hours.</summary>
/// <param name="From">The start of its first hour.</param>
/// <param name="To">The end of its last hour.</param>
internal sealed record CountPeriod(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The hours that lie at least partly between two times.</summary>
    public static CountPeriod Around(DateTimeOffset from, DateTimeOffset to)
    {
        var first = Hour(from);
        var last = Hour(to);
        return new CountPeriod(first, last < to || last == first ? last.AddHours(1) : last);
    }

    /// <summary>The start of the first whole UTC day; <see cref="To"/> if it contains none.</summary>
    public DateTimeOffset FirstDay => FirstMidnight < LastMidnight ? FirstMidnight : To;

    /// <summary>The end of the last whole UTC day; <see cref="To"/> if it contains none.</summary>
    public DateTimeOffset EndOfDays => FirstMidnight < LastMidnight ? LastMidnight : To;

    private DateTimeOffset FirstMidnight => Midnight(From) < From ? Midnight(From).AddDays(1) : Midnight(From);

    private DateTimeOffset LastMidnight => Midnight(To);

    private static DateTimeOffset Midnight(DateTimeOffset at) => new(at.UtcDateTime.Date, TimeSpan.Zero);

    private static DateTimeOffset Hour(DateTimeOffset at) => Midnight(at).AddHours(at.UtcDateTime.Hour);
}
