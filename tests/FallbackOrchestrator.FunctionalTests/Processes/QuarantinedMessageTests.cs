using FallbackOrchestrator.FunctionalTests.Support;
using Npgsql;

namespace FallbackOrchestrator.FunctionalTests.Processes;

/// <summary>A message whose data the database refuses: only this message goes to quarantine, and it costs nothing there.</summary>
public sealed class QuarantinedMessageTests(PostgresServer server)
{
    [Fact]
    public async Task An_error_of_the_data_quarantines_only_its_message_and_no_job_is_enqueued_for_it_meanwhile()
    {
        await using var deployment = await Deployment.CreateAsync(server);
        await using var service = await deployment.StartServiceAsync();
        var bad = Guid.Parse(await service.Client.SendAsync(DemoClient.Fallback("+9990113001", whatsApp: 600)));
        var sound = Guid.Parse(await service.Client.SendAsync(DemoClient.Fallback("+9990113002", whatsApp: 600)));
        await Until.TrueAsync(
            () => deployment.AskAsync<long>("SELECT count(*) FROM attempts WHERE best_status = 'accepted'"), accepted => accepted == 2);

        // Both are due at once, so that they are claimed together.
        await using (var connection = await deployment.Data.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var both = new NpgsqlCommand(
                $$"""
                UPDATE messages SET due_at = orchestrator_now() WHERE id IN ('{{bad}}', '{{sound}}');
                CREATE FUNCTION refuse_it() RETURNS trigger LANGUAGE plpgsql AS $body$
                BEGIN
                    IF NEW.id = '{{bad}}' THEN
                        RAISE EXCEPTION USING ERRCODE = '22021', MESSAGE = 'invalid byte sequence';
                    END IF;
                    RETURN NEW;
                END $body$;
                CREATE TRIGGER refuse_it BEFORE UPDATE ON messages FOR EACH ROW EXECUTE FUNCTION refuse_it();
                """,
                connection);
            await both.ExecuteNonQueryAsync();
            await transaction.CommitAsync();
        }
        await Until.TrueAsync(() => Task.FromResult(Lines(service, "quarantined for")), lines => lines > 0);
        await Until.TrueAsync(
            () => deployment.AskAsync<bool>($"SELECT due_at > orchestrator_now() FROM messages WHERE id = '{sound}'"), moved => moved);
        var jobs = await JobsAsync(deployment);
        var beat = await BeatAsync(deployment);
        await Until.TrueAsync(() => BeatAsync(deployment), now => now > beat);

        (await deployment.AskAsync<bool>($"SELECT due_at <= orchestrator_now() FROM messages WHERE id = '{bad}'")).Should().BeTrue();
        ((await JobsAsync(deployment)) - jobs).Should().BeLessThan(3, "it is left out where one looks for what is due");
        Lines(service, "quarantined for").Should().Be(1);
        Lines(service, "cannot be used").Should().Be(0, "it is not the database's trouble");
    }

    private static Task<long> JobsAsync(Deployment deployment) =>
        deployment.AskAsync<long>("SELECT coalesce(max(id), 0) FROM hangfire.job");

    private static Task<DateTime> BeatAsync(Deployment deployment) => deployment.AskAsync<DateTime>("SELECT beat_at FROM heartbeat");

    private static int Lines(ServiceProcess service, string text) =>
        service.Output.Split('\n').Count(line => line.Contains(text, StringComparison.Ordinal));
}
