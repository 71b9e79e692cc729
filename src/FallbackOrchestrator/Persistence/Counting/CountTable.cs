namespace FallbackOrchestrator.Persistence.Counting;

/// <summary>
/// A table of statistics: counts of messages or attempts by dimensions, for each hour and each UTC day. All its statements are made of its
/// columns. The messages of an hour are counted anew as a whole, so that the counts are exact, whatever happened before.
/// </summary>
/// <param name="Name">The table.</param>
/// <param name="Dimensions">The columns by which it counts, besides the period and the subaccount.</param>
/// <param name="Counts">The columns with counts.</param>
/// <param name="Source">
/// A select of the subaccount, the dimensions and the counts from the messages <c>m</c>, their sequences <c>shapes</c> and the attempts
/// <c>a</c>; its rows are added up.
/// </param>
internal sealed record CountTable(string Name, IReadOnlyList<string> Dimensions, IReadOnlyList<string> Counts, string Source)
{
    // A customer whose messages all have different sequences must not fill the table; the sequence of the others is null.
    private const int MostSequences = 50;

    /// <summary>Deletes the counts of a period; <c>$1</c> is its start.</summary>
    public string Delete(string period) => $"DELETE FROM {Name} WHERE starts_at = $1 AND period = '{period}'";

    /// <summary>Counts an hour; <c>$1</c> is its start, <c>$2</c> and <c>$3</c> are the bounds of its ids.</summary>
    public string CountHour =>
        $"""
        INSERT INTO {Name} (period, starts_at, subaccount_id, {Columns})
        SELECT 'hour', $1, subaccount_id, {Added}
        FROM ({From("id >= $2 AND id < $3", "a.message_id >= $2 AND a.message_id < $3")}) AS counted
        GROUP BY {Grouped("subaccount_id")}
        """;

    /// <summary>Adds up the hours of a day; <c>$1</c> is its start.</summary>
    /// <remarks>24 hours, because PostgreSQL adds a day in the server's time zone, where it may have 23 or 25.</remarks>
    public string AddUpDay =>
        $"""
        INSERT INTO {Name} (period, starts_at, subaccount_id, {Columns})
        SELECT 'day', $1, subaccount_id, {Added}
        FROM {Name}
        WHERE starts_at >= $1 AND starts_at < $1 + interval '24 hours' AND period = 'hour'
        GROUP BY {Grouped("subaccount_id")}
        """;

    /// <summary>
    /// The rows of one batch, counted from its messages; <c>$1</c> is the subaccount, <c>$2</c> the batch, and <c>$3</c> and <c>$4</c> are
    /// the bounds of its messages' ids.
    /// </summary>
    public string OfBatch => From(
        "subaccount_id = $1 AND batch_id = $2 AND id >= $3 AND id < $4", "a.message_id >= $3 AND a.message_id < $4");

    /// <summary>The sums of all counts, with commas between them.</summary>
    public string Sums => string.Join(", ", Counts.Select(count => $"sum({count})::bigint AS {count}"));

    private string Columns => string.Join(", ", Dimensions.Concat(Counts));

    private string Added => string.Join(", ", Dimensions.Append(Sums));

    private string Grouped(string first) => string.Join(", ", Dimensions.Prepend(first));

    private string From(string messages, string attempts) =>
        $"""
        WITH m AS MATERIALIZED (
            SELECT id, subaccount_id, steps, country, state, outcome, succeeded_step, duplicate_delivery FROM messages WHERE {messages}
        ), a AS (
            SELECT a.*, m.subaccount_id AS subaccount, m.steps, m.country, m.outcome, m.succeeded_step
            FROM m JOIN attempts a ON a.message_id = m.id WHERE {attempts}
        ), shapes AS (
            SELECT subaccount_id, steps, CASE WHEN rank <= {MostSequences} THEN sequence_shape(steps) END AS sequence
            FROM (
                SELECT subaccount_id, steps, row_number() OVER (PARTITION BY subaccount_id ORDER BY count(*) DESC, steps) AS rank
                FROM m GROUP BY subaccount_id, steps) AS ranked
        )
        {Source}
        """;
}
