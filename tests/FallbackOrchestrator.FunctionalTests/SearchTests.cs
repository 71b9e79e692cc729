using System.Net;
using System.Net.Http.Json;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Sending;
using FallbackOrchestrator.Sending.Contents;
using FallbackOrchestrator.Tracking;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>The customer looks for messages, and goes on to the next channel by hand.</summary>
public sealed class SearchTests(World world) : IClassFixture<World>
{
    private const string Messages = "/api/v1/subaccounts/demo/messages";

    [Fact]
    public async Task Finds_messages_by_the_customers_own_id_number_outcome_and_channel()
    {
        var found = await world.SendAsync(
            World.Text("+9990033301", RequestedSteps.WhatsApp(60), RequestedSteps.Sms()) with { ClientMessageId = "order-301" });
        var other = await world.SendAsync("+9990344302", RequestedSteps.WhatsApp(60), RequestedSteps.Sms());
        await world.AdvanceAsync(TimeSpan.FromSeconds(2));

        (await SearchAsync("clientMessageId=order-301")).Should().Equal(found);
        (await SearchAsync("msisdn=%2B9990344302")).Should().Equal(other);
        (await SearchAsync("outcome=succeeded&channel=sms&msisdn=%2B9990033301")).Should().Equal(found);
        (await SearchAsync("state=inProgress&clientMessageId=order-301")).Should().BeEmpty();
    }

    [Fact]
    public async Task Pages_hold_every_message_once_and_the_newest_first()
    {
        var sent = new List<Guid>();
        for (var i = 0; i < 7; i++)
        {
            sent.Add(await world.SendAsync(World.Text("+9990344310", RequestedSteps.WhatsApp(60))));
            await world.AdvanceAsync(TimeSpan.FromMilliseconds(5));
        }

        var pages = new List<Guid>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await world.Http.GetFromJsonAsync<MessagePage>($"{Messages}?msisdn=%2B9990344310&limit=3&cursor={cursor}"))!;
            page.Data.Count.Should().BeLessThanOrEqualTo(3);
            pages.AddRange(page.Data.Select(message => message.Umid));
            cursor = page.Cursor;
        }

        pages.Should().Equal(sent.AsEnumerable().Reverse());
    }

    [Fact]
    public async Task An_export_streams_what_a_search_finds_and_masks_numbers()
    {
        await world.SendAsync(World.Text("+9990344320", RequestedSteps.WhatsApp(60)) with { ClientMessageId = "=1+1,\"x\"" });

        var csv = await world.Http.GetStringAsync($"{Messages}/export?format=csv&msisdn=%2B9990344320");
        var ndjson = await world.Http.GetStringAsync($"{Messages}/export?msisdn=%2B9990344320");

        csv.Split("\r\n")[1].Should().Contain("\"'=1+1,\"\"x\"\"\"").And.Contain("+999034xxxx").And.NotContain("+9990344320");
        ndjson.TrimEnd('\n').Split('\n').Should().ContainSingle().Which.Should().Contain("\"msisdn\":\"+999034xxxx\"");
    }

    [Fact]
    public async Task An_export_has_the_channel_the_status_the_reason_and_the_segments_of_each_step()
    {
        var content = new RequestedContent { Text = new string('a', 161) };
        await world.SendAsync(World.Text("+9990033340", RequestedSteps.WhatsApp(60), RequestedSteps.Sms()) with { Content = content });
        await world.SendAsync(World.Text("+9990233341", RequestedSteps.WhatsApp(1), RequestedSteps.Sms()) with { Content = content });
        await world.AdvanceAsync(TimeSpan.FromSeconds(3));

        var rejected = await ExportedAsync("+9990033340");
        var late = await ExportedAsync("+9990233341");

        rejected.Should().Contain(
            """
            "steps":[{"step":1,"channel":"WhatsApp","status":"rejected","reason":"failure","errorClass":"notReachable","errorCode":1018},
            """)
            .And.Contain("""{"step":2,"channel":"SMS","status":"delivered","segments":2}]""");
        late.Should().Contain(
            """
            "steps":[{"step":1,"channel":"WhatsApp","status":"sent","reason":"deadline"},{"step":2,"channel":"SMS","status":"delivered","segments":2}]
            """);

        Task<string> ExportedAsync(string number) => world.Http.GetStringAsync($"{Messages}/export?msisdn={Uri.EscapeDataString(number)}");
    }

    [Fact]
    public async Task Several_values_of_a_filter_match_any_of_them_in_a_search_and_in_an_export()
    {
        var delivered = await world.SendAsync(World.Text("+9990344334", RequestedSteps.WhatsApp(60)) with { ClientMessageId = "several" });
        await world.AdvanceAsync(TimeSpan.FromMilliseconds(5));
        var cancelled = await world.SendAsync(World.Text("+9990114331", RequestedSteps.WhatsApp(60)) with { ClientMessageId = "several" });
        await world.AdvanceAsync(TimeSpan.FromMilliseconds(5));
        var open = await world.SendAsync(World.Text("+9990114332", RequestedSteps.WhatsApp(60)) with { ClientMessageId = "several" });
        await world.AdvanceAsync(TimeSpan.FromSeconds(2));
        await world.CancelAsync(cancelled);

        foreach (var (query, found) in new (string, Guid[])[]
        {
            ("outcome=succeeded,cancelled", [cancelled, delivered]),
            ("outcome=succeeded&outcome=cancelled", [cancelled, delivered]),
            ("outcome=failed,cancelled", [cancelled]),
            ("outcome=expired", []),
            ("state=completed, inprogress", [open, cancelled, delivered]),
            ("state=in_progress", [open]),
            ("channel=sms,WHATSAPP&outcome=succeeded", [delivered]),
        })
        {
            (await SearchAsync($"clientMessageId=several&{query}")).Should().Equal(found, query);
            var lines = (await world.Http.GetStringAsync($"{Messages}/export?clientMessageId=several&{query}")).Split(
                '\n', StringSplitOptions.RemoveEmptyEntries);
            lines.Should().HaveCount(found.Length, query);
        }
    }

    [Theory]
    [InlineData("from=2000-01-01T00:00:00+05:30", true)]
    [InlineData("from=2000-01-01", true)]
    [InlineData("to=2000-01-01 00:00:00", false)]
    [InlineData("to=2000-01-01T00:00:00z", false)]
    public async Task A_time_in_a_query_is_read_leniently(string query, bool finds)
    {
        await world.SendAsync(World.Text("+9990444333", RequestedSteps.WhatsApp(60)) with { ClientMessageId = "timely" });

        (await SearchAsync($"clientMessageId=timely&{query}")).Any().Should().Be(finds);
    }

    [Theory]
    [InlineData("state=nowhere", "state")]
    [InlineData("outcome=1", "outcome")]
    [InlineData("limit=0", "limit")]
    [InlineData("from=yesterday", "from")]
    [InlineData("cursor=x", "cursor")]
    [InlineData("outcome=%2B1", "outcome")]
    [InlineData("outcome=succeeded,3", "outcome")]
    [InlineData("outcome=won", "outcome")]
    [InlineData("state=completed&state=1", "state")]
    [InlineData("channel=pigeon", "channel")]
    [InlineData("channel=%00", "channel")]
    [InlineData("clientMessageId=a%00b", "clientMessageId")]
    [InlineData("clientMessageId=a&clientMessageId=b", "clientMessageId")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("from=10:00", "from")]
    [InlineData("outcom=failed", "outcom")]
    public async Task The_error_of_an_invalid_search_names_the_parameter(string query, string parameter)
    {
        using var response = await world.Http.GetAsync($"{Messages}?{query}");

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync<ApiError>())!.Message.Should().Contain($"'{parameter}'");
    }

    [Fact]
    public async Task Skipping_a_step_starts_the_next_one_at_once_and_only_once()
    {
        var umid = await world.SendAsync("+9990114330", RequestedSteps.WhatsApp(600), RequestedSteps.Viber(600), RequestedSteps.Sms());
        await world.SettleAsync();

        var skipped = await SkipAsync(umid, 1);
        await world.SettleAsync();
        var again = await SkipAsync(umid, 1);
        await world.SettleAsync();

        skipped.Should().BeTrue();
        again.Should().BeTrue("the step was left by the first request");
        world.ChannelsCalled("+9990114330").Should().Equal("WhatsApp", "Viber");
        var timeline = await world.TimelineAsync(umid);
        timeline.Attempts[0].Outcome.Should().Be("skipped");
        timeline.Events.Should().Contain(line => line.What == "attemptSkipped" && line.Cause == "operator");
    }

    [Theory]
    [InlineData("+9990114335", null)]
    [InlineData("+9990114336", "{}")]
    public async Task Skipping_without_a_step_leaves_the_one_that_is_waited_for(string number, string? json)
    {
        var umid = await world.SendAsync(number, RequestedSteps.WhatsApp(600), RequestedSteps.Viber(600), RequestedSteps.Sms());
        await world.SettleAsync();

        var first = await SkipCurrentAsync(umid, json);
        await world.SettleAsync();
        var second = await SkipCurrentAsync(umid, json);
        await world.SettleAsync();

        (first.Skipped, first.Step).Should().Be((true, 1));
        (second.Skipped, second.Step).Should().Be((true, 2));
        world.ChannelsCalled(number).Should().Equal("WhatsApp", "Viber", "Sms");
        await world.AdvanceAsync(TimeSpan.FromSeconds(10));
        var completed = await SkipCurrentAsync(umid, json);
        (completed.Skipped, completed.Step).Should().Be((false, null), "nothing is waited for");
    }

    private async Task<SkipResponse> SkipCurrentAsync(Guid umid, string? json)
    {
        using var content = json is null ? null : new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await world.Http.PostAsync($"{Messages}/{umid}/skip", content);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        return (await answer.Content.ReadFromJsonAsync<SkipResponse>())!;
    }

    private async Task<IEnumerable<Guid>> SearchAsync(string query) =>
        (await world.Http.GetFromJsonAsync<MessagePage>($"{Messages}?{query}"))!.Data.Select(message => message.Umid);

    private async Task<bool> SkipAsync(Guid umid, int step)
    {
        using var response = await world.Http.PostAsJsonAsync($"{Messages}/{umid}/skip", new SkipRequest { Step = step });
        return (await response.Content.ReadFromJsonAsync<SkipResponse>())!.Skipped;
    }
}
