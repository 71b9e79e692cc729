using System.Net;
using System.Net.Http.Json;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Sending;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>Channel accounts that the management API makes, changes, disables and deletes while the service runs.</summary>
public sealed class ChannelAccountTests(PostgresServer server)
{
    private const string Path = "/api/v1/admin/channel-accounts";
    private const string NumberId = "222222222222";
    private const string AccessToken = "dev-meta-token";
    private const string AppSecret = "dev-meta-app-secret";

    [Fact]
    public async Task A_new_account_sends_at_once_here_and_within_ten_seconds_on_every_other_replica()
    {
        await using var world = await StartAsync();
        await world.StartReplicaAsync();
        using var shop = await ShopAsync(world);

        await shop.SendAsync("+9990333");
        await world.AdvanceAsync(TimeSpan.FromSeconds(9));
        using var other = shop.At(world.Replicas[1]);
        await other.SendAsync("+9990444");
        await world.AdvanceAsync(TimeSpan.FromSeconds(10));

        world.ChannelsCalled("+9990333").Should().Equal("WhatsApp");
        world.ChannelsCalled("+9990444").Should().Equal("WhatsApp");
        (await world.QueryAsync<long>(
            "SELECT count(*) FROM attempts WHERE channel_account_id = 'second' AND best_status IN ('delivered', 'read')"))
            .Should().Be(2, "the receipts of its own webhook address count");
    }

    [Fact]
    public async Task A_disabled_account_makes_no_call_and_its_receipts_still_count()
    {
        await using var world = await StartAsync();
        using var shop = await ShopAsync(world);
        var called = await shop.SendAsync("+9990663"); // Its receipts come late.
        await world.SettleAsync();
        var waiting = await shop.SendAsync("+9990333", scheduled: world.Now + TimeSpan.FromMinutes(1));

        var view = await shop.Admin.DoneAsync(HttpMethod.Post, $"{Path}/second/disable");
        view["state"]!.GetValue<string>().Should().Be("disabled");
        var (status, refusal) = await shop.AskAsync("+9990333");
        status.Should().Be(HttpStatusCode.BadRequest);
        refusal.Should().Contain("3027").And.Contain("WhatsApp");
        await world.AdvanceAsync(TimeSpan.FromMinutes(4));

        world.Calls("+9990333").Select(call => call.Channel.ToString()).Should().Equal(["Sms"], "the WhatsApp step was not sent");
        (await OutcomeAsync(world, waiting)).Should().Be("succeeded");
        (await world.QueryAsync<string>("SELECT best_status FROM attempts WHERE message_id = $1 AND step = 1", called)).Should().Be("read");
        (await shop.Admin.DoneAsync(HttpMethod.Get, $"{Operator.Subaccount(shop.Account, "shop")}"))["channelAccounts"]!.AsArray()
            .Single(account => account!["channelId"]!.GetValue<string>() == "second")!["isDisabled"]!.GetValue<bool>().Should().BeTrue();

        await shop.Admin.DoneAsync(HttpMethod.Post, $"{Path}/second/enable");
        await shop.SendAsync("+9990434");
        await world.SettleAsync();
        world.ChannelsCalled("+9990434").Should().Equal("WhatsApp");
    }

    [Fact]
    public async Task A_secret_is_rotated_under_load_and_no_receipt_is_lost()
    {
        const string Next = "the-next-app-secret-of-meta";
        await using var world = await StartAsync();
        await world.StartReplicaAsync();
        using var shop = await ShopAsync(world);
        for (var i = 0; i < 40; i++)
        {
            await shop.SendAsync($"+999033{i:00}");
            if (i == 20)
                await shop.Admin.DoneAsync(HttpMethod.Post, $"{Path}/second/secrets/appSecret", new { value = Next });
        }
        await world.AdvanceAsync(TimeSpan.FromSeconds(20));

        (await world.QueryAsync<long>("SELECT count(*) FROM attempts WHERE channel_account_id = 'second' AND best_status = 'delivered'"))
            .Should().Be(40, "Meta still signs with the secret before");
        using var unknown = await world.PostMetaStatusAsync("{}", "second", secret: "somebody-elses-app-secret");
        unknown.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        using var signed = await world.PostMetaStatusAsync("""{"object":"whatsapp_business_account","entry":[]}""", "second", secret: Next);
        signed.StatusCode.Should().Be(HttpStatusCode.OK, "the new one is valid too");

        var body = Account(
            baseAddress: world.MetaAddress, settings: new() { ["phoneNumberId"] = NumberId, ["previousAppSecret"] = "" });
        Names(await shop.Admin.DoneAsync(HttpMethod.Put, $"{Path}/second", body)).Should().Equal("accessToken", "appSecret", "verifyToken");
        using var old = await world.PostMetaStatusAsync("""{"object":"whatsapp_business_account","entry":[]}""", "second");
        old.StatusCode.Should().Be(HttpStatusCode.Unauthorized, "the rotation is over");
    }

    [Fact]
    public async Task An_account_is_deleted_only_if_nothing_uses_it()
    {
        await using var world = await StartAsync();
        using var shop = await ShopAsync(world);
        await shop.SendAsync("+9990333", scheduled: world.Now + TimeSpan.FromMinutes(1));

        var (status, body) = await shop.Admin.AskAsync(HttpMethod.Delete, $"{Path}/second");
        status.Should().Be(HttpStatusCode.Conflict);
        body!["message"]!.GetValue<string>().Should().Contain("subaccounts name it (shop)");
        await shop.Admin.DoneAsync(HttpMethod.Put, Operator.Subaccount(shop.Account, "shop"), new { channelAccounts = new[] { "sms-demo" } });
        (status, body) = await shop.Admin.AskAsync(HttpMethod.Delete, $"{Path}/second");
        status.Should().Be(HttpStatusCode.Conflict);
        body!["message"]!.GetValue<string>().Should().Contain("pending messages");

        await world.AdvanceAsync(TimeSpan.FromHours(50));
        (await shop.Admin.AskAsync(HttpMethod.Delete, $"{Path}/second")).Status.Should().Be(HttpStatusCode.NoContent);
        (await shop.Admin.AskAsync(HttpMethod.Get, $"{Path}/second")).Status.Should().Be(HttpStatusCode.NotFound);
        using var receipt = await world.PostMetaStatusAsync("{}", "second");
        receipt.StatusCode.Should().Be(HttpStatusCode.Unauthorized, "it is as if it had never been there");
    }

    [Fact]
    public async Task A_check_asks_the_provider_without_sending_and_names_the_setting_that_is_wrong()
    {
        await using var world = await StartAsync();
        using var shop = await ShopAsync(world);

        (await CheckAsync("sms-demo")).Should().Equal("right", "credentials right ");
        (await CheckAsync("viber-demo")).Should().Equal("right", "credentials right ");
        (await CheckAsync("rcs-demo")).Should().Equal("right", "agent right ");
        (await CheckAsync("second")).Should().Equal("right", "credentials right ");
        await PutAsync(new(Credentials()) { ["businessAccountId"] = "100000000000001" });
        (await CheckAsync("second")).Should().Equal("right", "credentials right ", "webhook right ");
        await PutAsync(new(Credentials()) { ["accessToken"] = "a-wrong-access-token" });
        (await CheckAsync("second")).Should().Equal("wrong", "credentials wrong settings.accessToken");
        await PutAsync(new(Credentials()) { ["phoneNumberId"] = "999" });
        (await CheckAsync("second")).Should().Equal("wrong", "credentials wrong settings.phoneNumberId");
        await shop.Admin.DoneAsync(HttpMethod.Put, $"{Path}/second", Account(baseAddress: "http://127.0.0.1:1", settings: Credentials()));
        (await CheckAsync("second")).Should().Equal("wrong", "credentials wrong baseAddress");
        (await shop.Admin.AskAsync(HttpMethod.Post, $"{Path}/nobody/check")).Status.Should().Be(HttpStatusCode.NotFound);
        world.Calls().Should().BeEmpty("no message was sent");

        Task PutAsync(Dictionary<string, string?> settings) =>
            shop.Admin.DoneAsync(HttpMethod.Put, $"{Path}/second", Account(baseAddress: world.MetaAddress, settings: settings));

        async Task<IEnumerable<string>> CheckAsync(string id)
        {
            var check = await shop.Admin.DoneAsync(HttpMethod.Post, $"{Path}/{id}/check");
            return check["findings"]!.AsArray().Select(finding => $"{finding!["subject"]} {finding["verdict"]} {finding["setting"]}")
                .Prepend(check["verdict"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task A_change_of_limits_holds_for_the_next_call()
    {
        await using var world = await StartAsync();
        using var shop = await ShopAsync(world);

        await shop.Admin.DoneAsync(
            HttpMethod.Put, $"{Path}/second",
            Account(
                baseAddress: world.MetaAddress, perSecond: 1, concurrency: 1, settings: new() { ["phoneNumberId"] = NumberId }));

        var gate = world.Replicas[0].Gates[new("second")];
        (gate.Free(), gate.PerMinute).Should().Be((1, 60));
    }

    [Fact]
    public async Task No_secret_is_shown_stored_in_clear_text_or_logged()
    {
        string[] secrets = ["canary-access-token-1", "canary-app-secret-22", "canary-verify-token-3", "canary-next-secret-44"];
        await using var world = await StartAsync();
        // A replica that logs everything.
        var log = new RecordedLog();
        await using var replica = await Replica.StartAsync(
            ServiceProcess.FreePort(), [new("ConnectionStrings:Postgres", world.Database), new("Hangfire:Enabled", "false")],
            TimeProvider.System, log);
        using var admin = new Operator(replica.Http.BaseAddress!);
        var shown = await admin.DoneAsync(HttpMethod.Put, $"{Path}/canary", Account(settings: new()
        {
            ["phoneNumberId"] = NumberId, ["accessToken"] = secrets[0], ["appSecret"] = secrets[1], ["verifyToken"] = secrets[2],
        }));
        var rotated = await admin.DoneAsync(HttpMethod.Post, $"{Path}/canary/secrets/appSecret", new { value = secrets[3] });
        var refused = await admin.AskAsync(HttpMethod.Put, $"{Path}/canary", Account(settings: new() { ["accessToken"] = secrets[0] + "\n" }));
        var listed = await admin.DoneAsync(HttpMethod.Get, Path);
        var body = Account(baseAddress: world.MetaAddress, settings: new()
        {
            ["phoneNumberId"] = NumberId, ["accessToken"] = secrets[0], ["appSecret"] = secrets[1], ["verifyToken"] = secrets[2],
            ["previousAppSecret"] = "",
        });
        await admin.DoneAsync(HttpMethod.Put, $"{Path}/canary", body);
        await admin.DoneAsync(HttpMethod.Post, $"{Path}/canary/check");
        using var receipt = await replica.Http.PostAsync("/webhooks/meta/canary", new StringContent("{}"));

        Names(rotated).Should().Equal("accessToken", "appSecret", "previousAppSecret", "verifyToken");
        rotated["secrets"]!.AsArray().Should().OnlyContain(secret => secret!["setAt"] != null);
        refused.Status.Should().Be(HttpStatusCode.BadRequest);
        var texts = new List<string> { shown.ToJsonString(), rotated.ToJsonString(), refused.Body!.ToJsonString(), listed.ToJsonString() };
        log.Lines.Should().HaveCountGreaterThan(100);
        texts.AddRange(log.Lines);
        foreach (var table in await TablesAsync(world))
            texts.Add(await world.QueryAsync<string>($"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} AS t"));
        texts.Should().Contain(text => text.Contains("canary", StringComparison.Ordinal), "else nothing was looked at");
        foreach (var secret in secrets)
            texts.Should().NotContain(text => text.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_setting_is_refused_with_the_name_of_the_field_and_nothing_is_stored()
    {
        await using var host = await ApiHost.StartWithAsync(server, ("Hangfire:Enabled", "false"));
        using var admin = new Operator(host.Address);
        Dictionary<string, string?> good = new()
        {
            ["phoneNumberId"] = NumberId, ["accessToken"] = AccessToken, ["appSecret"] = AppSecret, ["verifyToken"] = "verify",
        };

        var providers = string.Join(
            ", ", ChannelCatalog.ProvidersIn(typeof(IProvider).Assembly).Select(one => one.Name).Order(StringComparer.Ordinal));
        await RefusedAsync("x", Account(provider: "Acme"), $"'provider': must be one of {providers}");
        await RefusedAsync("x", Account(channel: "Pigeon"), "'channel': 'Pigeon' is not a channel");
        await RefusedAsync("x", Account(channel: "SMS", settings: good), "'channel': Meta does not serve SMS");
        await RefusedAsync("x", Account(perSecond: 0, settings: good), "'perSecond': '0' is not a whole number from 1 to 10000");
        await RefusedAsync("x", Account(concurrency: 10_001, settings: good), "'concurrency': ");
        await RefusedAsync("x", Account(baseAddress: "ftp://x", settings: good), "'baseAddress': 'ftp://x' is neither");
        await RefusedAsync("x", Account(settings: new(good) { ["phoneNumberId"] = "+44" }), "'settings.phoneNumberId': the phone number id is");
        await RefusedAsync("x", Account(settings: new() { ["phoneNumberId"] = NumberId }),
            "'settings.accessToken': The AccessToken field is required.; 'settings.appSecret': ");
        await RefusedAsync("x", Account(settings: new(good) { ["colour"] = "red" }), "'settings.colour': is no setting of Meta; they are: phoneNumberId");
        await RefusedAsync("x", Account(settings: new(good) { ["appSecret:x"] = "red" }), "is no setting of Meta");
        await RefusedAsync("x", Account(settings: new(good) { ["appSecret"] = "***" }), "'settings.appSecret': The AppSecret field is required");
        await RefusedAsync("x", Account(settings: new(good) { ["accessToken"] = new string('a', 4_097) }), "'settings.accessToken' may have 4096");
        await RefusedAsync("a space", Account(settings: good), "'channelAccountId' has 1 to 50");
        await RefusedAsync("SMS-Demo", Account(settings: good), "the channel account is defined in the service's configuration", 403);
        await RefusedAsync("x", new { provider = "Meta", channel = "WhatsApp", settings = new { phoneNumberId = 7 } }, "settings.phoneNumberId");
        await RefusedAsync("x", System.Text.Json.Nodes.JsonNode.Parse("""{"provider":"Meta","channel":"WhatsApp","settings":{"a\u0000b":"c"}}""")!,
            "settings");
        (await host.CountAsync("channel_accounts")).Should().Be(0);

        await admin.DoneAsync(HttpMethod.Put, $"{Path}/x", Account(settings: good));
        await RefusedAsync("X", Account(settings: good), "is taken");
        await RefusedAsync("x", Account(provider: "Twilio"), "'provider': is Meta and cannot be changed");
        await RefusedAsync("x", Account(baseAddress: "https://elsewhere.example", settings: new() { ["phoneNumberId"] = NumberId }),
            "'settings.accessToken': would go to another address");
        var (status, body) = await admin.AskAsync(HttpMethod.Post, $"{Path}/x/secrets/phoneNumberId", new { value = "1" });
        ((int)status).Should().Be(400);
        body!["message"]!.GetValue<string>().Should().Contain("'name': is no secret of Meta; they are: accessToken, appSecret");
        (status, _) = await admin.AskAsync(HttpMethod.Post, $"{Path}/sms-demo/disable");
        status.Should().Be(HttpStatusCode.Forbidden);
        (status, _) = await admin.AskAsync(HttpMethod.Delete, $"{Path}/sms-demo");
        status.Should().Be(HttpStatusCode.Forbidden);

        async Task RefusedAsync(string id, object request, string why, int expected = 400)
        {
            var (code, problem) = await admin.AskAsync(HttpMethod.Put, $"{Path}/{Uri.EscapeDataString(id)}", request);
            problem!["message"]!.GetValue<string>().Should().Contain(why);
            ((int)code).Should().Be(expected, why);
        }
    }

    [Fact]
    public async Task Outside_Development_weak_secrets_are_refused_and_without_a_wrapping_key_all()
    {
        const string Admin = "an-admin-key-of-this-test";
        (string, string)[] settings =
        [
            ("environment", "Production"), ("Hangfire:Enabled", "false"), ("PublicBaseUrl", "https://messages.example.com"),
            ("Admin:Keys:0", Admin),
        ];
        var key = Convert.ToBase64String([.. Enumerable.Repeat((byte)3, 32)]);
        var good = Account(settings: new()
        {
            ["phoneNumberId"] = NumberId, ["accessToken"] = "a-token-of-24-characters", ["appSecret"] = "a-secret-of-24-characters",
            ["verifyToken"] = "a-verify-token-of-24-chars",
        });
        await using (var host = await ApiHost.StartWithAsync(server, [.. settings, .. Own()]))
        {
            using var admin = new Operator(host.Address, Admin);
            var (status, body) = await admin.AskAsync(HttpMethod.Put, $"{Path}/x", good);
            ((int)status).Should().Be(403);
            body!["message"]!.GetValue<string>().Should().Contain("Secrets:WrappingKey is missing").And.Contain("openssl rand -base64 32");
            (await admin.DoneAsync(HttpMethod.Get, $"{Path}/sms-demo"))["source"]!.GetValue<string>().Should().Be("configuration");
        }
        await using (var host = await ApiHost.StartWithAsync(server, [.. settings, .. Own(), ("Secrets:WrappingKey", key)]))
        {
            using var admin = new Operator(host.Address, Admin);
            var (status, body) = await admin.AskAsync(HttpMethod.Put, $"{Path}/x", Account(settings: new()
            {
                ["phoneNumberId"] = NumberId, ["accessToken"] = "short", ["appSecret"] = AppSecret, ["verifyToken"] = "a-verify-token-of-24-chars",
            }));
            ((int)status).Should().Be(400);
            body!["message"]!.GetValue<string>().Should().Contain("'settings.accessToken': is shorter than 16 characters")
                .And.Contain("'settings.appSecret': is published in this service's repository").And.NotContain(AppSecret);
            await admin.DoneAsync(HttpMethod.Put, $"{Path}/x", good);
        }

        static IEnumerable<(string, string)> Own() => ApiHost.SettingsWithOwnSecrets("ChannelAccounts").Select(
            setting => setting.Name.EndsWith("BaseAddress", StringComparison.Ordinal) ? (setting.Name, "http://127.0.0.1:1") : setting);
    }

    [Fact]
    public async Task An_account_whose_secrets_cannot_be_decrypted_is_shown_with_the_reason_and_gets_new_ones()
    {
        await using var world = await StartAsync();
        using var shop = await ShopAsync(world);
        await world.ExecuteAsync("UPDATE channel_accounts SET secrets = secrets || 'x'; UPDATE directory_version SET version = version + 1");
        await world.StopReplicasAsync();
        await world.StartReplicaAsync();
        using var admin = new Operator(world.Http.BaseAddress!);

        var view = await admin.DoneAsync(HttpMethod.Get, $"{Path}/second");
        view["state"]!.GetValue<string>().Should().Be("unreadable");
        view["problem"]!.GetValue<string>().Should().Contain("set it again");
        world.Log.Lines.Should().Contain(line => line.Contains("channel account second could not be read", StringComparison.Ordinal));
        (await admin.AskAsync(HttpMethod.Post, $"{Path}/second/secrets/appSecret", new { value = AppSecret })).Body!["message"]!
            .GetValue<string>().Should().Contain("set all of them");

        (await admin.DoneAsync(HttpMethod.Put, $"{Path}/second", Account(settings: Credentials())))["state"]!.GetValue<string>()
            .Should().Be("enabled");
        await world.AdvanceAsync(TimeSpan.FromSeconds(1));
        await shop.SendAsync("+9990333");
    }

    private Task<World> StartAsync() =>
        new World(server).With($"Simulator:Meta:Accounts:{NumberId}", "second").StartAsync();

    private static Dictionary<string, string?> Credentials() => new()
    {
        ["phoneNumberId"] = NumberId, ["accessToken"] = AccessToken, ["appSecret"] = AppSecret, ["verifyToken"] = "dev-meta-verify-token",
    };

    private static object Account(
        string provider = "Meta", string channel = "WhatsApp", string? baseAddress = null, int? perSecond = null, int? concurrency = null,
        Dictionary<string, string?>? settings = null) =>
        new { provider, channel, baseAddress, perSecond, concurrency, settings = settings ?? [] };

    private static IEnumerable<string> Names(System.Text.Json.Nodes.JsonNode view) =>
        view["secrets"]!.AsArray().Select(secret => secret!["name"]!.GetValue<string>()).Order(StringComparer.Ordinal);

    private static Task<string> OutcomeAsync(World world, Guid umid) =>
        world.QueryAsync<string>("SELECT outcome FROM messages WHERE id = $1", umid);

    private static async Task<string[]> TablesAsync(World world) => await world.QueryAsync<string[]>(
        """
        SELECT array_agg(format('%I.%I', schemaname, tablename)) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
        """);

    private static async Task<Shop> ShopAsync(World world)
    {
        var admin = new Operator(world.Http.BaseAddress!);
        var meta = world.MetaAddress;
        await admin.DoneAsync(HttpMethod.Put, $"{Path}/second", Account(baseAddress: meta, settings: Credentials()));
        var account = await admin.NewSubaccountAsync("shop", settings: new { channelAccounts = new[] { "second", "sms-demo" } });
        var (_, key) = await admin.NewKeyAsync(account, ["shop"]);
        return new Shop(admin, account, key, new DemoClient(world.Http.BaseAddress!, key));
    }

    /// <summary>A customer whose WhatsApp account the management API has made.</summary>
    private sealed record Shop(Operator Admin, Guid Account, string Key, DemoClient Client) : IDisposable
    {
        public Shop At(Replica replica) =>
            this with { Admin = new Operator(replica.Http.BaseAddress!), Client = new DemoClient(replica.Http.BaseAddress!, Key) };

        public async Task<Guid> SendAsync(string number, DateTimeOffset? scheduled = null)
        {
            using var response = await PostAsync(number, scheduled);
            response.IsSuccessStatusCode.Should().BeTrue(await response.Content.ReadAsStringAsync());
            return (await response.Content.ReadFromJsonAsync<SendResponse>())!.Umid;
        }

        public async Task<(HttpStatusCode Status, string Body)> AskAsync(string number)
        {
            using var response = await PostAsync(number, null);
            return (response.StatusCode, await response.Content.ReadAsStringAsync());
        }

        private Task<HttpResponseMessage> PostAsync(string number, DateTimeOffset? scheduled) => Client.Http.PostAsJsonAsync(
            "/api/v1/subaccounts/shop/messages",
            World.Text(number, WhatsApp(60, "Delivered"), Sms()) with { Scheduled = scheduled });

        public void Dispose()
        {
            Admin.Dispose();
            Client.Dispose();
        }
    }
}
