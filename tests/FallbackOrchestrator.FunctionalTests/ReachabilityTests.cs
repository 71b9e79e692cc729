using System.Net.Http.Json;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Sending;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>S14: who is not on a channel is not called there again for some days.</summary>
public sealed class ReachabilityTests(PostgresServer server)
{
    private const string Demo = "Accounts:00000000-0000-0000-0000-000000000001:Subaccounts:demo";
    private const string NotOnWhatsApp = "+9990043";
    private const string OnWhatsApp = "+9990443";

    private static readonly RequestedStep[] Steps = [WhatsApp(60, "Read"), Sms()];

    private Task<World> StartAsync(int days = 30) => new World(server).With($"{Demo}:ReachabilityDays", $"{days}").StartAsync();

    [Fact]
    public async Task The_next_message_skips_the_channel_at_once_and_says_so()
    {
        await using var world = await StartAsync();
        await SendAsync(world, NotOnWhatsApp);

        var second = await SendAsync(world, NotOnWhatsApp);

        world.ChannelsCalled(NotOnWhatsApp).Should().Equal("WhatsApp", "Sms", "Sms");
        second.Warnings.Should().ContainSingle(warning => warning.StartsWith(
            "channels[0] (WhatsApp) is skipped: the person was not on this channel, which is remembered until "));
        var message = await world.TimelineAsync(second.Umid);
        message.SucceededStep.Should().Be(2);
        message.Attempts[0].Status.Should().Be("rejected");
    }

    [Fact]
    public async Task When_the_days_are_over_the_channel_is_tried_again()
    {
        await using var world = await StartAsync(days: 2);
        await SendAsync(world, NotOnWhatsApp);

        await world.AdvanceAsync(TimeSpan.FromHours(49));
        await SendAsync(world, NotOnWhatsApp);

        world.ChannelsCalled(NotOnWhatsApp).Should().Equal("WhatsApp", "Sms", "WhatsApp", "Sms");
    }

    [Fact]
    public async Task A_memory_never_skips_every_step_and_a_delivery_ends_it()
    {
        await using var world = await StartAsync();
        await SendAsync(world, OnWhatsApp);
        await RememberAsync(world, "WhatsApp");

        (await SendAsync(world, OnWhatsApp, WhatsApp())).Warnings.Should().BeNull("it is the only step");
        await SendAsync(world, OnWhatsApp);

        (await world.QueryAsync<long>("SELECT count(*) FROM reachability")).Should().Be(0);
        world.ChannelsCalled(OnWhatsApp).Should().Equal("WhatsApp", "WhatsApp", "WhatsApp");
    }

    [Fact]
    public async Task Preview_and_batches_know_it_too()
    {
        await using var world = await StartAsync();
        await SendAsync(world, NotOnWhatsApp);
        var request = World.Text(NotOnWhatsApp, Steps);

        using var previewed = await world.Http.PostAsJsonAsync("/api/v1/subaccounts/demo/messages/preview", request);
        using var batch = await world.Http.PostAsJsonAsync(
            "/api/v1/subaccounts/demo/messages/batch", new { messages = new[] { request, World.Text(OnWhatsApp, Steps) } });

        var preview = await previewed.Content.ReadFromJsonAsync<PreviewResponse>();
        preview!.Steps[0].CannotApply.Should().StartWith("the person was not on this channel");
        batch.IsSuccessStatusCode.Should().BeTrue();
        await world.AdvanceAsync(TimeSpan.FromSeconds(10));
        world.ChannelsCalled(NotOnWhatsApp).Should().Equal("WhatsApp", "Sms", "Sms");
        world.ChannelsCalled(OnWhatsApp).Should().Equal("WhatsApp");
    }

    [Fact]
    public async Task A_phone_that_is_switched_off_is_not_remembered()
    {
        await using var world = await StartAsync();

        await SendAsync(world, "+9990445", Sms(60), WhatsApp());

        (await world.QueryAsync<long>("SELECT count(*) FROM reachability")).Should().Be(0);
    }

    [Fact]
    public async Task By_default_nothing_is_remembered()
    {
        await using var world = await new World(server).StartAsync();

        await SendAsync(world, NotOnWhatsApp);
        await SendAsync(world, NotOnWhatsApp);

        world.ChannelsCalled(NotOnWhatsApp).Should().Equal("WhatsApp", "Sms", "WhatsApp", "Sms");
        (await world.QueryAsync<long>("SELECT count(*) FROM reachability")).Should().Be(0);
    }

    [Fact]
    public async Task A_step_whose_failure_would_end_the_sequence_is_not_skipped()
    {
        await using var world = await StartAsync();
        await SendAsync(world, OnWhatsApp);
        await RememberAsync(world, "WhatsApp");

        var sent = await SendAsync(world, OnWhatsApp, WhatsApp(60, "Read") with { FallbackOn = ["unavailable"] }, Sms());

        sent.Warnings.Should().BeNull();
        (await world.TimelineAsync(sent.Umid)).SucceededStep.Should().Be(1);
    }

    [Fact]
    public async Task A_scheduled_message_skips_only_what_is_remembered_when_it_starts()
    {
        await using var world = await StartAsync(days: 2);
        await SendAsync(world, NotOnWhatsApp);

        foreach (var (hours, skipped) in new[] { (24, true), (72, false) })
        {
            using var response = await world.PostAsync(
                World.Text(NotOnWhatsApp, Steps) with { Scheduled = world.Now.AddHours(hours) });
            var warnings = (await response.Content.ReadFromJsonAsync<SendResponse>())!.Warnings ?? [];
            warnings.Any(warning => warning.Contains("is skipped")).Should().Be(skipped);
        }
    }

    [Fact]
    public async Task A_user_id_is_remembered_as_it_was_and_a_corrected_one_is_tried()
    {
        await using var world = await StartAsync();
        var hashes = world.Reachability;
        var line = Channel.Line;
        var (one, two) = (new ChannelAccountId("line-one"), new ChannelAccountId("line-two"));
        var number = Msisdn.Stored("+447700900123");

        var stale = await hashes.HashAsync(new Recipient(number, "Ustale"), line, one, CancellationToken.None);

        (await hashes.HashAsync(new Recipient(null, "Ustale"), line, one, CancellationToken.None)).Should().Be(stale, "LINE does not use numbers");
        (await hashes.HashAsync(new Recipient(number, "Uright"), line, one, CancellationToken.None)).Should().NotBe(stale);
        (await hashes.HashAsync(new Recipient(number, "Ustale"), line, two, CancellationToken.None)).Should().NotBe(stale);
        (await hashes.HashAsync(new Recipient(number, "Ustale"), Channel.Sms, one, CancellationToken.None)).Should().Be(
            await hashes.HashAsync(new Recipient(number), Channel.Sms, two, CancellationToken.None), "a number is the same for all accounts");
    }

    [Fact]
    public async Task The_first_messages_of_all_make_one_key_together()
    {
        await using var world = await StartAsync();

        var sent = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => world.PostAsync(World.Text($"{NotOnWhatsApp}{i}", Steps))));

        sent.Should().OnlyContain(response => response.IsSuccessStatusCode);
        (await world.QueryAsync<long>("SELECT count(*) FROM recipient_hash_key")).Should().Be(1);
    }

    [Fact]
    public async Task Without_the_key_messages_are_sent_and_nothing_is_remembered()
    {
        await using var world = await StartAsync();
        await world.QueryAsync<int>("INSERT INTO recipient_hash_key (id, key) VALUES (1, 'protected:unreadable') RETURNING 1");

        await SendAsync(world, NotOnWhatsApp);

        world.ChannelsCalled(NotOnWhatsApp).Should().Equal("WhatsApp", "Sms");
        (await world.QueryAsync<long>("SELECT count(*) FROM reachability")).Should().Be(0);
        (await world.QueryAsync<string>("SELECT key FROM recipient_hash_key")).Should().Be("protected:unreadable", "opt-outs need it");
    }

    [Fact]
    public async Task Nobody_can_tell_the_number_from_what_is_stored()
    {
        await using var world = await StartAsync();

        await SendAsync(world, NotOnWhatsApp);

        (await world.QueryAsync<long>(
            """
            SELECT count(*) FROM reachability
            WHERE recipient IN (sha256('+9990043'), sha256('9990043'), sha256('msisdn +9990043'), '+9990043', '9990043')
            """)).Should().Be(0);
        (await world.QueryAsync<long>("SELECT count(*) FROM reachability WHERE length(recipient) = 32")).Should().Be(1);
    }

    private static async Task<SendResponse> SendAsync(World world, string number, params RequestedStep[] steps)
    {
        using var response = await world.PostAsync(World.Text(number, steps.Length == 0 ? Steps : steps));
        response.IsSuccessStatusCode.Should().BeTrue(await response.Content.ReadAsStringAsync());
        await world.AdvanceAsync(TimeSpan.FromSeconds(10));
        return (await response.Content.ReadFromJsonAsync<SendResponse>())!;
    }

    // As if the person of the latest message had been on this channel's list of the absent.
    private static Task<long> RememberAsync(World world, string channel) => world.QueryAsync<long>(
        """
        WITH remembered AS (
            INSERT INTO reachability (subaccount_id, recipient, channel, reason, until)
            SELECT subaccount_id, decode(steps -> 0 -> 'memory' ->> 'recipient', 'base64'), $1, 'notOnChannel', orchestrator_now() + interval '30 days'
            FROM messages ORDER BY id DESC LIMIT 1
            RETURNING 1)
        SELECT count(*) FROM remembered
        """,
        channel);
}
