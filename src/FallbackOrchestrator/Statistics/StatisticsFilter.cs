using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence.Counting;
using FallbackOrchestrator.Reading;

namespace FallbackOrchestrator.Statistics;

/// <summary>The messages that a caller wants to know about.</summary>
internal static class StatisticsFilter
{
    /// <summary>The period, if none is given: so long until now.</summary>
    public static readonly TimeSpan UsualPeriod = TimeSpan.FromDays(30);

    /// <summary>The longest period that can be shown by the hour.</summary>
    public static readonly TimeSpan LongestByHour = TimeSpan.FromDays(31);

    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The period, the country and the channel.</summary>
    public static CountQuery Read(QueryParameters query, SubaccountId subaccount, DateTimeOffset now)
    {
        var to = Sensible(query.Time("to") ?? now);
        var from = Sensible(query.Time("from") ?? to - UsualPeriod);
        if (from >= to)
            query.Reject("from", "must be before 'to'");
        return new CountQuery
        {
            Subaccount = subaccount.Value,
            Period = from < to ? CountPeriod.Around(from, to) : CountPeriod.Around(to, to),
            Country = query.One("country", "two letters (ISO 3166-1), such as ID", CountryOf)?.Value,
            Channel = query.One("channel", $"one of {Channel.Names}", ChannelOf)?.Value,
        };
    }

    /// <summary>The groups and the batch besides.</summary>
    public static CountQuery ReadGroups(QueryParameters query, SubaccountId subaccount, DateTimeOffset now)
    {
        var all = Read(query, subaccount, now) with
        {
            Batch = query.Id("batchId", "a UUID"),
            Grouping = query.One("groupBy", EnumText.OneOf<CountGrouping>(), EnumText.ParseOrNull<CountGrouping>),
        };
        if (all.Batch is not null && (query.Text("from") ?? query.Text("to")) is not null)
            query.Reject("batchId", "cannot be combined with 'from' or 'to'");
        if (all.Batch is not null && all.Grouping is CountGrouping.Hour or CountGrouping.Day)
            query.Reject("groupBy", "must be sequence or country for a batch");
        if (all.Grouping == CountGrouping.Hour && all.Period.To - all.Period.From > LongestByHour)
            query.Reject("groupBy", $"may be hour for at most {LongestByHour.TotalDays} days; choose a later 'from', or day");
        return all;
    }

    // No message is older or newer, and neither .NET nor PostgreSQL can compute with the ends of their calendars.
    private static DateTimeOffset Sensible(DateTimeOffset at) => at < Earliest ? Earliest : at > Latest ? Latest : at;

    private static CountryCode? CountryOf(string text) =>
        text.Trim() is { Length: 2 } code && code.All(char.IsAsciiLetter) ? new CountryCode(code.ToUpperInvariant()) : null;

    private static ChannelName? ChannelOf(string text) => Channel.TryFind(text, out var known) ? known.Name : null;

    private readonly record struct CountryCode(string Value);
}
