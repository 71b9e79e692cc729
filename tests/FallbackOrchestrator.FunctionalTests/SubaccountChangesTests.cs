using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>What customers are given and what is taken from them, while their messages are under way.</summary>
public sealed class SubaccountChangesTests(PostgresServer server)
{
    private static readonly object[] ViberThenSms = [new { channel = "Viber", fallbackAfter = 60 }, new { channel = "SMS" }];

    [Fact]
    public async Task A_customer_sets_up_a_sequence_and_changing_it_does_not_touch_messages_in_flight()
    {
        await using var world = await new World(server).StartAsync();
        using var shop = await Shop.OpenAsync(world, "shop");
        await shop.PutSequenceAsync("parcel", new { channels = ViberThenSms, isDefault = true });
        var inFlight = await shop.SendAsync("+9990111");
        await world.SettleAsync();

        await shop.PutSequenceAsync("parcel", new { channels = new[] { new { channel = "WhatsApp" } } });
        var later = await shop.SendAsync("+9990414");
        await world.AdvanceAsync(TimeSpan.FromMinutes(2));

        Steps(await shop.TimelineAsync(inFlight)).Should().Equal("Viber", "SMS");
        world.ChannelsCalled("+9990111").Should().Equal("Viber", "Sms");
        Steps(await shop.TimelineAsync(later)).Should().Equal("WhatsApp");

        using var deleted = await shop.Http.DeleteAsync("/api/v1/subaccounts/shop/sequences/parcel");
        deleted.StatusCode.Should().Be(HttpStatusCode.NoContent);
        Steps(await shop.TimelineAsync(await shop.SendAsync("+9990444"))).Should().Equal(
            ["SMS"], "without a default sequence it is the default channel");
    }

    [Fact]
    public async Task A_message_of_a_closed_subaccount_continues_to_its_end()
    {
        await using var world = await new World(server).StartAsync();
        using var shop = await Shop.OpenAsync(world, "shop");
        var umid = await shop.SendAsync("+9990114", ViberThenSms);
        await world.SettleAsync();

        await shop.Admin.DoneAsync(HttpMethod.Delete, $"{Operator.Accounts}/{shop.Account}");
        await world.AdvanceAsync(TimeSpan.FromMinutes(2));

        using var refused = await shop.Http.GetAsync("/api/v1/subaccounts/shop");
        refused.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        world.ChannelsCalled("+9990114").Should().Equal("Viber", "Sms");
        (await world.QueryAsync<string>("SELECT outcome FROM messages WHERE id = $1", umid)).Should().Be("succeeded");
    }

    [Fact]
    public async Task Other_replicas_know_of_a_change_within_ten_seconds()
    {
        await using var world = await new World(server).StartAsync();
        await world.StartReplicaAsync();
        using var shop = await Shop.OpenAsync(world, "shop");
        using var other = shop.Client(world.Replicas[1].Http.BaseAddress!);

        await world.AdvanceAsync(TimeSpan.FromSeconds(4));
        await world.UntilAsync(() => OpensAsync(other), opens => opens);
        await shop.Admin.RevokeAsync(shop.Account, shop.KeyId);
        var revoked = world.Now;
        (await OpensAsync(shop.Http)).Should().BeFalse("at once where it was asked");
        await world.AdvanceAsync(TimeSpan.FromSeconds(4));
        await world.UntilAsync(() => OpensAsync(other), opens => !opens);
        (world.Now - revoked).Should().BeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Keys_continue_to_work_while_their_tables_cannot_be_read_and_it_is_logged_once()
    {
        await using var world = await new World(server).StartAsync();
        using var shop = await Shop.OpenAsync(world, "shop");
        await world.ExecuteAsync("ALTER TABLE directory_version RENAME TO out_of_reach");
        for (var i = 0; i < 3; i++)
        {
            await world.AdvanceAsync(TimeSpan.FromSeconds(4));
            (await OpensAsync(shop.Http)).Should().BeTrue();
        }
        await world.UntilAsync(() => Task.FromResult(Complaints(world)), complaints => complaints == 1);
        await world.ExecuteAsync("ALTER TABLE out_of_reach RENAME TO directory_version");

        await shop.Admin.RevokeAsync(shop.Account, shop.KeyId);
        (await OpensAsync(shop.Http)).Should().BeFalse("it reads again");
        Complaints(world).Should().Be(1);
    }

    [Theory]
    [InlineData("UPDATE sequences SET channels = '[7]' WHERE subaccount_id = 'odd'")]
    [InlineData("UPDATE subaccounts SET created_at = '20000-01-01' WHERE id = 'odd'")] // later than .NET's last day
    [InlineData("ALTER TABLE subaccounts DROP CONSTRAINT subaccounts_priority_check; UPDATE subaccounts SET priority = 'of a newer version' WHERE id = 'odd'")]
    public async Task A_row_that_cannot_be_read_does_not_keep_replicas_from_the_changes_of_others(string change)
    {
        await using var world = await new World(server).StartAsync();
        await world.StartReplicaAsync();
        using var odd = await Shop.OpenAsync(world, "odd");
        await odd.PutSequenceAsync("parcel", new { channels = ViberThenSms });
        using var shop = await Shop.OpenAsync(world, "shop");
        using var other = shop.Client(world.Replicas[1].Http.BaseAddress!);
        using var oddOther = odd.Client(world.Replicas[1].Http.BaseAddress!);
        await world.AdvanceAsync(TimeSpan.FromSeconds(4));
        await Eventually.HoldsAsync(async () => await OpensAsync(other));
        await Eventually.HoldsAsync(async () => await OpensAsync(oddOther, "odd"));

        await world.ExecuteAsync(change);
        await shop.Admin.RevokeAsync(shop.Account, shop.KeyId);
        await world.AdvanceAsync(TimeSpan.FromSeconds(4));
        await Eventually.HoldsAsync(async () => !await OpensAsync(other));

        (await OpensAsync(oddOther, "odd")).Should().BeTrue("it stays as it was known");
        world.Log.Lines.Should().Contain(line => line.Contains("subaccount odd", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_that_cannot_be_read_opens_nothing_and_the_changes_of_others_are_read()
    {
        await using var world = await new World(server).StartAsync();
        using var odd = await Shop.OpenAsync(world, "odd");
        using var shop = await Shop.OpenAsync(world, "shop");
        (await OpensAsync(odd.Http, "odd")).Should().BeTrue();

        await world.ExecuteAsync($"UPDATE api_keys SET expires_at = '20000-01-01' WHERE id = '{odd.KeyId}'"); // later than .NET's last day
        await shop.Admin.RevokeAsync(shop.Account, shop.KeyId);

        (await OpensAsync(shop.Http)).Should().BeFalse();
        (await OpensAsync(odd.Http, "odd")).Should().BeFalse();
        world.Log.Lines.Should().Contain(line => line.Contains($"key {odd.KeyId} could not be read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Numbers_are_masked_unless_the_subaccount_wants_them_shown()
    {
        await using var world = await new World(server).StartAsync();
        using var shop = await Shop.OpenAsync(world, "shop");
        var umid = await shop.SendAsync("+9990444", new[] { new { channel = "SMS" } });
        string[] paths = [$"messages/{umid}", "messages", "messages/export?format=csv", "messages/export"];
        foreach (var path in paths)
            (await shop.Http.GetStringAsync($"/api/v1/subaccounts/shop/{path}")).Should().Contain("+999xxxx").And.NotContain(
                "+9990444", path);

        await shop.Admin.DoneAsync(
            HttpMethod.Put, Operator.Subaccount(shop.Account, "shop"), new { channelAccounts = new[] { "sms-demo" }, maskNumbers = false });

        foreach (var path in paths)
            (await shop.Http.GetStringAsync($"/api/v1/subaccounts/shop/{path}")).Should().Contain("+9990444", path);
    }

    [Fact]
    public async Task A_customer_who_calls_too_fast_gets_Retry_After()
    {
        await using var world = await new World(server).StartAsync();
        using var shop = await Shop.OpenAsync(world, "shop");
        await shop.Admin.DoneAsync(
            HttpMethod.Put, Operator.Subaccount(shop.Account, "shop"),
                new { channelAccounts = new[] { "sms-demo" }, requestsPerSecond = 2 });

        var responses = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => shop.Http.GetAsync("/api/v1/subaccounts/shop")));

        var taken = responses.First(response => response.IsSuccessStatusCode);
        taken.Headers.GetValues("RateLimit-Limit").Should().Equal("2");
        taken.Headers.GetValues("RateLimit-Remaining").Should().NotBeEmpty();
        taken.Headers.GetValues("RateLimit-Reset").Should().Equal("1");
        var refused = responses.First(response => response.StatusCode == HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(1));
        refused.Headers.GetValues("RateLimit-Remaining").Should().Equal("0");
        var error = JsonNode.Parse(await refused.Content.ReadAsStringAsync())!;
        ((int)error["code"]!).Should().Be(429);
        ((string)error["message"]!).Should().Be("Quota exceeded. Please try again in 1 second(s).");
        foreach (var response in responses)
            response.Dispose();
    }

    private static int Complaints(World world) =>
        world.Log.Lines.Count(line => line.Contains("Accounts and keys could not be read", StringComparison.Ordinal));

    private static IEnumerable<string> Steps(JsonNode timeline) =>
        timeline["attempts"]!.AsArray().Select(attempt => (string)attempt!["channel"]!);

    private static async Task<bool> OpensAsync(HttpClient http, string subaccount = "shop")
    {
        using var response = await http.GetAsync($"/api/v1/subaccounts/{subaccount}");
        return response.StatusCode == HttpStatusCode.OK;
    }

    /// <summary>A customer that the management API made.</summary>
    private sealed record Shop(Operator Admin, Guid Account, string Id, string KeyId, string Key, HttpClient Http) : IDisposable
    {
        public static async Task<Shop> OpenAsync(World world, string id)
        {
            var admin = new Operator(world.Http.BaseAddress!);
            var account = await admin.NewSubaccountAsync(id);
            var (keyId, key) = await admin.NewKeyAsync(account, [id]);
            return new Shop(admin, account, id, keyId, key, Client(world.Http.BaseAddress!, key));
        }

        public HttpClient Client(Uri address) => Client(address, Key);

        public async Task PutSequenceAsync(string name, object sequence)
        {
            using var response = await Http.PutAsJsonAsync($"/api/v1/subaccounts/{Id}/sequences/{name}", sequence);
            response.IsSuccessStatusCode.Should().BeTrue(await response.Content.ReadAsStringAsync());
        }

        public async Task<Guid> SendAsync(string number, object? channels = null)
        {
            using var response = await Http.PostAsJsonAsync(
                $"/api/v1/subaccounts/{Id}/messages",
                    new { user = new { msisdn = number }, type = "text", content = new { text = "Hello" }, channels });
            var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            response.IsSuccessStatusCode.Should().BeTrue(body.ToJsonString());
            return body["umid"]!.GetValue<Guid>();
        }

        public async Task<JsonNode> TimelineAsync(Guid umid) =>
            (await Http.GetFromJsonAsync<JsonNode>($"/api/v1/subaccounts/{Id}/messages/{umid}/timeline"))!;

        public void Dispose()
        {
            Http.Dispose();
            Admin.Dispose();
        }

        private static HttpClient Client(Uri address, string key)
        {
            var http = new HttpClient { BaseAddress = address };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            return http;
        }
    }
}
