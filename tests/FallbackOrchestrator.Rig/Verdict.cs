using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace FallbackOrchestrator.Rig;

/// <summary>What became of all the messages.</summary>
/// <param name="Text">The figures.</param>
/// <param name="IsGood">Whether nothing was lost, stored in spite of "stored nothing", or handed over twice unmarked.</param>
internal sealed record Verdict(string Text, bool IsGood)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    public static async Task<Verdict> ReadAsync(
        Server server, Services services, Customer customer, IReadOnlyDictionary<string, SendResult> responses)
    {
        await using var data = NpgsqlDataSource.Create(server.ConnectionString);
        await SettledAsync(data);
        var webhooks = await Webhooks.ReadAsync(data, server, customer);
        var rows = new Dictionary<string, (Guid Id, bool IsCompleted, bool IsMarked)>(StringComparer.Ordinal);
        var (late, lateAfterReturn) = (new List<double>(), new List<double>());
        await using (var command = data.CreateCommand(
            """
            SELECT m.msisdn, m.id, m.state = 'completed', bool_or(a.resend = 'called'),
                max(before.leased_at + interval '2 s') FILTER (WHERE before.leave_reason = 'deadline'),
                max(a.queued_at) FILTER (WHERE before.leave_reason = 'deadline')
            FROM messages m JOIN attempts a ON a.message_id = m.id
            LEFT JOIN attempts before ON before.message_id = m.id AND before.step = a.step - 1
            GROUP BY m.id, m.msisdn, m.state
            """))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                rows[reader.GetString(0)] = (reader.GetGuid(1), reader.GetBoolean(2), reader.GetBoolean(3));
                if (reader.IsDBNull(4))
                    continue;
                var (due, moved) = (reader.GetFieldValue<DateTimeOffset>(4), reader.GetFieldValue<DateTimeOffset>(5));
                late.Add((moved - due).TotalSeconds);
                // What was due while the server was down, or had not been done when it crashed, is due when it is back.
                lateAfterReturn.Add(server.LateAfterReturn(due, moved));
            }
        }
        using var http = new HttpClient();
        // What was turned away (429, 503) was not handed over; a connection that broke may have been.
        var calls = (await http.GetFromJsonAsync<List<JsonElement>>(new Uri(services.Providers, "/simulator/calls")))!
            .Select(call => (
                To: $"+{call.GetProperty("to").GetString()![(call.GetProperty("to").GetString()!.LastIndexOf(':') + 1)..].TrimStart('+', ' ')}",
                Channel: call.GetProperty("channel").GetString(),
                Status: call.GetProperty("status") is { ValueKind: JsonValueKind.Number } status ? status.GetInt32() : 200))
            .Where(call => call.Status is >= 200 and < 300)
            .ToList();

        var lost = responses.Where(sent => sent.Value.Umid is { } umid
            && (!rows.TryGetValue(sent.Key, out var row) || row.Id != umid)).ToList();
        var storedNothingButStored = responses.Where(sent => sent.Value.Status == 503 && rows.ContainsKey(sent.Key)).ToList();
        var twice = calls.GroupBy(call => (call.To, call.Channel))
            .Where(same => same.Count() > 1 && !(rows.TryGetValue(same.Key.To, out var row) && row.IsMarked)).ToList();
        var withoutRow = calls.Where(call => !rows.ContainsKey(call.To)).ToList();
        var stuck = rows.Count(row => !row.Value.IsCompleted);
        late.Sort();
        lateAfterReturn.Sort();
        var text = new StringBuilder()
            .AppendLine(
                Line($"Sends: {responses.Count}; returned 200: {Count(200)}, 503: {Count(503)}, 500: {Count(500)}, no response: {Count(0)}"))
            .AppendLine(Line($"returned 500 and stored: {responses.Count(sent => sent.Value.Status == 500 && rows.ContainsKey(sent.Key))}"))
            .AppendLine(Line($"lost (returned 200 without a row): {lost.Count}"))
            .AppendLine(Line($"\"stored nothing\" but stored: {storedNothingButStored.Count}"))
            .AppendLine(Line($"handed over twice unmarked: {twice.Count}; handed over without a row: {withoutRow.Count}"))
            .AppendLine(Line($"not completed {LongestWait.TotalSeconds:0} s after the end: {stuck}"))
            .AppendLine(
                Line($"fallbacks: {late.Count}; late p50 {At(late, 0.5):0.00}, p99 {At(late, 0.99):0.00}, longest {At(late, 1):0.00} s"))
            .AppendLine(Line(
                $"  counted from the server's return: p50 {At(lateAfterReturn, 0.5):0.00}, p99 {At(lateAfterReturn, 0.99):0.00}, longest {At(lateAfterReturn, 1):0.00} s"))
            .AppendLine(Line($"status webhooks: {webhooks.Count}; pending: {webhooks.Pending}, lost: {webhooks.Lost}, out of order: {webhooks.OutOfOrder}"))
            .Append(Line(
                $"  late, counted from the server's return: p50 {At(webhooks.Late, 0.5):0.00}, p99 {At(webhooks.Late, 0.99):0.00}, longest {At(webhooks.Late, 1):0.00} s"));
        return new Verdict(
            text.ToString(),
                lost.Count + storedNothingButStored.Count + twice.Count + withoutRow.Count + webhooks.Lost + webhooks.OutOfOrder == 0);

        int Count(int status) => responses.Count(sent => sent.Value.Status == status);
    }

    // Until everything is completed: windows and receipts need some seconds, and receipts that were refused are posted again after up to
    // 30.
    private static async Task SettledAsync(NpgsqlDataSource data)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < LongestWait)
        {
            await using var command = data.CreateCommand("SELECT count(*) FROM messages WHERE state <> 'completed'");
            if ((long)(await command.ExecuteScalarAsync())! == 0)
                return;
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);

    private static double At(List<double> sorted, double share) =>
        sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
}
