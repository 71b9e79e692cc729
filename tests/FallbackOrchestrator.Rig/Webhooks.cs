using Npgsql;

namespace FallbackOrchestrator.Rig;

/// <summary>The status updates that the customer received, compared with the stored messages.</summary>
/// <param name="Count">How many events.</param>
/// <param name="Pending">How many are still to be sent.</param>
/// <param name="Lost">How many were not received and will not be sent.</param>
/// <param name="OutOfOrder">How many came after a later one of the same message.</param>
/// <param name="Late">The delays in seconds, sorted; counted from the server's return.</param>
internal sealed record Webhooks(int Count, int Pending, int Lost, int OutOfOrder, List<double> Late)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    public static async Task<Webhooks> ReadAsync(NpgsqlDataSource data, Server server, Customer customer)
    {
        await DeliveredAsync(data);
        var (count, owed, lost, outOfOrder, late) = (0, 0, 0, 0, new List<double>());
        await using var command = data.CreateCommand(
            """
            SELECT m.id, array(SELECT generate_series(1, m.timeline_length)),
                array(SELECT seq FROM status_updates s WHERE s.message_id = m.id AND s.state = 'pending')
            FROM messages m
            """);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var updates = customer.Messages.GetValueOrDefault(reader.GetGuid(0), []);
            count += updates.Count;
            var missing = reader.GetFieldValue<int[]>(1).Except(updates.Select(one => one.Sequence)).ToList();
            var pending = missing.Intersect(reader.GetFieldValue<int[]>(2)).Count();
            owed += pending;
            lost += missing.Count - pending;
            outOfOrder += updates.Zip(updates.Skip(1)).Count(two => two.Second.Sequence < two.First.Sequence);
            late.AddRange(updates.Select(one => server.LateAfterReturn(one.HappenedAt, one.ReceivedAt)));
        }
        late.Sort();
        return new Webhooks(count, owed, lost, outOfOrder, late);
    }

    private static async Task DeliveredAsync(NpgsqlDataSource data)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < LongestWait)
        {
            await using var command = data.CreateCommand("SELECT count(*) FROM status_updates WHERE state = 'pending'");
            if ((long)(await command.ExecuteScalarAsync())! == 0)
                return;
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }
}
