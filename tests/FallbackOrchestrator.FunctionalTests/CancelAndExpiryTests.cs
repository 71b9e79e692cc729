using System.Net;
using FallbackOrchestrator.FunctionalTests.Support;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>Messages that are stopped, and messages that start later.</summary>
[Trait("Category", "Core")]
public abstract class CancelAndExpiryRules(World world)
{
    [Fact]
    public async Task A_cancelled_message_is_sent_over_no_further_channel()
    {
        var umid = await world.SendAsync("+9990133", Usual);
        await world.AdvanceAsync(TimeSpan.FromSeconds(1));

        (await world.CancelAsync(umid)).Should().Be(1);
        (await world.CancelAsync(umid)).Should().Be(0);
        await world.AdvanceAsync(TimeSpan.FromSeconds(10));

        var message = await world.TimelineAsync(umid);
        message.Outcome.Should().Be("cancelled");
        message.Completion.Should().Be(1);
        message.Attempts.Select(attempt => attempt.Outcome).Should().Equal("open", "skipped", "skipped");
        world.ChannelsCalled("+9990133").Should().Equal("WhatsApp");
    }

    [Fact]
    public async Task A_success_that_comes_after_the_cancel_still_counts()
    {
        var umid = await world.SendAsync("+9990633", WhatsApp(60, "Read"), Sms());
        await world.AdvanceAsync(TimeSpan.FromSeconds(1));
        (await world.CancelAsync(umid)).Should().Be(1);

        await world.AdvanceAsync(TimeSpan.FromSeconds(30));

        var message = await world.TimelineAsync(umid);
        message.Outcome.Should().Be("succeeded");
        message.Completion.Should().Be(2);
        world.ChannelsCalled("+9990633").Should().Equal("WhatsApp");
    }

    [Fact]
    public async Task A_message_that_has_ended_cannot_be_cancelled()
    {
        var umid = await world.SendAsync("+9990433", Usual);
        await world.AdvanceAsync(TimeSpan.FromSeconds(5));

        (await world.CancelAsync(umid)).Should().Be(0);
        (await world.TimelineAsync(umid)).Outcome.Should().Be("succeeded");
    }

    [Fact]
    public async Task No_channel_is_tried_after_expiry()
    {
        var umid = await world.SendAsync(World.Text("+9990113", Usual) with { Expiry = world.Now + TimeSpan.FromSeconds(3) });
        await world.AdvanceAsync(TimeSpan.FromSeconds(10));

        var message = await world.TimelineAsync(umid);
        message.Outcome.Should().Be("expired");
        (message.CompletedAt - message.CreatedAt).Should().BeCloseTo(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(0.5));
        world.ChannelsCalled("+9990113").Should().Equal("WhatsApp", "Viber");
    }

    [Fact]
    public async Task An_expiry_in_the_past_is_rejected()
    {
        using var response = await world.PostAsync(World.Text("+99901131", Usual) with { Expiry = world.Now - TimeSpan.FromSeconds(1) });

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).Should().Contain("\"code\":1006");
    }

    [Fact]
    public async Task A_scheduled_message_is_not_handed_over_before_its_time()
    {
        var at = world.Now + TimeSpan.FromHours(1);
        var umid = await world.SendAsync(World.Text("+99904331", Usual) with { Scheduled = at });
        await world.AdvanceAsync(TimeSpan.FromMinutes(59));
        (await world.TimelineAsync(umid)).State.Should().Be("scheduled");
        world.ChannelsCalled("+99904331").Should().BeEmpty();

        await world.AdvanceAsync(TimeSpan.FromMinutes(2));

        var message = await world.TimelineAsync(umid);
        message.SucceededStep.Should().Be(1);
        (message.Attempts[0].OpensAt - at).Should().BeGreaterThan(TimeSpan.Zero).And.BeLessThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_scheduled_message_can_be_cancelled_before_its_time()
    {
        var umid = await world.SendAsync(World.Text("+99904332", Usual) with { Scheduled = world.Now + TimeSpan.FromHours(1) });

        (await world.CancelAsync(umid)).Should().Be(1);
        await world.AdvanceAsync(TimeSpan.FromHours(2));

        (await world.TimelineAsync(umid)).Outcome.Should().Be("cancelled");
        world.ChannelsCalled("+99904332").Should().BeEmpty();
    }
}

public sealed class CancelAndExpiryTests(World world) : CancelAndExpiryRules(world), IClassFixture<World>;

public sealed class CancelAndExpiryInGroupsOfOneTests(
    WorldInGroupsOfOne world) : CancelAndExpiryRules(world), IClassFixture<WorldInGroupsOfOne>;
