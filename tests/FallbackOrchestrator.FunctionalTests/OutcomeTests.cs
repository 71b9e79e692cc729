using FallbackOrchestrator.FunctionalTests.Support;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>What a message's outcome is when words come late, and which calls it stops.</summary>
public sealed class OutcomeTests(OutcomeTests.WorldWithLateReceipts world) : IClassFixture<OutcomeTests.WorldWithLateReceipts>
{
    [Fact]
    public async Task A_late_success_of_a_left_step_stops_the_steps_to_come()
    {
        var umid = await world.SendAsync("+9990613", WhatsApp(2, "Read"), Viber(30, "Delivered"), Sms());
        await world.AdvanceAsync(TimeSpan.FromSeconds(40));

        var message = await world.TimelineAsync(umid);
        message.Outcome.Should().Be("succeeded");
        message.SucceededStep.Should().Be(1);
        message.DuplicateDelivery.Should().BeFalse();
        message.Attempts.Select(attempt => attempt.Outcome).Should().Equal("succeeded", "open", "skipped");
        world.ChannelsCalled("+9990613").Should().Equal("WhatsApp", "Viber");
    }

    [Fact]
    public async Task A_second_delivery_marks_the_message_and_leaves_its_succeeded_step()
    {
        var umid = await world.SendAsync("+9990633", Usual);
        await world.AdvanceAsync(TimeSpan.FromSeconds(20));

        var message = await world.TimelineAsync(umid);
        message.SucceededStep.Should().Be(2, "Viber's success was recorded first");
        message.DuplicateDelivery.Should().BeTrue();
        message.DeliveredOn.Should().Equal(1, 2);
        message.Completion.Should().Be(1);
        world.ChannelsCalled("+9990633").Should().Equal("WhatsApp", "Viber");
    }

    [Fact]
    public async Task A_success_after_the_failure_of_the_last_step_still_makes_the_message_succeed()
    {
        var umid = await world.SendAsync("+9990605", WhatsApp(2, "Read"), Viber(2, "Delivered"), Sms());
        await world.AdvanceAsync(TimeSpan.FromSeconds(4));
        (await world.TimelineAsync(umid)).Outcome.Should().Be("failed");

        await world.AdvanceAsync(TimeSpan.FromSeconds(10));

        var message = await world.TimelineAsync(umid);
        message.Outcome.Should().Be("succeeded");
        message.SucceededStep.Should().Be(1);
        message.Completion.Should().Be(2);
    }

    [Fact]
    public async Task Failure_receipts_walk_through_all_steps_and_fail_the_message()
    {
        var umid = await world.SendAsync("+9990555", Usual);
        await world.AdvanceAsync(TimeSpan.FromSeconds(10));

        var message = await world.TimelineAsync(umid);
        message.Outcome.Should().Be("failed");
        message.Attempts.Select(attempt => attempt.Status).Should().Equal("undelivered", "undelivered", "undelivered");
        message.Events.Where(line => line.What == "attemptTimedOut").Should().BeEmpty();
        message.Events.Where(line => line.Detail?.Error is not null).Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_silent_last_step_leaves_the_message_unconfirmed_after_48_hours()
    {
        var umid = await world.SendAsync("+9990001", Usual);
        await world.AdvanceAsync(TimeSpan.FromHours(47.9));
        (await world.TimelineAsync(umid)).State.Should().Be("inProgress");

        await world.AdvanceAsync(TimeSpan.FromHours(0.2));

        (await world.TimelineAsync(umid)).Outcome.Should().Be("unconfirmed");
        world.ChannelsCalled("+9990001").Should().Equal("WhatsApp", "Viber", "Sms");
    }

    [Fact]
    public async Task A_customers_program_reads_error_classes_as_names_in_events_too()
    {
        var umid = await world.SendAsync("+9990003", Usual);
        await world.AdvanceAsync(TimeSpan.FromSeconds(5));

        var json = await world.Http.GetStringAsync($"/api/v1/subaccounts/demo/messages/{umid}/timeline");

        json.Should().Contain("\"class\":\"notReachable\"").And.NotMatchRegex("\"class\":[0-9]");
    }

    /// <summary>Late receipts are five seconds late.</summary>
    public sealed class WorldWithLateReceipts : World
    {
        public WorldWithLateReceipts(PostgresServer server) : base(server) => With("Simulator:LateReceipts", "00:00:05");
    }
}
