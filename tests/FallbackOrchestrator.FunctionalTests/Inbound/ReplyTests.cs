using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Tracking;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests.Inbound;

/// <summary>Who replies has read: the setting <c>repliesCountAsRead</c> of a subaccount.</summary>
public sealed class ReplyTests(ReplyTests.CountingReplies world) : IClassFixture<ReplyTests.CountingReplies>
{
    private static readonly TimeSpan AWhile = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_reply_within_the_window_is_Read_and_no_SMS_follows()
    {
        var umid = await world.SendAsync("+9990244501", WhatsApp(60, "Read"), Sms());
        await world.AdvanceAsync(AWhile);

        (await world.Http.PostWhatsAppAsync("+9990244501", "Yes", world.Calls("+9990244501").Single().ProviderId)).EnsureSuccessStatusCode();
        await world.AdvanceAsync(TimeSpan.FromMinutes(2));

        var timeline = await world.TimelineAsync(umid);
        timeline.Outcome.Should().Be("succeeded");
        timeline.Events.Where(line => line.Cause == "reply").Should().SatisfyRespectively(
            line => line.Should().Match<TimelineEventView>(
                changed => changed.Step == 1 && changed.What == "statusChanged" && changed.Detail!.To == "read"),
            line => line.What.Should().Be("messageCompleted"));
        world.ChannelsCalled("+9990244501").Should().Equal("WhatsApp");
    }

    [Fact]
    public async Task A_reply_that_names_no_message_counts_for_the_only_one_that_waits()
    {
        var umid = await world.SendAsync("+9990244502", WhatsApp(60, "Read"), Sms());
        await world.AdvanceAsync(AWhile);

        await world.Http.PostWhatsAppAsync("+9990244502", "Yes", at: world.Now);
        await world.AdvanceAsync(TimeSpan.FromMinutes(2));

        (await world.TimelineAsync(umid)).Outcome.Should().Be("succeeded");
        world.ChannelsCalled("+9990244502").Should().Equal("WhatsApp");
    }

    [Fact]
    public async Task What_was_written_before_the_message_is_no_reply_to_it()
    {
        var umid = await world.SendAsync("+9990244511", WhatsApp(60, "Read"), Sms());
        await world.AdvanceAsync(AWhile);

        await world.Http.PostWhatsAppAsync("+9990244511", "Hello", at: world.Now.AddMinutes(-1));

        (await world.TimelineAsync(umid)).Events.Should().NotContain(line => line.Cause == "reply");
    }

    [Fact]
    public async Task A_message_that_is_posted_again_is_no_reply_to_what_was_sent_since()
    {
        await world.Http.PostSmsAsync("+9990442512", "Hello", "SM-the-same");
        var umid = await world.SendAsync("+9990442512", Sms(60, "Delivered"), WhatsApp());
        await world.AdvanceAsync(AWhile);

        await world.Http.PostSmsAsync("+9990442512", "Hello", "SM-the-same");

        (await world.TimelineAsync(umid)).Events.Should().NotContain(line => line.Cause == "reply");
    }

    [Fact]
    public async Task A_reply_to_a_message_that_is_not_ours_is_no_reply_to_what_waits()
    {
        var umid = await world.SendAsync("+9990244513", WhatsApp(60, "Read"), Sms());
        await world.AdvanceAsync(AWhile);

        await world.Http.PostWhatsAppAsync("+9990244513", "Yes", repliesTo: "wamid.of-another-program", at: world.Now);

        (await world.TimelineAsync(umid)).Events.Should().NotContain(line => line.Cause == "reply");
    }

    [Fact]
    public async Task A_reply_that_names_no_message_counts_for_none_if_several_wait()
    {
        var umids = new[]
        {
            await world.SendAsync("+9990244503", WhatsApp(60, "Read"), Sms()), await world.SendAsync("+9990244503", WhatsApp(60, "Read"), Sms()),
        };
        await world.AdvanceAsync(AWhile);

        await world.Http.PostWhatsAppAsync("+9990244503", "Yes", at: world.Now);

        foreach (var umid in umids)
            (await world.TimelineAsync(umid)).Events.Should().NotContain(line => line.Cause == "reply");
    }

    [Fact]
    public async Task A_reply_after_the_fallback_makes_the_message_succeed_and_stops_the_rest()
    {
        var umid = await world.SendAsync("+9990224504", WhatsApp(10, "Read"), Viber(600, "Read"), Sms());
        await world.AdvanceAsync(TimeSpan.FromSeconds(30));

        await world.Http.PostWhatsAppAsync("+9990224504", "Yes", world.Calls("+9990224504")[0].ProviderId);
        await world.AdvanceAsync(TimeSpan.FromMinutes(11));

        (await world.TimelineAsync(umid)).Outcome.Should().Be("succeeded");
        world.ChannelsCalled("+9990224504").Should().Equal("WhatsApp", "Viber");
    }

    [Fact]
    public async Task On_a_channel_that_reports_no_Read_a_reply_proves_the_delivery()
    {
        var umid = await world.SendAsync("+9990002505", Sms(60, "Delivered"), Viber());
        await world.AdvanceAsync(AWhile);

        await world.Http.PostSmsAsync("+9990002505", "Yes");

        var timeline = await world.TimelineAsync(umid);
        timeline.Events.First(line => line.Cause == "reply").Detail!.To.Should().Be("delivered");
        timeline.Outcome.Should().Be("succeeded");
    }

    [Fact]
    public async Task A_message_of_somebody_else_counts_for_nothing()
    {
        var umid = await world.SendAsync("+9990244506", WhatsApp(60, "Read"), Sms());
        await world.AdvanceAsync(AWhile);

        await world.Http.PostWhatsAppAsync("+9990244507", "Yes", at: world.Now);

        (await world.TimelineAsync(umid)).Events.Should().NotContain(line => line.Cause == "reply");
    }

    /// <summary>A world in which replies count.</summary>
    public sealed class CountingReplies : World
    {
        public CountingReplies(PostgresServer server) : base(server) =>
            With("Accounts:00000000-0000-0000-0000-000000000001:Subaccounts:demo:RepliesCountAsRead", "true");
    }
}
