using FallbackOrchestrator.Messages;
using Npgsql;
using static FallbackOrchestrator.Persistence.RowArrays;

namespace FallbackOrchestrator.Persistence;

/// <summary>What a group of decisions has learned about the reachability of people (rule S14); usually nothing.</summary>
internal sealed class ReachabilityWrites
{
    private const string Remember =
        """
        INSERT INTO reachability (subaccount_id, recipient, channel, reason, until)
        SELECT subaccount, recipient, channel, 'notOnChannel', orchestrator_now() + make_interval(days => days)
        FROM unnest($1, $2, $3, $4) AS news (subaccount, recipient, channel, days)
        ORDER BY subaccount, recipient, channel
        ON CONFLICT (subaccount_id, recipient, channel, reason) DO UPDATE SET until = EXCLUDED.until
        """;

    private const string Forget =
        """
        DELETE FROM reachability WHERE reason = 'notOnChannel' AND (subaccount_id, recipient, channel) IN (
            SELECT * FROM unnest($1, $2, $3))
        """;

    private readonly Dictionary<(string Subaccount, string Recipient, string Channel), int?> _news = [];

    /// <summary>Adds what a change of a message teaches.</summary>
    public void Add(Message before, Message after)
    {
        foreach (var news in ReachabilityNews.In(before, after))
            _news[(after.Subaccount.Value, news.Recipient, news.Channel.Value)] = news.Days;
    }

    /// <summary>Adds the statements that store it.</summary>
    public void AddTo(NpgsqlBatch batch)
    {
        if (_news.Count == 0)
            return;
        foreach (var remembered in _news.ToLookup(news => news.Value is not null))
        {
            var command = Command(
                remembered.Key ? Remember : Forget,
                Parameter(remembered.Select(news => news.Key.Subaccount).ToArray()),
                Parameter(remembered.Select(news => Convert.FromBase64String(news.Key.Recipient)).ToArray()),
                Parameter(remembered.Select(news => news.Key.Channel).ToArray()));
            if (remembered.Key)
                command.Parameters.Add(Parameter(remembered.Select(news => news.Value!.Value).ToArray()));
            batch.BatchCommands.Add(command);
        }
    }
}
