using System.Net;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Tracking;
using Microsoft.AspNetCore.Http;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>Whose a receipt is, and what is left of one that is nobody's.</summary>
public sealed class ReceiptAccountTests(PostgresServer server)
{
    private const string NumberOne = "106540352242922";
    private const string NumberTwo = "106540352242923";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_receipt_belongs_to_the_number_that_it_names_although_an_app_has_one_address_for_all(bool withReference)
    {
        await using var provider = await StubProvider.StartAsync();
        await using var world = await TwoNumbers(new World(server)).With("whatsapp-two", provider).StartAsync();
        var umid = await world.SendAsync("+9990433", WhatsApp(60, "Delivered") with { ChannelId = "whatsapp-two" }, Sms());
        await world.UntilAsync(() => Task.FromResult(provider.Calls), calls => calls == 1);
        provider.Respond(Results.Json(new { messages = new[] { new { id = "wamid.two" } } }));
        await world.UntilAsync(() => world.TimelineAsync(umid), seen => seen.Attempts[0].Status == "accepted");

        using var response = await world.PostMetaStatusAsync(Status("delivered", "wamid.two", withReference ? umid : null, NumberTwo));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await world.TimelineAsync(umid)).SucceededStep.Should().Be(1);
        (await world.QueryAsync<long>("SELECT count(*) FROM parked_receipts")).Should().Be(0);
        Traces(world).Should().BeEmpty();
    }

    /// <summary>As while an account is given another name: what the old one handed over is still spoken of.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_receipt_finds_its_attempt_although_two_accounts_have_the_number_that_it_names(bool withReference)
    {
        await using var provider = await StubProvider.StartAsync();
        await using var world = await TwoNumbers(new World(server), number: NumberOne).With("whatsapp-two", provider).StartAsync();
        var umid = await world.SendAsync("+9990433", WhatsApp(60, "Delivered") with { ChannelId = "whatsapp-two" }, Sms());
        await Until.TrueAsync(() => Task.FromResult(provider.Calls), calls => calls == 1);
        var early = Status("delivered", "wamid.two", withReference ? umid : null, NumberOne);
        if (!withReference)
            (await world.PostMetaStatusAsync(early)).Dispose();
        provider.Respond(Results.Json(new { messages = new[] { new { id = "wamid.two" } } }));
        if (withReference)
        {
            await Until.TrueAsync(() => world.TimelineAsync(umid), seen => seen.Attempts[0].Status == "accepted");
            (await world.PostMetaStatusAsync(early)).Dispose();
        }

        await DeliveredAsync(world, umid);
        (await world.TimelineAsync(umid)).SucceededStep.Should().Be(1);
        Traces(world).Should().BeEmpty();
    }

    [Fact]
    public async Task A_receipt_that_arrives_before_the_id_is_known_is_parked_for_the_number_that_it_names()
    {
        await using var world = await TwoNumbers(new World(server)).StartAsync();

        using var response = await world.PostMetaStatusAsync(Status("delivered", "wamid.unknown", null, NumberTwo));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await world.QueryAsync<string>("SELECT channel_account_id FROM parked_receipts")).Should().Be("whatsapp-two");
    }

    [Fact]
    public async Task A_receipt_for_a_number_whose_app_has_another_secret_does_not_count()
    {
        await using var world = await TwoNumbers(new World(server), secret: "the-secret-of-another-app").StartAsync();

        using var response = await world.PostMetaStatusAsync(Status("delivered", "wamid.unknown", null, NumberTwo));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await world.QueryAsync<long>("SELECT count(*) FROM parked_receipts")).Should().Be(0);
        Traces(world).Should().ContainSingle().Which.Should().Contain("another secret");
    }

    [Fact]
    public async Task Receipts_without_an_attempt_leave_a_line_a_minute_with_their_number()
    {
        await using var world = await new World(server).StartAsync();
        var sms = await world.SendAsync("+9990111", Sms());
        await world.SettleAsync();

        for (var i = 0; i < 3; i++)
        {
            (await world.PostMetaStatusAsync(Status("read", "wamid.a", Guid.CreateVersion7(), NumberOne))).Dispose();
            (await world.PostMetaStatusAsync(Status("read", "wamid.b", sms, NumberOne))).Dispose();
        }

        Traces(world).Should().HaveCount(2)
            .And.Contain(line => line.Contains("its reference is of no message; 1 since", StringComparison.Ordinal))
            .And.Contain(line => line.Contains("another account's step", StringComparison.Ordinal));
        await world.AdvanceAsync(TimeSpan.FromSeconds(61));
        (await world.PostMetaStatusAsync(Status("read", "wamid.a", Guid.CreateVersion7(), NumberOne))).Dispose();
        Traces(world).Should().ContainSingle(line => line.Contains("its reference is of no message; 3 since", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("somersaulted", "wamid.a", "its status is none that is known")]
    [InlineData("delivered", "", "it has neither an id nor a reference that can be read")]
    public async Task A_status_that_cannot_be_used_is_counted(string status, string id, string why)
    {
        await using var world = await new World(server).StartAsync();

        using var response = await world.PostMetaStatusAsync(Status(status, id, null, NumberOne));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        Traces(world).Should().ContainSingle().Which.Should().Contain(why);
    }

    [Fact]
    public async Task A_receipt_at_another_accounts_address_does_not_take_our_parked_receipts()
    {
        await using var world = await new World(server).StartAsync();
        var umid = await world.SendAsync("+9990111", Sms());
        await world.UntilAsync(() => world.TimelineAsync(umid), seen => seen.Attempts[0].ProviderMessageId is not null);
        var before = await world.TimelineAsync(umid);
        await ParkAsync(world, "SMVICTIM", ago: TimeSpan.Zero);

        using var response = await world.PostMetaStatusAsync(Status("sent", "SMVICTIM", umid, NumberOne));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await world.TimelineAsync(umid)).Should().BeEquivalentTo(before);
        (await world.QueryAsync<long>("SELECT count(*) FROM parked_receipts")).Should().Be(1);
    }

    [Fact]
    public async Task A_parked_receipt_whose_id_is_known_is_joined_however_long_it_has_been_parked()
    {
        await using var world = await new World(server).StartAsync();
        var umid = await world.SendAsync("+9990111", Sms());
        var id = (await world.UntilAsync(() => world.TimelineAsync(umid), seen => seen.Attempts[0].ProviderMessageId is not null))
            .Attempts[0].ProviderMessageId!;
        await ParkAsync(world, id, ago: TimeSpan.FromHours(30));

        await world.AdvanceAsync(TimeSpan.FromSeconds(61));

        (await DeliveredAsync(world, umid)).Outcome.Should().Be("succeeded");
        (await world.QueryAsync<long>("SELECT count(*) FROM parked_receipts")).Should().Be(0);
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_does_not_keep_others_from_their_parked_receipts()
    {
        await using var world = await new World(server).StartAsync();
        var (broken, sound) = (await world.SendAsync("+9990111", Sms()), await world.SendAsync("+9990111", Sms()));
        var ids = new List<string>();
        foreach (var umid in new[] { broken, sound })
        {
            ids.Add((await world.UntilAsync(() => world.TimelineAsync(umid), seen => seen.Attempts[0].ProviderMessageId is not null))
                .Attempts[0].ProviderMessageId!);
        }
        await world.ExecuteAsync("UPDATE messages SET steps = '[]' WHERE id = $1", broken);
        foreach (var id in ids)
            await ParkAsync(world, id, ago: TimeSpan.Zero);

        (await DeliveredAsync(world, sound)).Outcome.Should().Be("succeeded");

        (await world.QueryAsync<long>("SELECT count(*) FROM parked_receipts")).Should().Be(1, "it stays for when the message can be read");
    }

    [Fact]
    public async Task A_receipt_parked_for_another_account_is_not_ours_although_its_id_is()
    {
        await using var provider = await StubProvider.StartAsync();
        await using var world = await new World(server).With("sms-demo", provider).StartAsync();
        await world.ExecuteAsync(
            "INSERT INTO parked_receipts (channel_account_id, provider_id, status, at, received_at) VALUES ('viber-demo', 'SAME', 'delivered', 'infinity', orchestrator_now())");
        var umid = await world.SendAsync("+9990111", Sms());
        await world.UntilAsync(() => Task.FromResult(provider.Calls), calls => calls == 1);

        provider.Respond(Results.Json(new { sid = "SAME", status = "queued" }, statusCode: 201));

        var message = await world.UntilAsync(() => world.TimelineAsync(umid), seen => seen.Attempts[0].ProviderMessageId == "SAME");
        message.Attempts[0].Status.Should().Be("accepted");
        (await world.QueryAsync<long>("SELECT count(*) FROM parked_receipts")).Should().Be(1);
    }

    [Theory]
    [InlineData("audio", "read")]
    [InlineData("video", "delivered")]
    public async Task Audio_that_was_played_was_read_and_anything_else_was_delivered(string type, string status)
    {
        await using var world = await new World(server).StartAsync();
        var sent = await world.SendJsonAsync(
            $$"""
            {"user":{"msisdn":"+9990111"},"type":"{{type}}","content":{"url":"https://files.example.com/a.mp3"},
             "channels":[{"channel":"WhatsApp","successStatus":"Read","fallbackAfter":60},{"channel":"SMS"}]}
            """);
        await world.SettleAsync();

        using var response = await world.PostMetaStatusAsync(Status("played", "wamid.played", sent.Umid, NumberOne));

        (await world.TimelineAsync(sent.Umid)).Attempts[0].Status.Should().Be(status);
    }

    [Fact]
    public async Task A_more_precise_reason_is_shown_and_reported_and_unexpected_members_are_logged_once()
    {
        await using var world = await new World(server).StartAsync();
        var umid = await world.SendAsync("+9990111", WhatsApp(60, "Read"), Sms());
        await world.SettleAsync();

        foreach (var errors in new[] { "\"+9990111\"", "\"+9990111\"", """[{"code":131026,"error_data":"+9990111"}]""" })
            (await world.PostMetaStatusAsync(Status("failed", "wamid.failed", umid, NumberOne, errors))).Dispose();

        var message = await world.TimelineAsync(umid);
        message.Attempts[0].Error!.Class.Should().Be("notReachable");
        message.Events.Select(line => line.What).Should().ContainInOrder("statusChanged", "reasonChanged");
        (await world.DetailsAsync(umid)).Data[0].Status.ErrorCode.Should().Be(1018);
        var odd = world.Log.Lines.Where(line => line.Contains("was heard without", StringComparison.Ordinal)).ToList();
        odd.Should().HaveCount(2).And.OnlyContain(line => !line.Contains("9990111", StringComparison.Ordinal));
    }

    private static Task<MessageTimeline> DeliveredAsync(World world, Guid umid) =>
        world.UntilAsync(() => world.TimelineAsync(umid), seen => seen.Attempts[0].Status == "delivered" && seen.Outcome is not null);

    private static Task ParkAsync(World world, string id, TimeSpan ago) => world.ExecuteAsync(
        "INSERT INTO parked_receipts (channel_account_id, provider_id, status, at, received_at) VALUES ('sms-demo', $1, 'delivered', 'infinity', orchestrator_now() - $2)",
        id,
        ago);

    private static IEnumerable<string> Traces(World world) =>
        world.Log.Lines.Where(line => line.Contains("belongs to no attempt", StringComparison.Ordinal));

    private static World TwoNumbers(World world, string secret = "dev-meta-app-secret", string number = NumberTwo) => world
        .With("Accounts:00000000-0000-0000-0000-000000000001:Subaccounts:demo:ChannelAccounts:3", "whatsapp-two")
        .With("ChannelAccounts:whatsapp-two:Provider", "Meta")
        .With("ChannelAccounts:whatsapp-two:Channel", "WhatsApp")
        .With("ChannelAccounts:whatsapp-two:Settings:PhoneNumberId", number)
        .With("ChannelAccounts:whatsapp-two:Settings:AccessToken", "dev-meta-token")
        .With("ChannelAccounts:whatsapp-two:Settings:AppSecret", secret)
        .With("ChannelAccounts:whatsapp-two:Settings:VerifyToken", "dev-meta-verify-token");

    private static string Status(string status, string id, Guid? reference, string number, string errors = "null")
    {
        var echoed = reference is { } umid ? $"\"{umid:N}-1\"" : "null";
        return $$$"""
            {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messaging_product":"whatsapp",
            "metadata":{"display_phone_number":"15550783881","phone_number_id":"{{{number}}}"},
            "statuses":[{"id":"{{{id}}}","status":"{{{status}}}","timestamp":"1795000000","errors":{{{errors}}},"biz_opaque_callback_data":{{{echoed}}}}]}}]}]}
            """;
    }
}
