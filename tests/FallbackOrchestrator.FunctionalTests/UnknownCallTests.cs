using FallbackOrchestrator.FunctionalTests.Support;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>Calls of which nobody knows how they ended.</summary>
public sealed class UnknownCallTests(PostgresServer server, World shared) : IClassFixture<World>
{
    [Fact]
    public async Task Resends_once_on_the_last_step_after_its_patience_and_marks_a_possible_duplicate()
    {
        await using var provider = await StubProvider.StartAsync();
        await using var world = await new World(server).With("sms-demo", provider).StartAsync();

        var umid = await world.SendAsync("+9990003", Sms());
        await world.AdvanceAsync(TimeSpan.FromMinutes(14.9));
        provider.Calls.Should().Be(1);
        var waiting = (await world.TimelineAsync(umid)).Attempts.Single();
        waiting.Status.Should().Be("unknown");
        waiting.PossibleDuplicate.Should().BeNull();

        await world.AdvanceAsync(TimeSpan.FromHours(1));
        provider.Calls.Should().Be(2);
        (await world.TimelineAsync(umid)).Attempts.Single().PossibleDuplicate.Should().BeTrue();

        await world.AdvanceAsync(TimeSpan.FromHours(49));
        provider.Calls.Should().Be(2, "there is one resend, and no more");
        (await world.TimelineAsync(umid)).Outcome.Should().Be("unconfirmed");
    }

    [Fact]
    public async Task A_resend_of_which_both_copies_were_delivered_is_a_duplicate_delivery()
    {
        await using var provider = await StubProvider.StartAsync();
        await using var world = await new World(server).With("whatsapp-demo", provider).StartAsync();
        var umid = await world.SendAsync("+9990003", WhatsApp());
        await world.AdvanceAsync(TimeSpan.FromMinutes(16));
        provider.Calls.Should().Be(2);

        await PostAsync(world, umid, "delivered", "wamid.second");
        await PostAsync(world, umid, "read", "wamid.second");
        (await world.TimelineAsync(umid)).DuplicateDelivery.Should().BeFalse("a receipt came for one copy only");
        await PostAsync(world, umid, "delivered", "wamid.first");

        (await world.TimelineAsync(umid)).DuplicateDelivery.Should().BeTrue();
    }

    private static async Task PostAsync(World world, Guid umid, string status, string id)
    {
        using var response = await world.PostMetaStatusAsync(
            $$$"""
            {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messaging_product":"whatsapp",
            "statuses":[{"id":"{{{id}}}","status":"{{{status}}}","timestamp":"1795000000","biz_opaque_callback_data":"{{{umid:N}}}-1"}]}}]}]}
            """);
        response.IsSuccessStatusCode.Should().BeTrue();
    }

    [Fact]
    public async Task Never_resends_for_a_subaccount_that_forbids_it()
    {
        await using var provider = await StubProvider.StartAsync();
        await using var world = await new World(server)
            .With("Accounts:00000000-0000-0000-0000-000000000001:Subaccounts:demo:ResendUnknown", "false")
            .With("sms-demo", provider)
            .StartAsync();

        var umid = await world.SendAsync("+9990003", Sms());
        await world.AdvanceAsync(TimeSpan.FromHours(49));

        provider.Calls.Should().Be(1);
        (await world.TimelineAsync(umid)).Outcome.Should().Be("unconfirmed");
    }

    [Fact]
    public async Task Leaves_a_step_without_a_window_after_a_minute_and_never_calls_it_again()
    {
        await using var provider = await StubProvider.StartAsync();
        await using var world = await new World(server).With("whatsapp-demo", provider).StartAsync();

        var umid = await world.SendAsync("+9990033", WhatsApp(), Sms());
        await world.AdvanceAsync(TimeSpan.FromMinutes(2));

        provider.Calls.Should().Be(1);
        var message = await world.TimelineAsync(umid);
        message.SucceededStep.Should().Be(2);
        message.Attempts[0].Outcome.Should().Be("timedOut");
        (message.Attempts[1].OpensAt - message.Attempts[0].OpensAt).Should().BeCloseTo(
            TimeSpan.FromSeconds(60.5), TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public async Task The_window_of_a_call_whose_replica_was_lost_still_ends_and_the_call_is_not_repeated()
    {
        var umid = await shared.SendAsync("+9990843", WhatsApp(60, "Read"), Viber(60, "Delivered"), Sms());
        await shared.SettleAsync();
        await shared.LoseReplicaWhileItCallsAsync(umid);

        await shared.AdvanceAsync(TimeSpan.FromSeconds(45));

        var lapsed = await shared.TimelineAsync(umid);
        lapsed.Attempts[0].Status.Should().Be("unknown");
        lapsed.Attempts[0].Outcome.Should().Be("open");
        lapsed.Events[^1].Cause.Should().Be("recovery");

        await shared.AdvanceAsync(TimeSpan.FromSeconds(30));

        var message = await shared.TimelineAsync(umid);
        message.SucceededStep.Should().Be(2);
        message.Attempts[0].Outcome.Should().Be("timedOut");
        shared.ChannelsCalled("+9990843").Should().Equal("WhatsApp", "Viber");
    }

    [Fact]
    public async Task A_window_that_ends_during_the_call_ends_the_step_and_the_call()
    {
        await using var provider = await StubProvider.StartAsync();
        await using var world = await new World(server).With("whatsapp-demo", provider).StartAsync();

        var umid = await world.SendAsync("+99900331", WhatsApp(3, "Read"), Sms());
        await world.AdvanceAsync(TimeSpan.FromSeconds(5));

        var message = await world.TimelineAsync(umid);
        message.SucceededStep.Should().Be(2);
        message.Attempts[0].Outcome.Should().Be("timedOut");
        (message.CompletedAt - message.CreatedAt).Should().BeLessThan(
            TimeSpan.FromSeconds(5), "the call's own time-out is longer than the window");
    }
}
