namespace FallbackOrchestrator.Persistence.Counting;

/// <summary>A row of counts.</summary>
/// <param name="Values">The group and the dimensions, by column; null where a message has none.</param>
/// <param name="Counts">The counts, by column.</param>
internal sealed record CountRow(IReadOnlyDictionary<string, object?> Values, IReadOnlyDictionary<string, long> Counts)
{
    /// <summary>A count.</summary>
    public long this[string count] => Counts[count];

    /// <summary>A dimension that is a text; null if the message has none.</summary>
    public string? Text(string dimension) => (string?)Values[dimension];

    /// <summary>A dimension that is a number; null if the message has none.</summary>
    public int? Number(string dimension) => (int?)Values[dimension];

    /// <summary>A dimension that is a time.</summary>
    public DateTimeOffset Time(string dimension) => new((DateTime)Values[dimension]!);
}
