using Npgsql;
using static FallbackOrchestrator.Persistence.RowArrays;

namespace FallbackOrchestrator.Persistence.Counting;

/// <summary>Reads the counts of one subaccount: of a period from the tables, of a batch from its messages.</summary>
internal sealed record CountQuery
{
    /// <summary>The subaccount.</summary>
    public required string Subaccount { get; init; }

    /// <summary>The period; has no meaning for a batch.</summary>
    public required CountPeriod Period { get; init; }

    /// <summary>The batch, if it is one.</summary>
    public Guid? Batch { get; init; }

    /// <summary>Only numbers of this country.</summary>
    public string? Country { get; init; }

    /// <summary>Only this channel, in tables that have one.</summary>
    public string? Channel { get; init; }

    /// <summary>The groups; null for one sum.</summary>
    public CountGrouping? Grouping { get; init; }

    /// <summary>The command that reads a table, by some of its dimensions.</summary>
    public NpgsqlBatchCommand Select(CountTable table, params string[] dimensions)
    {
        var command = new NpgsqlBatchCommand();
        command.Parameters.Add(Parameter(Subaccount));
        command.Parameters.AddRange(Batch is { } batch ? Bounds(batch) : Bounds());
        List<string> conditions = Batch is null ? [Within] : [];
        if (Country is not null)
            conditions.Add($"country = {Add(Country)}");
        if (Channel is not null && table.Dimensions.Contains("channel"))
            conditions.Add($"channel = {Add(Channel)}");
        var source = Batch is null ? table.Name : $"({table.OfBatch}) AS counted";
        var where = conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}";
        var groups = Grouping is { } grouping ? dimensions.Prepend(Column(grouping)).ToArray() : dimensions;
        var groupBy = groups.Length == 0 ? "" : $" GROUP BY {string.Join(", ", groups)}";
        command.CommandText = $"SELECT {string.Join(", ", groups.Append(table.Sums))} FROM {source}{where}{groupBy}";
        return command;

        string Add(string value)
        {
            command.Parameters.Add(Parameter(value));
            return $"${command.Parameters.Count}";
        }
    }

    /// <summary>The name that the column of a group has in the result.</summary>
    public static string NameOf(CountGrouping grouping) => grouping switch
    {
        CountGrouping.Hour => "starts_at",
        CountGrouping.Day => "date_trunc",
        CountGrouping.Sequence => "sequence",
        CountGrouping.Country => "country",
        _ => throw new ArgumentOutOfRangeException(nameof(grouping), grouping, "not a grouping"),
    };

    // Days are added up in UTC.
    private static string Column(CountGrouping grouping) =>
        grouping == CountGrouping.Day ? "date_trunc('day', starts_at, 'UTC')" : NameOf(grouping);

    private string Within => Grouping == CountGrouping.Hour
        ? "subaccount_id = $1 AND period = 'hour' AND starts_at >= $2 AND starts_at < $3"
        : """
          subaccount_id = $1 AND (period = 'day' AND starts_at >= $4 AND starts_at < $5
              OR period = 'hour' AND (starts_at >= $2 AND starts_at < $4 OR starts_at >= $5 AND starts_at < $3))
          """;

    // The id of a batch has the time of its messages' ids.
    private static NpgsqlParameter[] Bounds(Guid batch)
    {
        var hour = Uuid7.HourOf(batch);
        return [Parameter(batch), Parameter(Uuid7.Least(hour)), Parameter(Uuid7.Least(hour.AddHours(1)))];
    }

    private NpgsqlParameter[] Bounds()
    {
        NpgsqlParameter[] ends = [Parameter(Period.From), Parameter(Period.To)];
        return Grouping == CountGrouping.Hour ? ends : [.. ends, Parameter(Period.FirstDay), Parameter(Period.EndOfDays)];
    }
}
