using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Persistence.Counting;
using FallbackOrchestrator.Sending;
using FallbackOrchestrator.Statistics;
using Npgsql;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>What became of all messages: exact counts, made beside the messages.</summary>
public sealed class StatisticsTests(PostgresServer server)
{
    private const string Own = "/api/v1/subaccounts/demo";

    // By digit: see the simulated numbers in the README.
    private const string ReadOnWhatsApp = "+9990423";
    private const string DeliveredBySms = "+9990223";
    private const string DeliveredOnViber = "+9990033";
    private const string FailedEverywhere = "+9990000";
    private const string ReadLateOnWhatsApp = "+9990633";

    [Fact]
    public async Task Counts_say_how_far_each_step_came_why_it_was_left_and_what_was_not_needed()
    {
        await using var world = await new World(server).StartAsync();
        foreach (var number in new[] { ReadOnWhatsApp, DeliveredBySms, DeliveredOnViber, FailedEverywhere, ReadLateOnWhatsApp })
            await world.SendAsync(number, Usual);
        await world.AdvanceAsync(TimeSpan.FromSeconds(40));
        await CountAsync(world);

        var statistics = await StatisticsAsync(world);

        statistics.Total.Messages.Should().Be(5);
        statistics.Total.States.Should().Be(new StateCounts
        {
            Scheduled = 0, InProgress = 0, Succeeded = 4, Failed = 1, Cancelled = 0, Expired = 0, Unconfirmed = 0,
        });
        statistics.Total.DuplicateDeliveries.Should().Be(1, "the late one was delivered on Viber too");
        statistics.Total.Steps.Should().Equal(
            new AttemptCounts
            {
                Step = 1, Channel = "WhatsApp", Planned = 5, Started = 5, NotNeeded = 0, HandedOver = 3, Delivered = 2, Read = 2,
                Failed = 2, Succeeded = 1, Late = 1, Left = new LeftCounts { Deadline = 2, NotSent = 0, Skip = 0, Failure = 2 },
            },
            new AttemptCounts
            {
                Step = 2, Channel = "Viber", Planned = 5, Started = 4, NotNeeded = 1, HandedOver = 3, Delivered = 2, Read = 0, Failed = 1,
                Succeeded = 2, Late = 0, Left = new LeftCounts { Deadline = 1, NotSent = 0, Skip = 0, Failure = 1 },
            },
            new AttemptCounts
            {
                Step = 3, Channel = "SMS", Planned = 5, Started = 2, NotNeeded = 3, HandedOver = 1, Delivered = 1, Read = 0, Failed = 1,
                Succeeded = 1, Late = 0, Left = new LeftCounts { Deadline = 0, NotSent = 0, Skip = 0, Failure = 0 },
            });
        statistics.Total.Channels.Select(channel => channel with { Step = null }).Should()
            .BeEquivalentTo(statistics.Total.Steps.Select(step => step with { Step = null }), "each channel has one step");
        statistics.Reasons.Should().BeEquivalentTo(
            [
                new ReasonCount { Channel = "WhatsApp", Reason = "failure", ErrorClass = "notReachable", ErrorCode = 1018, Attempts = 2 },
                new ReasonCount { Channel = "WhatsApp", Reason = "deadline", Status = "sent", Attempts = 1 },
                new ReasonCount { Channel = "WhatsApp", Reason = "deadline", Status = "read", Attempts = 1 },
                new ReasonCount { Channel = "Viber", Reason = "deadline", Status = "sent", Attempts = 1 },
                new ReasonCount { Channel = "Viber", Reason = "failure", ErrorClass = "notReachable", ErrorCode = 2008, Attempts = 1 },
                new ReasonCount { Channel = "SMS", Reason = "failure", ErrorClass = "notReachable", ErrorCode = 1, Attempts = 1 },
            ]);
        var read = statistics.Delays.Single(delays => delays is { Channel: "WhatsApp", Status: "read" });
        read.Attempts.Should().Be(2);
        read.Within.Single(bound => bound.Seconds == 10).Attempts.Should().Be(1);
        read.Within[^1].Attempts.Should().Be(2);
        read.Percentile95.Should().BeInRange(20, 30);
    }

    [Fact]
    public async Task Counts_are_those_of_the_messages_for_every_range_and_every_grouping()
    {
        await using var world = await new World(server).StartAsync();
        string[] numbers = ["+12125550123", "+14165550123", "+6281234567890", ReadOnWhatsApp, DeliveredBySms, FailedEverywhere];
        var start = world.Now;
        for (var i = 0; i < 24; i++)
        {
            await world.SendAsync(numbers[i % numbers.Length], i % 4 == 0 ? [WhatsApp(30, "Delivered"), Sms()] : Usual);
            await world.AdvanceAsync(TimeSpan.FromMinutes(137));
            if (i == 11)
                await CountAsync(world);
        }
        await CountAsync(world);

        var all = await StatisticsAsync(world, $"from={start:O}".Replace("+", "%2B", StringComparison.Ordinal));
        all.Total.Messages.Should().Be(24);
        all.Total.States.Succeeded.Should().Be(
            await world.QueryAsync<long>("SELECT count(*) FROM messages WHERE outcome = 'succeeded'"));
        foreach (var grouping in new[] { "hour", "day", "sequence", "country" })
        {
            var grouped = await StatisticsAsync(world, $"groupBy={grouping}");
            grouped.Total.Should().BeEquivalentTo(all.Total, grouping);
            grouped.Groups!.Sum(group => group.Messages).Should().Be(24, grouping);
            grouped.Groups!.SelectMany(group => group.Steps).Sum(step => step.Started).Should()
                .Be(await world.QueryAsync<long>("SELECT count(*) FROM attempts"), grouping);
        }
        (await StatisticsAsync(world, "groupBy=country")).Groups!.ToDictionary(group => group.Country ?? "", group => group.Messages)
            .Should().BeEquivalentTo(new Dictionary<string, long> { ["US"] = 4, ["CA"] = 4, ["ID"] = 4, [""] = 12 });
        (await StatisticsAsync(world, "groupBy=sequence")).Groups!.Select(group => string.Join(' ', group.Sequence!))
            .Should().Equal(
                $"{Step("WhatsApp", "Read", 2)} {Step("Viber", "Delivered", 2)} {Step("SMS", "Delivered")}",
                $"{Step("WhatsApp", "Delivered", 30)} {Step("SMS", "Delivered")}");
        for (var from = 0; from < 60; from += 7)
        {
            for (var to = from + 1; to < 61; to += 13)
            {
                var (first, last) = (start.AddHours(from), start.AddHours(to));
                var part = await StatisticsAsync(world, $"from={first.UtcDateTime:O}&to={last.UtcDateTime:O}&country=US");
                part.Total.Messages.Should().Be(
                    await world.QueryAsync<long>(
                        "SELECT count(*) FROM messages WHERE country = 'US' AND created_at >= $1 AND created_at < $2",
                        part.From!, part.To!),
                    $"of {part.From:O} to {part.To:O}");
            }
        }
    }

    [Fact]
    public async Task A_message_that_changes_after_the_count_is_counted_again()
    {
        await using var world = await new World(server).StartAsync();
        var message = await world.SendAsync("+9990111", WhatsApp(3600), Sms());
        await CountAsync(world);
        (await StatisticsAsync(world)).Total.States.InProgress.Should().Be(1);
        await world.ExecuteAsync("UPDATE statistics_changed_hours SET marked_at = marked_at - interval '1 hour'");
        await CountAsync(world);
        (await MarksAsync(world)).Should().Be(0, "the hour was counted long after its mark");

        await world.StopReplicasAsync();
        await world.StartReplicaAsync();
        await world.CancelAsync(message);
        await CountAsync(world);

        var statistics = await StatisticsAsync(world);
        (statistics.Total.States.InProgress, statistics.Total.States.Cancelled).Should().Be((0, 1));
        statistics.CountedAt.Should().Be(world.Now);
        (await MarksAsync(world)).Should().Be(1, "changes of the next half minute rely on it");
    }

    [Fact]
    public async Task One_replica_counts_at_a_time_and_a_long_count_is_followed_by_a_long_pause()
    {
        await using var world = await new World(server).StartAsync();
        await world.SendAsync(ReadOnWhatsApp, Usual);
        var before = await world.QueryAsync<DateTime>("SELECT clock_timestamp()");
        await CountAsync(world);
        (await world.QueryAsync<DateTime>("SELECT next_at FROM statistics_runs")).Should().BeAfter(before);

        await world.ExecuteAsync("UPDATE statistics_runs SET next_at = 'infinity'");
        (await HourCount.CountChangedAsync(world.Data, default)).Should().BeFalse("it is too early");

        await world.ExecuteAsync("UPDATE statistics_runs SET next_at = 'epoch'");
        await using var other = await world.ConnectAsync();
        await using var first = await other.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({HourCount.Lock}, hashtext('public'))", other))
            await hold.ExecuteNonQueryAsync();
        (await HourCount.CountChangedAsync(world.Data, default)).Should().BeFalse("another one counts");
    }

    [Fact]
    public async Task A_batch_is_counted_at_the_request_and_that_of_others_is_not_found()
    {
        await using var world = await new World(server).StartAsync();
        await world.SendAsync(DeliveredBySms, Usual);
        using var response = await world.Http.PostAsJsonAsync(
            $"{Own}/messages/batch",
            new
            {
                template = new { type = "text", content = new { text = "a" }, channels = Usual },
                messages = new[] { ReadOnWhatsApp, DeliveredOnViber, FailedEverywhere }
                    .Select(number => new { user = new { msisdn = number } }),
            });
        var batch = (await response.Content.ReadFromJsonAsync<BatchResponse>())!.BatchId;
        await world.AdvanceAsync(TimeSpan.FromSeconds(10));

        var statistics = await StatisticsAsync(world, $"batchId={batch}&groupBy=sequence");

        (statistics.Total.Messages, statistics.Total.States.Succeeded, statistics.Total.States.Failed).Should().Be((3, 2, 1));
        statistics.Total.Steps.Select(step => (step.Channel, step.Started, step.NotNeeded)).Should()
            .Equal(("WhatsApp", 3, 0), ("Viber", 2, 1), ("SMS", 1, 2));
        statistics.Groups.Should().ContainSingle().Which.Steps.Should().Equal(statistics.Total.Steps);
        statistics.CountedAt.Should().BeNull();
        using var unknown = await world.Http.GetAsync($"{Own}/statistics?batchId={Guid.CreateVersion7(world.Now)}");
        using var odd = await world.Http.GetAsync($"{Own}/statistics?batchId={Guid.AllBitsSet}");
        (unknown.StatusCode, odd.StatusCode).Should().Be((HttpStatusCode.NotFound, HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task Advice_shows_how_many_a_shorter_window_would_have_sent_to_the_next_channel_too()
    {
        await using var world = await new World(server).StartAsync();
        for (var i = 0; i < 8; i++)
            await world.SendAsync(i < 6 ? "+9990400" : "+9990600", WhatsApp(60, "Read"), Sms());
        await world.SendAsync("+9990100", WhatsApp(60, "Read"), Sms());
        await world.SendAsync("+9990000", WhatsApp(60, "Read"), Sms());
        await world.AdvanceAsync(TimeSpan.FromMinutes(2));
        await CountAsync(world);

        var advice = (await world.Http.GetFromJsonAsync<WindowAdvice>($"{Own}/advice?channel=whatsapp"))!
            .Channels.Single(channel => channel.Status == "read");

        (advice.Channel, advice.HandedOver, advice.Reached).Should().Be(("WhatsApp", 9, 8), "a rejected call was not handed over");
        advice.Windows.Single(window => window.Seconds == 10).Should().Be(new AdvisedWindow(10, InTime: 6, Later: 2, LaterShare: 0.2222));
        advice.Windows.Single(window => window.Seconds == 60).Should().Be(new AdvisedWindow(60, InTime: 8, Later: 0, LaterShare: 0));
        advice.SuggestedSeconds.Should().BeInRange(20, 30);
    }

    [Fact]
    public async Task Sequences_without_number_do_not_fill_the_tables()
    {
        await using var world = await new World(server).StartAsync();
        for (var i = 0; i < 53; i++)
            await world.SendAsync("+9990444", WhatsApp(60 + i, "Read"), Sms());
        await world.SendAsync("+9990444", WhatsApp(60, "Read"), Sms());
        await world.AdvanceAsync(TimeSpan.FromSeconds(5));
        await CountAsync(world);

        var groups = (await StatisticsAsync(world, "groupBy=sequence")).Groups!;

        groups.Should().HaveCount(51);
        groups.Single(group => group.Sequence is null).Messages.Should().Be(3);
        groups.Sum(group => group.Messages).Should().Be(54);
        groups.Single(group => group.Sequence?[0].FallbackAfter == 60).Messages.Should().Be(2, "the most frequent ones are counted each");
    }

    [Theory]
    [InlineData("2026-03-08")]
    [InlineData("2026-11-01")]
    public async Task A_day_has_24_hours_also_where_the_servers_clock_is_changed(string day)
    {
        await using var world = await new World(server).StartAsync();
        await using var connection = await world.ConnectAsync();
        await using (var prepare = new NpgsqlCommand(
            $"""
            SET timezone = 'America/New_York';
            INSERT INTO statistics_delays
            SELECT 'hour', timestamptz '{day} 00:00Z' + n * interval '1 hour', 'demo', NULL, 'SMS', 'delivered', 1, 1
            FROM generate_series(-3, 26) AS n
            """,
            connection))
            await prepare.ExecuteNonQueryAsync();
        await using var addUp = new NpgsqlCommand(CountTables.Delays.AddUpDay, connection);
        addUp.Parameters.Add(new NpgsqlParameter { Value = DateTime.Parse($"{day}T00:00:00Z", CultureInfo.InvariantCulture).ToUniversalTime() });
        await addUp.ExecuteNonQueryAsync();

        (await world.QueryAsync<long>("SELECT attempts FROM statistics_delays WHERE period = 'day'")).Should().Be(24);
        (await StatisticsAsync(world, $"from={day}T00:00:00Z&to={day}T23:59:00Z")).Delays.Single().Attempts.Should().Be(24);
    }

    [Theory]
    [InlineData("from=0001-01-01")]
    [InlineData("to=9999-12-31T23:59:59Z")]
    [InlineData("from=0001-01-01&to=9999-12-31T23:59:59.9999999Z&groupBy=day")]
    [InlineData("to=0001-01-02")]
    public async Task The_ends_of_the_calendar_are_no_trouble(string query)
    {
        await using var world = await new World(server).StartAsync();

        using var statistics = await world.Http.GetAsync($"{Own}/statistics?{query}");
        using var advice = await world.Http.GetAsync($"{Own}/advice?{query.Replace("&groupBy=day", "", StringComparison.Ordinal)}");

        ((int)statistics.StatusCode).Should().BeLessThan(500);
        ((int)advice.StatusCode).Should().BeLessThan(500);
    }

    [Fact]
    public async Task Wrong_parameters_are_named()
    {
        await using var world = await new World(server).StartAsync();
        foreach (var (query, named) in new (string, string)[]
        {
            ("statistics?from=2026-01-02&to=2026-01-01", "'from': must be before 'to'"),
            ("statistics?groupBy=channel", "'groupBy': must be hour, day, sequence or country"),
            ("statistics?groupBy=hour&from=2026-01-01&to=2026-03-01", "'groupBy': may be hour for at most 31 days"),
            ($"statistics?batchId={Guid.NewGuid()}&from=2026-01-01", "'batchId': cannot be combined with 'from' or 'to'"),
            ($"statistics?batchId={Guid.NewGuid()}&groupBy=day", "'groupBy': must be sequence or country for a batch"),
            ("statistics?batchId=4", "'batchId': must be a UUID"),
            ("statistics?country=Indonesia", "'country': must be two letters"),
            ("advice?channel=carrier-pigeon", "'channel': must be one of"),
            ("advice?groupBy=day", "groupBy"),
        })
        {
            using var response = await world.Http.GetAsync($"{Own}/{query}");
            response.StatusCode.Should().Be(HttpStatusCode.BadRequest, query);
            (await response.Content.ReadFromJsonAsync<ApiError>())!.Message.Should().Contain(named);
        }
    }

    /// <summary>Counts now, whatever the service itself does meanwhile.</summary>
    private static Task<bool> CountAsync(World world) => Until.TrueAsync(
        async () =>
        {
            await world.ExecuteAsync("UPDATE statistics_runs SET next_at = 'epoch'");
            return await HourCount.CountChangedAsync(world.Data, default);
        },
        counted => counted);

    private static Task<long> MarksAsync(World world) => world.QueryAsync<long>("SELECT count(*) FROM statistics_changed_hours");

    private static SequenceStep Step(string channel, string success, int? seconds = null) => new(channel, success, seconds);

    private static async Task<MessageStatistics> StatisticsAsync(World world, string query = "") =>
        (await world.Http.GetFromJsonAsync<MessageStatistics>($"{Own}/statistics?{query}"))!;
}
