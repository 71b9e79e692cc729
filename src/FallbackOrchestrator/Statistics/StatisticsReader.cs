using System.Text.Json;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence.Counting;
using Npgsql;

namespace FallbackOrchestrator.Statistics;

/// <summary>Reads statistics, and gives them the form in which they are shown.</summary>
internal static class StatisticsReader
{
    private const int MostReasons = 200;

    public static async Task<MessageStatistics> ReadAsync(NpgsqlDataSource data, CountQuery wanted, CancellationToken cancellationToken)
    {
        var all = wanted with { Grouping = null };
        List<NpgsqlBatchCommand> selects =
        [
            all.Select(CountTables.Messages), all.Select(CountTables.Steps, "step", "channel"),
            all.Select(CountTables.Reasons, "channel", "reason", "status", "error_class", "error_code"),
            all.Select(CountTables.Delays, "channel", "status", "seconds"),
        ];
        if (wanted.Grouping is not null)
            selects.AddRange([wanted.Select(CountTables.Messages), wanted.Select(CountTables.Steps, "step", "channel")]);
        var (countedAt, rows) = await Counts.ReadAsync(data, selects, cancellationToken);
        var isBatch = wanted.Batch is not null;
        return new MessageStatistics
        {
            From = isBatch ? null : wanted.Period.From,
            To = isBatch ? null : wanted.Period.To,
            CountedAt = isBatch ? null : countedAt,
            Total = Group(rows[0].Single(), rows[1]),
            Groups = wanted.Grouping is { } grouping ? [.. Groups(grouping, rows[4], rows[5])] : null,
            Reasons = [.. rows[2].Select(Reason).OrderByDescending(reason => reason.Attempts).Take(MostReasons)],
            Delays = [.. Delays(rows[3])],
        };
    }

    /// <summary>The distributions by channel and status, in the order of their names.</summary>
    public static IEnumerable<DelayCounts> Delays(IReadOnlyList<CountRow> rows) => rows
        .GroupBy(row => (Channel: row.Text("channel")!, Status: row.Text("status")!))
        .OrderBy(group => group.Key.Channel, StringComparer.Ordinal).ThenBy(group => group.Key.Status, StringComparer.Ordinal)
        .Select(group => Distribution(group.Key.Channel, group.Key.Status, [.. group]));

    private static DelayCounts Distribution(string channel, string status, IReadOnlyList<CountRow> rows)
    {
        var all = rows.Sum(row => row["attempts"]);
        List<DelayBound> within = [];
        foreach (var bound in DelayBounds.Seconds)
            within.Add(new DelayBound(bound, rows.Where(row => row.Number("seconds") <= bound).Sum(row => row["attempts"])));
        return new DelayCounts
        {
            Channel = channel,
            Status = status,
            Attempts = all,
            Median = BoundOf(within, all, percent: 50),
            Percentile95 = BoundOf(within, all, percent: 95),
            Within = within,
        };
    }

    private static int? BoundOf(List<DelayBound> within, long all, int percent) =>
        within.Find(bound => bound.Attempts * 100 >= all * percent)?.Seconds;

    private static IEnumerable<StatisticsGroup> Groups(
        CountGrouping grouping, IReadOnlyList<CountRow> messages, IReadOnlyList<CountRow> steps)
    {
        var column = CountQuery.NameOf(grouping);
        var stepsOf = steps.ToLookup(row => row.Values[column]);
        var groups = messages.Select(row => Named(grouping, row, Group(row, stepsOf[row.Values[column]])));
        return grouping is CountGrouping.Hour or CountGrouping.Day
            ? groups.OrderBy(group => group.Hour).ThenBy(group => group.Day) : groups.OrderByDescending(group => group.Messages);
    }

    private static StatisticsGroup Named(CountGrouping grouping, CountRow row, StatisticsGroup group)
    {
        var column = CountQuery.NameOf(grouping);
        return grouping switch
        {
            CountGrouping.Hour => group with { Hour = row.Time(column) },
            CountGrouping.Day => group with { Day = DateOnly.FromDateTime(row.Time(column).UtcDateTime) },
            CountGrouping.Sequence => group with
            {
                Sequence = row.Text(column) is { } steps
                    ? JsonSerializer.Deserialize(steps, StatisticsJson.Default.IReadOnlyListSequenceStep) : null,
            },
            CountGrouping.Country => group with { Country = row.Text(column) },
            _ => throw new ArgumentOutOfRangeException(nameof(grouping), grouping, "not a grouping"),
        };
    }

    private static StatisticsGroup Group(CountRow messages, IEnumerable<CountRow> steps)
    {
        var states = new StateCounts
        {
            Scheduled = messages["scheduled"],
            InProgress = messages["in_progress"],
            Succeeded = messages["succeeded"],
            Failed = messages["failed"],
            Cancelled = messages["cancelled"],
            Expired = messages["expired"],
            Unconfirmed = messages["unconfirmed"],
        };
        var bySteps = steps.ToList();
        return new StatisticsGroup
        {
            Messages = states.Scheduled + states.InProgress + states.Succeeded + states.Failed + states.Cancelled + states.Expired
                + states.Unconfirmed,
            States = states,
            DuplicateDeliveries = messages["duplicates"],
            Steps =
            [
                .. bySteps.Select(row => Attempts(row.Number("step"), row.Text("channel")!, [row]))
                    .OrderBy(counts => counts.Step).ThenByDescending(counts => counts.Planned),
            ],
            Channels =
            [
                .. bySteps.GroupBy(row => row.Text("channel")!).Select(channel => Attempts(null, channel.Key, [.. channel]))
                    .OrderByDescending(counts => counts.Planned).ThenBy(counts => counts.Channel, StringComparer.Ordinal),
            ],
        };
    }

    private static AttemptCounts Attempts(int? step, string channel, IReadOnlyList<CountRow> rows)
    {
        return new AttemptCounts
        {
            Step = step,
            Channel = channel,
            Planned = Sum("planned"),
            Started = Sum("started"),
            NotNeeded = Sum("planned_of_succeeded") - Sum("started_of_succeeded"),
            HandedOver = Sum("handed_over"),
            Delivered = Sum("delivered"),
            Read = Sum("read"),
            Failed = Sum("failed"),
            Succeeded = Sum("succeeded"),
            Late = Sum("late"),
            Left = new LeftCounts
            {
                Deadline = Sum("left_by_deadline"),
                NotSent = Sum("left_not_sent"),
                Skip = Sum("left_by_skip"),
                Failure = Sum("left_by_failure"),
            },
        };

        long Sum(string count) => rows.Sum(row => row[count]);
    }

    private static ReasonCount Reason(CountRow row) => new()
    {
        Channel = row.Text("channel")!,
        Reason = row.Text("reason")!,
        Status = row.Text("status") is "none" ? "queued" : row.Text("status"),
        ErrorClass = EnumText.Of(EnumText.ParseOrNull<ErrorClass>(row.Text("error_class"))),
        ErrorCode = row.Number("error_code"),
        Attempts = row["attempts"],
    };
}
