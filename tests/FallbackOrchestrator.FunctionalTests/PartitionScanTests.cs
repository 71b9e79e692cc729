using System.Net;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>
/// What statements read of a database with many days in it, by PostgreSQL's own count of scans: no list of statements that somebody would
/// have to keep, and no plan that might be another one the next time.
/// </summary>
public sealed class PartitionScanTests(PostgresServer server)
{
    private const int Days = 45;

    [Fact]
    public async Task Messages_are_processed_without_reading_other_days_except_for_due_and_queued_ones()
    {
        await using var host = await StartAsync();

        await Until.TrueAsync( // The first ones may meet connections that were ended.
            () => host.Client.PostAsync(DemoClient.Fallback("+9990433")), response => response.Status == HttpStatusCode.OK);
        foreach (var number in new[] { "+9990223", "+9990433", "+9990033" })
        {
            var umid = await host.Client.SendAsync(DemoClient.Fallback(number));
            await host.Client.CompletedAsync(umid);
            (await host.Client.GetAsync($"{DemoClient.Messages}/{umid}")).Status.Should().Be(HttpStatusCode.OK);
        }
        var taken = await host.Client.SendAsync(DemoClient.Fallback("+9990333", whatsApp: 60));
        (await host.Client.Http.DeleteAsync($"{DemoClient.Messages}/{taken}")).IsSuccessStatusCode.Should().BeTrue();
        await HandInCountsAsync(host);

        (await TablesAsync(host, "seq_scan > 0")).Should().BeEmpty("no partition is read row by row");
        (await TablesAsync(host, "(relname LIKE 'contents%' OR relname LIKE 'timeline%') AND idx_scan > 0")).Should().BeEmpty(
            "they are other days'");
        (await IndexesAsync(host, "indexrelname NOT LIKE '%due_at%' AND indexrelname NOT LIKE '%priority%'"))
            .Should().BeEmpty("only claims look at other days");
        (await IndexesAsync(host, "indexrelname LIKE '%due_at%'")).Should().NotBeEmpty("claims do, or nothing was counted");
        (await IndexesAsync(host, "right(relname, 8) < to_char(now() - interval '42 days', 'YYYYMMDD')"))
            .Should().BeEmpty("claims look no further back than a message can be pending");
    }

    [Theory]
    [InlineData("")]
    [InlineData("clientMessageId=old7")]
    [InlineData("msisdn=%2B650007")]
    [InlineData("batchId=01a2090f-1d5e-72ba-8d96-492f8d6472b8")]
    [InlineData("state=inProgress")]
    [InlineData("outcome=failed")]
    [InlineData("channel=SMS")]
    public async Task A_search_reads_indexes(string filter)
    {
        await using var host = await StartAsync();

        await Until.TrueAsync( // The first one may meet a connection that was ended.
            () => host.Client.GetAsync($"{DemoClient.Messages}?{filter}"), response => response.Status == HttpStatusCode.OK);
        await HandInCountsAsync(host);

        (await TablesAsync(host, "seq_scan > 0")).Should().BeEmpty();
    }

    // Days of messages that ended long ago, most of them another subaccount's. Not analyzed, and autovacuum is kept from doing so on a slow
    // machine: with a histogram the planner itself looks up the ends of indexes, which is counted too, and it rightly reads such small
    // tables row by row.
    private async Task<ApiHost> StartAsync()
    {
        var host = await ApiHost.StartWithAsync(server, ("Hangfire:Enabled", "false"));
        await host.ExecuteAsync(
            $"""
            SELECT create_day_partitions(current_date - {Days}, current_date);
            DO $$
            DECLARE day_table regclass;
            BEGIN
                FOR day_table IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relname ~ '^(messages|contents|attempts|timeline)_[0-9]' LOOP
                    EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = false)', day_table);
                END LOOP;
            END $$;
            CREATE TEMP TABLE old AS
                SELECT overlay(day_bound(current_date - d)::text PLACING '7' || substr(hash, 1, 3) || '-8' || substr(hash, 4, 3) || '-' || substr(hash, 7, 12)
                    FROM 15)::uuid AS id, now() - make_interval(days => d) AS at, n
                FROM generate_series(2, {Days}) AS d, generate_series(1, 2000) AS n, LATERAL (SELECT md5(d || '/' || n) AS hash) AS h;
            INSERT INTO messages (id, subaccount_id, client_message_id, msisdn, content_type, steps, created_at, may_resend, state, outcome, completion,
                completed_at, succeeded_step, duplicate_delivery, timeline_length)
            SELECT id, CASE n % 10 WHEN 0 THEN 'demo' ELSE 'other' END, 'old' || n, '+65000' || n, 'Text', '[]', at, true, 'completed', 'succeeded', 1, at, 1,
                false, 3
            FROM old;
            INSERT INTO contents SELECT id, jsonb_build_object('text', repeat('x', 200)) FROM old;
            INSERT INTO attempts (message_id, step, subaccount_id, channel, channel_account_id, handover, queued_at, epoch, deferrals, breaks, unknown, resend,
                leave_reason, best_status, provider_ids)
            SELECT id, 1, 'demo', 'WhatsApp', 'whatsapp-demo', 'handedOver', at, 1, 0, 0, false, 'none', 'nothing', 'read', ARRAY['wamid' || n] FROM old;
            INSERT INTO timeline SELECT id, 3, at, 1, 'receipt', 'statusChanged' FROM old;
            """);
        await HandInCountsAsync(host);
        await host.ExecuteAsync("SELECT pg_stat_reset()");
        return host;
    }

    // A connection that ends hands in what it has counted; the service opens others.
    private static async Task HandInCountsAsync(ApiHost host)
    {
        await Until.TrueAsync(
            () => host.AskAsync<long>(
                """
                SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_start < now() - interval '1 s'
                """),
            left => left == 0);
    }

    private static Task<string[]> TablesAsync(ApiHost host, string condition) => host.AskAsync<string[]>(
        $"""
        SELECT coalesce(array_agg(relname::text), ARRAY[]::text[]) FROM pg_stat_user_tables
        WHERE relname ~ '^(messages|contents|attempts|timeline)_[0-9]' AND right(relname, 8) < to_char(now() - interval '1 day', 'YYYYMMDD')
            AND {condition}
        """);

    private static Task<string[]> IndexesAsync(ApiHost host, string condition) => host.AskAsync<string[]>(
        $"""
        SELECT coalesce(array_agg(indexrelname::text), ARRAY[]::text[]) FROM pg_stat_user_indexes
        WHERE relname ~ '^(messages|attempts)_[0-9]' AND right(relname, 8) < to_char(now() - interval '1 day', 'YYYYMMDD')
            AND idx_scan > 0 AND {condition}
        """);
}
