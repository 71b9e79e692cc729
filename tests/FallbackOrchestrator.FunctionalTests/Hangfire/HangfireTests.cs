using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;
using global::Hangfire;
using Microsoft.Extensions.DependencyInjection;

namespace FallbackOrchestrator.FunctionalTests.Hangfire;

/// <summary>
/// The real Hangfire on the real PostgreSQL, and the net under it. Windows of one second, in real time; no test says how late they may be.
/// </summary>
public sealed class HangfireTests(PostgresServer server)
{
    // What the net waits for before it acts.
    private static readonly TimeSpan Net = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_window_that_ends_is_found_by_a_Hangfire_job_before_the_watchers_own_check()
    {
        await using var host = await ApiHost.StartWithAsync(server);
        await ServingAsync(host);

        // The watcher leaves what is due to the job for a second. A machine that is busy elsewhere may be late for many of them, but not
        // for all.
        var number = 0;
        await Until.TrueAsync(() => LatenessAsync(host, number++), late => late < Net);

        (await host.AskAsync<long>(
            "SELECT count(*) FROM hangfire.job WHERE statename = 'Succeeded' AND invocationdata->>'Type' LIKE '%CheckDueJob%'"))
            .Should().BePositive();
        (await host.AskAsync<long>("SELECT count(*) FROM hangfire.job WHERE statename = 'Failed'")).Should().Be(0);
        await NamesAsync(host);
    }

    [Fact]
    public async Task Locks_that_a_killed_replica_left_in_Hangfire_delay_no_message()
    {
        await using var host = await ApiHost.StartWithAsync(server);
        await ServingAsync(host);
        // The names are Hangfire's own: a lock is taken through it, and its row copied. A holder that was killed leaves just such rows.
        using (host.App.Services.GetRequiredService<JobStorage>().GetConnection().AcquireDistributedLock("probe", TimeSpan.FromSeconds(5)))
        {
            await host.ExecuteAsync(
                """
                INSERT INTO hangfire.lock (resource, updatecount, acquired)
                SELECT replace(l.resource, 'probe', orphan.name), l.updatecount, l.acquired + interval '1 day' -- They do not time out meanwhile.
                FROM hangfire.lock l, (
                    SELECT 'locks:schedulepoller' AS name UNION ALL SELECT 'recurring-jobs:lock'
                    UNION ALL SELECT 'job:' || n || ':state-lock' FROM generate_series(1, 500) AS n) AS orphan
                WHERE l.resource LIKE '%probe' ON CONFLICT DO NOTHING
                """);
        }
        (await host.AskAsync<long>("SELECT count(*) FROM hangfire.lock")).Should().BeGreaterThanOrEqualTo(500);

        await LatenessAsync(host, 0);

        (await host.AskAsync<long>(
            "SELECT count(*) FROM hangfire.job WHERE statename = 'Succeeded' AND invocationdata->>'Type' LIKE '%CheckDueJob%'"))
            .Should().Be(0, "the net does it");
        await host.ExecuteAsync("DELETE FROM hangfire.lock");
    }

    [Fact]
    public async Task Without_Hangfire_the_watcher_does_it_alone()
    {
        await using var host = await ApiHost.StartWithAsync(server, ("Hangfire:Enabled", "false"));

        await LatenessAsync(host, 0);

        (await host.AskAsync<long>("SELECT count(*) FROM hangfire.job")).Should().Be(0);
        (await host.Client.GetAsync("/hangfire")).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_dashboard_is_open_in_Development_and_behind_its_password_elsewhere()
    {
        await using (var development = await ApiHost.StartWithAsync(server))
            (await development.Client.GetAsync("/hangfire")).Status.Should().Be(HttpStatusCode.OK);

        await using var production = await ApiHost.StartWithAsync(
            server,
            [
                ("environment", "Production"), (
                    "PublicBaseUrl", "https://messages.example.com"), ("Hangfire:DashboardPassword", "opens-the-dashboard"),
                ("WrongKeys:PerMinute", "5"),
                .. ApiHost.SettingsWithOwnSecrets("Accounts", "ChannelAccounts"),
                .. new[] { "whatsapp", "viber", "sms" }.Select(
                    channel => ($"ChannelAccounts:{channel}-demo:BaseAddress", "http://127.0.0.1:1/")),
            ]);
        (await DashboardAsync(production, null)).Should().Be(HttpStatusCode.Unauthorized);
        (await DashboardAsync(production, "guessed")).Should().Be(HttpStatusCode.Unauthorized);
        (await DashboardAsync(production, "opens-the-dashboard")).Should().Be(HttpStatusCode.OK);

        var guesses = new List<HttpStatusCode>();
        for (var i = 0; i < 20; i++)
            guesses.Add(await DashboardAsync(production, "guessed"));
        guesses.Should().Contain(HttpStatusCode.TooManyRequests).And.NotContain(HttpStatusCode.OK);
    }

    // Hangfire stores these in its rows: a job that was stored before a rename could not be run after it.
    private static async Task NamesAsync(ApiHost host)
    {
        var check = JsonNode.Parse(await host.AskAsync<string>(
            "SELECT invocationdata::text FROM hangfire.job WHERE invocationdata->>'Type' LIKE '%CheckDueJob%' LIMIT 1"))!;
        check["Type"]!.GetValue<string>().Should().Be("FallbackOrchestrator.Fallback.CheckDueJob, FallbackOrchestrator");
        check["Method"]!.GetValue<string>().Should().Be("RunAsync");
        var partitions = JsonNode.Parse(await host.AskAsync<string>(
            "SELECT value FROM hangfire.hash WHERE key = 'recurring-job:partitions' AND field = 'Job'"))!;
        partitions["t"]!.GetValue<string>().Should().Be("FallbackOrchestrator.Hosting.PartitionsJob, FallbackOrchestrator");
        partitions["m"]!.GetValue<string>().Should().Be("RunAsync");
    }

    private static Task<long> ServingAsync(ApiHost host) =>
        Until.TrueAsync(() => host.AskAsync<long>("SELECT count(*) FROM hangfire.server"), count => count > 0);

    /// <summary>How long after the end of its window a message moved on from WhatsApp, which is silent, to Viber.</summary>
    private static async Task<TimeSpan> LatenessAsync(ApiHost host, int number)
    {
        // A machine that stands still for a second does not hand a message over within its window, which is then never open: another
        // message follows.
        var timeline = await Until.TrueAsync(() => MovedOnAsync(host, number), moved => moved["attempts"]![0]!["closesAt"] is not null);
        var closedAt = timeline["attempts"]![0]!["closesAt"]!.GetValue<DateTimeOffset>();
        var movedAt = timeline["events"]!.AsArray().First(
            line => line!["cause"]!.GetValue<string>() == "deadline")!["at"]!.GetValue<DateTimeOffset>();
        movedAt.Should().BeOnOrAfter(closedAt);
        return movedAt - closedAt;
    }

    private static async Task<JsonNode> MovedOnAsync(ApiHost host, int number)
    {
        var umid = await host.Client.SendAsync(DemoClient.Fallback(
            string.Create(CultureInfo.InvariantCulture, $"+99901341{number:0000}"), whatsApp: 1, viber: 60));
        var timeline = await host.Client.CompletedAsync(umid);
        timeline["succeededStep"]!.GetValue<int>().Should().Be(2, timeline.ToJsonString());
        return timeline;
    }

    private static async Task<HttpStatusCode> DashboardAsync(ApiHost host, string? password)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        if (password is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"operator:{password}")));
        using var response = await http.GetAsync("/hangfire");
        return response.StatusCode;
    }
}
