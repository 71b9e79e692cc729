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
        DELETE FROM reachability r USING (
            SELECT subaccount_id, recipient, channel FROM reachability
            WHERE reason = 'notOnChannel' AND (subaccount_id, recipient, channel) IN (SELECT * FROM unnest($1, $2, $3))
            ORDER BY subaccount_id, recipient, channel FOR UPDATE) AS known
        WHERE r.reason = 'notOnChannel' AND (r.subaccount_id, r.recipient, r.channel) = (known.subaccount_id, known.recipient, known.channel)
        """;

    private readonly Dictionary<(string Subaccount, string Recipient, string Channel), int?> _news = [];

    /// <summary>Adds what a change of a message teaches.</summary>
    public void Add(Message before, Message after)
    {
        foreach (var news in ReachabilityNews.In(before, after))
        {
            var key = (after.Subaccount.Value, news.Recipient, news.Channel.Value);
            // A delivery says more than a failure.
            if (!_news.TryGetValue(key, out var known) || known is not null)
                _news[key] = news.Days;
        }
    }

    /// <summary>Adds the statements that store it.</summary>
    public void AddTo(NpgsqlBatch batch)
    {
        if (_news.Count == 0)
            return;
        // Always in this order, and the rows in the order of their keys, so that replicas seldom wait for each other in a circle.
        foreach (var remembered in _news.GroupBy(news => news.Value is not null).OrderByDescending(one => one.Key))
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
