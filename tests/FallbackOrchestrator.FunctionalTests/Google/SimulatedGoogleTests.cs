using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Simulator;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests.Google;

/// <summary>RCS by the simulated Google. The fourth digit of a number after <c>+9990</c> is RCS, the third SMS.</summary>
public sealed class SimulatedGoogleTests(PostgresServer server, World shared) : IClassFixture<World>
{
    private const string ClientToken = "dev-google-client-token";

    [Theory]
    [InlineData(0, "failed", "rejected")]
    [InlineData(1, "unconfirmed", "sent")]
    [InlineData(2, "unconfirmed", "sent")]
    [InlineData(3, "succeeded", "delivered")]
    [InlineData(4, "succeeded", "read")]
    [InlineData(5, "failed", "lifetimeOver")]
    [InlineData(6, "succeeded", "read")]
    [InlineData(7, "succeeded", "delivered")]
    [InlineData(8, "succeeded", "read")]
    [InlineData(9, "succeeded", "read")]
    public async Task A_message_ends_as_its_number_says(int digit, string outcome, string status)
    {
        var umid = await shared.SendAsync($"+9990444{digit}", Rcs());
        await shared.AdvanceAsync(TimeSpan.FromHours(49));

        var message = await shared.TimelineAsync(umid);
        (message.Outcome, message.Attempts.Single().Status).Should().Be((outcome, status));
    }

    [Fact]
    public async Task A_number_without_RCS_gets_the_SMS_at_once()
    {
        var umid = await shared.SendAsync("+999044401", Rcs(60, "Read"), Sms());
        await shared.AdvanceAsync(TimeSpan.FromSeconds(3));

        var message = await shared.TimelineAsync(umid);
        message.SucceededStep.Should().Be(2);
        message.Attempts.Select(attempt => attempt.Status).Should().Equal("rejected", "delivered");
        message.Attempts[0].Error!.ProviderCode.Should().Be("NOT_FOUND");
    }

    [Fact]
    public async Task A_person_who_is_offline_gets_the_SMS_when_the_RCS_message_was_withdrawn()
    {
        const string Number = "+999044422";
        var umid = await shared.SendAsync(Number, Rcs(60, "Delivered"), Sms());
        await shared.AdvanceAsync(TimeSpan.FromSeconds(54));
        shared.ChannelsCalled(Number).Should().Equal("Rcs");

        await shared.AdvanceAsync(TimeSpan.FromSeconds(5));

        var message = await shared.TimelineAsync(umid);
        shared.Calls(Number)[0].Lifetime.Should().BeLessThanOrEqualTo(TimeSpan.FromSeconds(55), "that is the window less the guard")
            .And.BeGreaterThan(TimeSpan.FromSeconds(45), "a busy machine calls some seconds after the lease");
        message.Attempts.Select(attempt => attempt.Status).Should().Equal("lifetimeOver", "delivered");
        message.Attempts[0].Error!.ProviderCode.Should().Be("TTL_EXPIRATION_REVOKED");
        message.SucceededStep.Should().Be(2);
        (message.Attempts[1].OpensAt - message.Attempts[0].OpensAt).Should().BeCloseTo(
            TimeSpan.FromSeconds(55.5), TimeSpan.FromSeconds(0.6));
    }

    [Fact]
    public async Task L4_A_message_of_which_nothing_is_heard_is_withdrawn_at_the_end_of_its_window()
    {
        var umid = await shared.SendAsync("+999044413", Rcs(60, "Delivered"), Sms());
        await shared.AdvanceAsync(TimeSpan.FromSeconds(65));

        var message = await shared.TimelineAsync(umid);
        message.Attempts.Select(attempt => attempt.Status).Should().Equal("recalled", "delivered");
    }

    [Fact]
    public async Task L4_A_late_delivery_is_prevented_so_the_person_gets_the_message_once()
    {
        var umid = await shared.SendAsync("+999044463", Rcs(12, "Delivered"), Sms());
        await shared.AdvanceAsync(TimeSpan.FromMinutes(5));

        var message = await shared.TimelineAsync(umid);
        message.Attempts.Select(attempt => attempt.Status).Should().Equal("recalled", "delivered");
        shared.Receipts.Pending.Should().Be(0);
    }

    [Fact]
    public async Task L4_What_was_delivered_without_an_event_is_learned_from_the_recall()
    {
        await using var world = await new World(server).With("Simulator:Google:ClientToken", "events-that-nobody-accepts").StartAsync();

        var umid = await world.SendAsync("+99904433", Rcs(60, "Delivered"), Sms());
        await world.AdvanceAsync(TimeSpan.FromSeconds(65));

        var message = await world.TimelineAsync(umid);
        (message.SucceededStep, message.Attempts[0].Status).Should().Be((1, "delivered"));
        world.ChannelsCalled("+99904433").Should().Equal("Rcs");
    }

    [Fact]
    public async Task L4_Cancel_withdraws_a_message_that_is_not_delivered_yet()
    {
        var umid = await shared.SendAsync("+999044464", Rcs());
        await shared.AdvanceAsync(TimeSpan.FromSeconds(3));

        (await shared.CancelAsync(umid)).Should().Be(1);
        await shared.AdvanceAsync(TimeSpan.FromMinutes(5));

        var message = await shared.TimelineAsync(umid);
        (message.Outcome, message.Attempts[0].Status).Should().Be(("cancelled", "recalled"));
    }

    [Theory]
    [InlineData(60, "Delivered", 55)]
    [InlineData(14, "Delivered", null)]
    [InlineData(60, "Sent", null)]
    public async Task L5_The_lifetime_is_on_the_wire_or_Send_warns(int window, string success, int? lifetime)
    {
        var number = $"+9990443401{window}{success.Length}";

        var sent = await shared.SendJsonAsync(
            $$"""
            {"user":{"msisdn":"{{number}}"},"type":"text","content":{"text":"Hello"},
            "channels":[{"channel":"RCS","fallbackAfter":{{window}},"successStatus":"{{success}}"},{"channel":"SMS"}]}
            """);
        await shared.AdvanceAsync(TimeSpan.FromSeconds(3));

        var set = shared.Calls(number)[0].Lifetime;
        (set is null).Should().Be(lifetime is null);
        (set?.TotalSeconds).Should().Match(some => some == null || (some <= lifetime && some > lifetime - 20));
        (sent.Warnings ?? []).Should().Equal(window == 14
            ? ["channels[0] (RCS) may deliver this after its window of 14 s: from a window of 15 s on, its provider stops trying in time"]
            : Array.Empty<string>());
    }

    [Fact]
    public async Task Acceptance_is_Sent_so_a_step_that_asks_for_Sent_is_done()
    {
        var umid = await shared.SendAsync("+999044417", Rcs(60, "Sent"), Sms());
        await shared.AdvanceAsync(TimeSpan.FromHours(2));

        var message = await shared.TimelineAsync(umid);
        message.SucceededStep.Should().Be(1);
        (await shared.DetailsAsync(umid)).Data.Single().Status.Detail.Should().Be("delivered_to_operator");
    }

    [Fact]
    public async Task A_call_without_a_response_is_repeated_under_its_id_and_the_message_is_delivered_once()
    {
        await using var world = await new World(server).With("Simulator:ReceiptGap", "00:00:20").StartAsync();
        const string Number = "+99904437";

        var umid = await world.SendAsync(Number, Rcs());
        await world.AdvanceAsync(TimeSpan.FromSeconds(15));

        var attempt = (await world.TimelineAsync(umid)).Attempts.Single();
        (attempt.Status, attempt.Calls, attempt.PossibleDuplicate).Should().Be(("sent", 2, null));
        world.Calls(Number).Select(call => (call.Reference, call.Status)).Should().Equal(
            (attempt.ProviderMessageId, null), (attempt.ProviderMessageId, 200));
        world.Calls(Number).Count(call => call.ProviderId is not null).Should().Be(1, "Google took it once");

        await world.AdvanceAsync(TimeSpan.FromHours(1));

        world.Receipts.Pending.Should().Be(0);
        var message = await world.TimelineAsync(umid);
        (message.Outcome, message.DuplicateDelivery).Should().Be(("succeeded", false));
    }

    [Fact]
    public async Task A_message_waits_for_a_token_service_that_is_down_and_nothing_is_unknown()
    {
        await using var world = await new World(server).With("ChannelAccounts:rcs-demo:Settings:TokenUri", "http://127.0.0.1:1/token").StartAsync();

        var umid = await world.SendAsync("+99904433", Rcs(60), Sms());
        await world.AdvanceAsync(TimeSpan.FromMinutes(2));

        var message = await world.TimelineAsync(umid);
        message.Attempts.Select(attempt => attempt.Outcome).Should().Equal("notSent", "succeeded");
        message.Attempts[0].Error!.Text.Should().StartWith("no access token");
        world.ChannelsCalled("+99904433").Should().Equal("Sms");
    }

    [Fact]
    public async Task A_key_that_Google_does_not_know_is_a_mistake_of_the_account()
    {
        using var key = System.Security.Cryptography.RSA.Create(2048);
        await using var world = await new World(server)
            .With("ChannelAccounts:rcs-demo:Settings:PrivateKey", key.ExportPkcs8PrivateKeyPem()).StartAsync();

        var umid = await world.SendAsync("+99904433", Rcs(60), Sms());
        await world.AdvanceAsync(TimeSpan.FromSeconds(3));

        var error = (await world.TimelineAsync(umid)).Attempts[0].Error!;
        (error.Class, error.ProviderCode, error.Text).Should().Be(
            ("configuration", "invalid_grant", "no access token: Invalid JWT Signature."));
    }

    [Fact]
    public async Task An_account_of_the_management_API_is_checked_with_its_own_key()
    {
        const string Path = "/api/v1/admin/channel-accounts/rcs-of-api";
        using var other = System.Security.Cryptography.RSA.Create(2048);
        using var admin = new Operator(shared.Http.BaseAddress!);

        (await CheckAsync(FallbackOrchestrator.Hosting.DevelopmentKey.Pem)).Should().Be("right ");
        (await CheckAsync(other.ExportPkcs8PrivateKeyPem())).Should().Be("wrong settings.privateKey");
        (await CheckAsync(FallbackOrchestrator.Hosting.DevelopmentKey.Pem, "agent_of_nobody")).Should().Be("wrong settings.agentId");
        var (status, body) = await admin.AskAsync(HttpMethod.Put, Path, Account("no key", "demo_agent"));
        status.Should().Be(HttpStatusCode.BadRequest);
        body!["message"]!.GetValue<string>().Should().Contain("'settings.privateKey'").And.Contain("copy private_key from the JSON key");

        async Task<string> CheckAsync(string key, string agent = "demo_agent")
        {
            await admin.DoneAsync(HttpMethod.Put, Path, Account(key, agent));
            var finding = (await admin.DoneAsync(HttpMethod.Post, $"{Path}/check"))["findings"]![0]!;
            return $"{finding["verdict"]} {finding["setting"]}";
        }

        object Account(string key, string agent) => new
        {
            provider = "Google", channel = "RCS", baseAddress = shared.MetaAddress.Replace("/meta", "/google", StringComparison.Ordinal),
            settings = new
            {
                agentId = agent, clientEmail = "demo@development.example", privateKey = key, tokenUri = "/token",
                clientToken = "a-client-token-of-this-test",
            },
        };
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_ends()
    {
        await using var world = await new World(server).StartAsync();
        foreach (var hour in Enumerable.Range(0, 4))
        {
            var umid = await world.SendAsync($"+9990443{hour:0}3", Rcs());
            await world.AdvanceAsync(TimeSpan.FromMinutes(50));
            (await world.TimelineAsync(umid)).Attempts[0].Calls.Should().Be(1);
        }
    }

    [Fact]
    public async Task The_webhook_is_set_up_by_the_client_token_and_nothing_else()
    {
        (await PostAsync($$"""{"clientToken":"{{ClientToken}}","secret":"0123456789"}""")).Should().Be((HttpStatusCode.OK, "0123456789"));
        (await PostAsync("""{"clientToken":"somebody-elses-token","secret":"0123456789"}""")).Should().Be((HttpStatusCode.Unauthorized, ""));
        (await PostAsync($$"""{"clientToken":"{{ClientToken}}","secret":"0123456789"}""", "nobody")).Should().Be((HttpStatusCode.Unauthorized, ""));

        async Task<(HttpStatusCode, string)> PostAsync(string body, string account = "rcs-demo")
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await shared.Http.PostAsync($"/webhooks/google/{account}", content);
            return (response.StatusCode, await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Events_of_all_agents_of_a_partner_arrive_at_one_address()
    {
        await using var world = await SecondAgent(new World(server)).StartAsync();

        var umid = await world.SendAsync("+99904433", Second());
        await world.AdvanceAsync(TimeSpan.FromSeconds(5));

        (await world.TimelineAsync(umid)).Outcome.Should().Be("succeeded");
        world.Calls("+99904433").Should().ContainSingle();
    }

    [Fact]
    public async Task An_event_of_an_agent_with_another_client_token_does_not_count()
    {
        await using var world = await SecondAgent(new World(server), "the-client-token-of-another-agent").StartAsync();

        var umid = await world.SendAsync("+99904433", Second());
        await world.AdvanceAsync(TimeSpan.FromSeconds(5));

        (await world.TimelineAsync(umid)).Attempts[0].Status.Should().Be("sent");
    }

    [Fact]
    public async Task An_event_that_a_stranger_makes_up_changes_nothing()
    {
        var umid = await shared.SendAsync("+999044418", Rcs());
        await shared.AdvanceAsync(TimeSpan.FromSeconds(3));
        var id = (await shared.TimelineAsync(umid)).Attempts[0].ProviderMessageId!;
        var data = Encoding.UTF8.GetBytes($$"""{"senderPhoneNumber":"+999044418","eventType":"READ","messageId":"{{id}}","agentId":"demo_agent"}""");

        (await PostAsync("a-guess")).Should().Be(HttpStatusCode.Unauthorized);
        (await shared.TimelineAsync(umid)).Attempts[0].Status.Should().Be("sent");
        (await PostAsync(ClientToken)).Should().Be(HttpStatusCode.OK);
        (await shared.TimelineAsync(umid)).Attempts[0].Status.Should().Be("read", "the same event counts with the right token");

        async Task<HttpStatusCode> PostAsync(string token)
        {
            var body = new JsonObject { ["message"] = new JsonObject { ["data"] = Convert.ToBase64String(data) } };
            using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
            content.Headers.Add("X-Goog-Signature", Signatures.Google(token, data));
            using var response = await shared.Http.PostAsync("/webhooks/google/rcs-demo", content);
            return response.StatusCode;
        }
    }

    private static Sending.RequestedStep Second() => new() { Channel = "RCS", ChannelId = "rcs-second" };

    private static World SecondAgent(World world, string clientToken = ClientToken) => world
        .With("Accounts:00000000-0000-0000-0000-000000000001:Subaccounts:demo:ChannelAccounts:4", "rcs-second")
        .With("ChannelAccounts:rcs-second:Provider", "Google").With("ChannelAccounts:rcs-second:Channel", "RCS")
        .With("ChannelAccounts:rcs-second:Settings:AgentId", "second_agent")
        .With("ChannelAccounts:rcs-second:Settings:ClientEmail", "demo@development.example")
        .With("ChannelAccounts:rcs-second:Settings:PrivateKey", FallbackOrchestrator.Hosting.DevelopmentKey.Pem)
        .With("ChannelAccounts:rcs-second:Settings:ClientToken", clientToken)
        .With("Simulator:Google:Agents:second_agent", "rcs-demo")
        .With("ChannelAccounts:rcs-second:Settings:TokenUri", "/token")
        .With("ChannelAccounts:rcs-second:BaseAddress", $"{World.Simulator}/simulator/google");
}
