using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Api;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>Accounts, subaccounts, sequences and keys by the management API. Each test makes its own customers.</summary>
public sealed class ManagementTests(ApiHost host) : IClassFixture<ApiHost>, IDisposable
{
    private static readonly string[] Sms = ["sms-demo"];

    private readonly Operator _admin = new(host.Address);

    public void Dispose() => _admin.Dispose();

    [Fact]
    public async Task A_new_customer_can_send_at_once_and_is_shown_as_created()
    {
        var account = await _admin.NewSubaccountAsync("made", settings: new
        {
            channelAccounts = new[] { "whatsapp-demo", "sms-demo" },
            defaultChannel = "whatsapp",
            requestsPerSecond = 500,
            priority = "marketing",
            reachabilityDays = 30,
            accountWeights = new Dictionary<string, int> { ["sms-demo"] = 2 },
        });
        var (id, key) = await _admin.NewKeyAsync(account, ["made"], "messages:send", "messages:read");
        using var customer = new DemoClient(host.Address, key);

        (await SendAsync(customer, "made", """{ "channels": [ { "channel": "SMS" } ] }""")).Status.Should().Be(HttpStatusCode.OK);

        var own = (await customer.GetAsync("/api/v1/subaccounts/made")).Body!;
        own["channels"]!.AsArray().Select(channel => (string)channel!).Should().Equal("WhatsApp", "SMS");
        own["channelAccounts"]![0]!.ToJsonString().Should().Be(
            """{"channelId":"whatsapp-demo","channel":"WhatsApp","provider":"Meta","bestStatus":"Read"}""");
        own["scopes"]!.AsArray().Select(scope => (string)scope!).Should().Equal("messages:send", "messages:read");
        ((string)own["defaultChannel"]!).Should().Be("WhatsApp");
        ((int)own["settings"]!["requestsPerSecond"]!).Should().Be(500);
        ((string)own["settings"]!["priority"]!).Should().Be("marketing");
        ((int)own["settings"]!["reachabilityDays"]!).Should().Be(30);
        own["settings"]!["accountWeights"]!.ToJsonString().Should().Be("""{"sms-demo":2}""");
        (await host.AskAsync<string>("SELECT string_agg(priority, '') FROM messages WHERE subaccount_id = 'made'")).Should().Be(
            "marketing");
        var keys = (await _admin.DoneAsync(HttpMethod.Get, $"{Operator.Accounts}/{account}/keys")).AsArray();
        keys.Should().ContainSingle();
        ((string)keys[0]!["keyId"]!).Should().Be(id);
        keys.ToJsonString().Should().NotContain(key[^40..], "a key is shown once");
        (await host.AskAsync<string>("SELECT string_agg(k::text, '') FROM api_keys k")).Should().NotContain(key[^40..]);
    }

    [Fact]
    public async Task The_same_PUT_twice_is_the_same_as_once()
    {
        var account = await _admin.NewSubaccountAsync("twice");
        var settings = new { channelAccounts = Sms, strictMsisdn = true };

        var first = await _admin.DoneAsync(HttpMethod.Put, Operator.Subaccount(account, "twice"), settings);
        var second = await _admin.DoneAsync(HttpMethod.Put, Operator.Subaccount(account, "twice"), settings);

        second.ToJsonString().Should().Be(first.ToJsonString());
        ((bool)first["strictMsisdn"]!).Should().BeTrue();
        first["defaultChannel"].Should().BeNull("what a PUT leaves out gets its default");
    }

    [Fact]
    public async Task A_rotated_key_and_its_successor_both_live_until_the_old_one_is_revoked()
    {
        var account = await _admin.NewSubaccountAsync("rotated");
        var (id, old) = await _admin.NewKeyAsync(account, ["rotated"], "messages:read");
        var made = await _admin.DoneAsync(HttpMethod.Post, $"{Operator.Accounts}/{account}/keys/{id}/rotate", new { });
        var successor = (string)made["key"]!;

        (await OpensAsync(old, "rotated"), await OpensAsync(successor, "rotated")).Should().Be((true, true));
        made["scopes"]!.AsArray().Select(scope => (string)scope!).Should().Equal("messages:read");

        await _admin.RevokeAsync(account, id);
        (await OpensAsync(old, "rotated"), await OpensAsync(successor, "rotated")).Should().Be(
            (false, true), "revoking is at once where it is asked");
        var (status, again) = await _admin.AskAsync(HttpMethod.Post, $"{Operator.Accounts}/{account}/keys/{id}/rotate", new { });
        status.Should().Be(HttpStatusCode.BadRequest, again!.ToJsonString());
    }

    [Fact]
    public async Task A_rotation_may_name_the_end_of_the_old_key()
    {
        var account = await _admin.NewSubaccountAsync("overlap");
        var (id, _) = await _admin.NewKeyAsync(account, ["overlap"]);
        var ends = DateTimeOffset.UtcNow.AddHours(1).ToOffset(TimeSpan.FromHours(8)); // Nobody's own zone is UTC.

        await _admin.DoneAsync(HttpMethod.Post, $"{Operator.Accounts}/{account}/keys/{id}/rotate", new { previousExpiresAt = ends });

        var keys = (await _admin.DoneAsync(HttpMethod.Get, $"{Operator.Accounts}/{account}/keys")).AsArray();
        keys.Single(key => (string)key!["keyId"]! == id)!["expiresAt"]!.GetValue<DateTimeOffset>().Should().BeCloseTo(
            ends, TimeSpan.FromMilliseconds(1));
        keys.Single(key => (string)key!["keyId"]! != id)!["expiresAt"].Should().BeNull();
    }

    [Fact]
    public async Task A_subaccount_has_twenty_live_keys_at_most()
    {
        var account = await _admin.NewSubaccountAsync("keys");
        var first = await _admin.NewKeyAsync(account, ["keys"]);
        for (var i = 1; i < 20; i++)
            await _admin.NewKeyAsync(account, ["keys"]);
        var one = new { subAccounts = new[] { "keys" }, scopes = Operator.EveryScope };

        var (status, body) = await _admin.AskAsync(HttpMethod.Post, $"{Operator.Accounts}/{account}/keys", one);
        status.Should().Be(HttpStatusCode.BadRequest);
        Published.Error(body, 1010).Should().Contain("20 live keys").And.Contain("revoke");

        await _admin.RevokeAsync(account, first.Id);
        await _admin.DoneAsync(HttpMethod.Post, $"{Operator.Accounts}/{account}/keys", one);
    }

    [Fact]
    public async Task A_key_may_open_several_subaccounts_of_its_account()
    {
        var account = await _admin.NewSubaccountAsync("first");
        await _admin.NewSubaccountAsync("second", account);
        await _admin.NewSubaccountAsync("third", account);
        var (_, key) = await _admin.NewKeyAsync(account, ["first", "second"]);

        (await OpensAsync(key, "first"), await OpensAsync(key, "second"), await OpensAsync(key, "third")).Should().Be((true, true, false));

        await _admin.DoneAsync(HttpMethod.Delete, Operator.Subaccount(account, "first"));
        (await OpensAsync(key, "first"), await OpensAsync(key, "second")).Should().Be((false, true));
    }

    [Fact]
    public async Task No_key_opens_what_is_closed_and_only_new_ones_open_it_after_a_reopening()
    {
        var account = await _admin.NewSubaccountAsync("closed");
        var (_, key) = await _admin.NewKeyAsync(account, ["closed"]);

        var closed = await _admin.DoneAsync(HttpMethod.Delete, Operator.Subaccount(account, "closed"));
        ((string)closed["state"]!).Should().Be("closed");
        (await OpensAsync(key, "closed")).Should().BeFalse();
        await _admin.NewSubaccountAsync("closed", account);
        (await OpensAsync(key, "closed")).Should().BeFalse("its key was revoked with it");
        (await OpensAsync((await _admin.NewKeyAsync(account, ["closed"])).Key, "closed")).Should().BeTrue();

        await _admin.DoneAsync(HttpMethod.Delete, $"{Operator.Accounts}/{account}");
        var (status, body) = await _admin.AskAsync(HttpMethod.Put, Operator.Subaccount(account, "closed"), new { });
        status.Should().Be(HttpStatusCode.BadRequest);
        Published.Error(body, 1000).Should().Contain("accountId");
    }

    [Fact]
    public async Task An_id_is_never_reassigned_to_another_account_even_after_closing()
    {
        var account = await _admin.NewSubaccountAsync("taken");
        await _admin.DoneAsync(HttpMethod.Delete, Operator.Subaccount(account, "taken"));
        var other = await _admin.NewSubaccountAsync("not-taken");

        foreach (var (owner, id) in new[] { (other, "taken"), (other, "TAKEN"), (account, "Taken"), (other, "demo") })
        {
            var (status, body) = await _admin.AskAsync(HttpMethod.Put, Operator.Subaccount(owner, id), new { });
            status.Should().Be(HttpStatusCode.BadRequest, id);
            Published.Error(body, 1008).Should().Contain("subAccountId");
        }
    }

    [Fact]
    public async Task The_configuration_is_shown_and_cannot_be_changed()
    {
        const string Demo = $"{Operator.Accounts}/00000000-0000-0000-0000-000000000001";
        ((string)(await _admin.DoneAsync(HttpMethod.Get, $"{Demo}/subaccounts/demo"))["source"]!).Should().Be("configuration");
        (HttpMethod, string, object?)[] changes =
        [
            (HttpMethod.Put, Demo, new { name = "x" }), (
                HttpMethod.Delete, Demo, null), (HttpMethod.Put, $"{Demo}/subaccounts/demo", new { }),
            (HttpMethod.Put, $"{Demo}/subaccounts/new-one", new { }), (HttpMethod.Delete, $"{Demo}/subaccounts/demo", null),
            (HttpMethod.Put, $"{Demo}/subaccounts/demo/sequences/x", new { channels = new[] { new { channel = "SMS" } } }),
            (HttpMethod.Post, $"{Demo}/keys", new { subAccounts = new[] { "demo" }, scopes = Operator.EveryScope }),
        ];
        foreach (var (method, path, body) in changes)
        {
            var (status, response) = await _admin.AskAsync(method, path, body);
            status.Should().Be(HttpStatusCode.Forbidden, $"{method} {path}");
            Published.Error(response, 1201).Should().Contain("configuration");
        }
        (await OpensAsync(DemoClient.Key, "demo")).Should().BeTrue();
    }

    [Theory]
    [InlineData("", """{ "channelAccounts": [ "sms-demo", "sms-of-nobody" ] }""", 1000, "'channelAccounts[1]'")]
    [InlineData("", """{ "channelAccounts": [ "sms-demo", "sms-demo" ] }""", 1000, "'channelAccounts[1]'")]
    [InlineData("", """{ "channelAccounts": [ null ] }""", 1000, "'channelAccounts[0]'")]
    [InlineData("", """{ "channelAccounts": [ "sms-demo" ], "defaultChannel": "Pigeon" }""", 3022, "'defaultChannel'")]
    [InlineData("", """{ "channelAccounts": [ "sms-demo" ], "defaultChannel": "Viber" }""", 3027, "'defaultChannel'")]
    [InlineData("", """{ "requestsPerSecond": 0 }""", 1010, "'requestsPerSecond'")]
    [InlineData("", """{ "reachabilityDays": 366 }""", 1010, "'reachabilityDays'")]
    [InlineData("", """{ "channelAccounts": [ "sms-demo" ], "accountWeights": { "viber-demo": 1 } }""", 1000, "'accountWeights'")]
    [InlineData("", """{ "channelAccounts": [ "sms-demo" ], "accountWeights": { "sms-demo": 1001 } }""", 1010, "'accountWeights.sms-demo'")]
    [InlineData("", """{ "priority": "someday" }""", 1000, "'priority'")]
    [InlineData("", """{ "resendUnknown": "perhaps" }""", 1000, "'resendUnknown'")]
    [InlineData("", "[]", 1000, "body")]
    [InlineData("/sequences/x", """{ }""", 1010, "'channels'")]
    [InlineData("/sequences/x", """{ "channels": [ null ] }""", 3022, "'channels[0].channel'")]
    [InlineData("/sequences/x", """{ "channels": [ { "channel": "SMS" }, { "channel": "Pigeon" } ] }""", 3022, "'channels[1].channel'")]
    [InlineData("/sequences/x", """{ "channels": [ { "channel": "WhatsApp", "fallbackAfter": 0 }, { "channel": "SMS" } ] }""", 3023, "'channels[0].fallbackAfter'")]
    [InlineData("/sequences/x", """{ "channels": [ { "channel": "SMS", "successStatus": "Read" } ] }""", 3026, "'channels[0].successStatus'")]
    [InlineData("/sequences/x", """{ "channels": [ { "channel": "Line" } ] }""", 3027, "'channels[0].channel'")]
    [InlineData("/sequences/x", """{ "channels": [ { "channel": "SMS", "channelId": "viber-demo" } ] }""", 3051, "'channels[0].channelId'")]
    [InlineData("/sequences/a%20b", """{ "channels": [ { "channel": "SMS" } ] }""", 1008, "'name'")]
    public async Task Mistakes_in_settings_are_named_and_nothing_is_stored(string suffix, string body, int code, string field)
    {
        var account = await _admin.NewSubaccountAsync("refused-settings", await AccountOf("refused-settings"));
        var before = (await _admin.DoneAsync(HttpMethod.Get, Operator.Subaccount(account, "refused-settings"))).ToJsonString();

        var (status, response) = await _admin.AskAsync(
            HttpMethod.Put, Operator.Subaccount(account, "refused-settings") + suffix, JsonNode.Parse(body));

        status.Should().Be(HttpStatusCode.BadRequest);
        Published.Error(response, code).Should().Contain(field);
        (await _admin.DoneAsync(HttpMethod.Get, Operator.Subaccount(account, "refused-settings"))).ToJsonString().Should().Be(before);
    }

    [Theory]
    [InlineData("""{ "scopes": [ "settings" ] }""", 1000, "'subAccounts'")]
    [InlineData("""{ "subAccounts": [ "demo" ], "scopes": [ "settings" ] }""", 1000, "'subAccounts[0]'")]
    [InlineData("""{ "subAccounts": [ "refused-key", null ], "scopes": [ "settings" ] }""", 1000, "'subAccounts[1]'")]
    [InlineData("""{ "subAccounts": [ "refused-key" ] }""", 1000, "'scopes'")]
    [InlineData("""{ "subAccounts": [ "refused-key" ], "scopes": [ "settings", "everything" ] }""", 1000, "'scopes[1]'")]
    [InlineData("""{ "subAccounts": [ "refused-key" ], "scopes": [ "settings" ], "expiresAt": "2020-01-01T00:00:00Z" }""", 1010, "'expiresAt'")]
    public async Task Mistakes_in_a_key_are_named_and_no_key_is_created(string body, int code, string field)
    {
        var account = await _admin.NewSubaccountAsync("refused-key", await AccountOf("refused-key"));

        var (status, response) = await _admin.AskAsync(HttpMethod.Post, $"{Operator.Accounts}/{account}/keys", JsonNode.Parse(body));

        status.Should().Be(HttpStatusCode.BadRequest);
        Published.Error(response, code).Should().Contain(field);
        (await _admin.DoneAsync(HttpMethod.Get, $"{Operator.Accounts}/{account}/keys")).AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task A_time_without_an_offset_in_an_extension_causes_a_warning_in_a_header()
    {
        var account = await _admin.NewSubaccountAsync("no-offset");

        using var response = await _admin.Http.PostAsJsonAsync(
            $"{Operator.Accounts}/{account}/keys",
                new { subAccounts = new[] { "no-offset" }, scopes = new[] { "settings" }, expiresAt = "2199-01-01T00:00:00" });

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Headers.GetValues("X-Warnings").Should().Equal("without an offset, taken for UTC: expiresAt");
    }

    [Fact]
    public async Task A_channel_account_that_a_sequence_uses_cannot_be_removed()
    {
        var account = await _admin.NewSubaccountAsync("fitting");
        await _admin.DoneAsync(
            HttpMethod.Put, $"{Operator.Subaccount(account, "fitting")}/sequences/promo",
                new { channels = new[] { new { channel = "Viber" } } });

        var (status, body) = await _admin.AskAsync(HttpMethod.Put, Operator.Subaccount(account, "fitting"), new { channelAccounts = Sms });

        status.Should().Be(HttpStatusCode.BadRequest);
        Published.Error(body, 3027).Should().Contain("promo").And.Contain("channelAccounts");
    }

    [Fact]
    public async Task Without_an_admin_key_the_management_API_does_not_exist()
    {
        await using var without = await ApiHost.StartWithAsync(host.Server, ("Hangfire:Enabled", "false"), ("Admin:Keys:0", ""));
        using var admin = new Operator(without.Address);

        var (status, body) = await admin.AskAsync(HttpMethod.Get, Operator.Accounts);

        status.Should().Be(HttpStatusCode.NotFound);
        Published.Error(body, 1300);
    }

    private async Task<Guid?> AccountOf(string subaccount) =>
        await host.AskAsync<string>(
            $"SELECT coalesce((SELECT customer_account_id::text FROM subaccounts WHERE id = '{subaccount}'), '')") is { Length: > 0 } id
            ? Guid.Parse(id)
            : null;

    private async Task<bool> OpensAsync(string key, string subaccount)
    {
        using var customer = new DemoClient(host.Address, key);
        return (await customer.GetAsync($"/api/v1/subaccounts/{subaccount}")).Status == HttpStatusCode.OK;
    }

    private static Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(DemoClient customer, string subaccount, string more)
    {
        var message = JsonNode.Parse(more)!.AsObject();
        message["user"] = new JsonObject { ["msisdn"] = "+9990444" };
        message["type"] = "text";
        message["content"] = new JsonObject { ["text"] = "Hello" };
        return customer.PostAsync(message.ToJsonString(), $"/api/v1/subaccounts/{subaccount}/messages");
    }
}
