using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Sending;
using FallbackOrchestrator.Sending.Contents;

namespace FallbackOrchestrator.FunctionalTests.Zalo;

/// <summary>Zalo's refresh tokens, each of which can be used once: the service keeps the latest one, for all replicas.</summary>
public sealed class ZaloTokenTests(PostgresServer server)
{
    private const string Demo = "Accounts:00000000-0000-0000-0000-000000000001:Subaccounts:demo";
    private const string Number = "+99904444443";

    [Fact]
    public async Task A_token_is_fetched_once_and_again_when_it_ends()
    {
        await using var world = await StartAsync();

        (await StatusAsync(world)).Should().Be("delivered");
        (await StatusAsync(world)).Should().Be("delivered");
        (await RefreshTokenAsync(world)).Should().StartWith("protected:", "it is a secret");
        var first = await RefreshTokenAsync(world);
        await world.AdvanceAsync(TimeSpan.FromHours(26));

        (await StatusAsync(world)).Should().Be("delivered");
        (await RefreshTokenAsync(world)).Should().NotBe(first);
    }

    [Fact]
    public async Task Another_replica_and_the_next_start_use_the_token_that_there_is()
    {
        await using var world = await StartAsync();
        await StatusAsync(world);
        var kept = await RefreshTokenAsync(world);

        await world.StartReplicaAsync();
        (await StatusAsync(world, replica: 1)).Should().Be("delivered");
        await world.StopReplicasAsync();
        await world.StartReplicaAsync();

        (await StatusAsync(world)).Should().Be("delivered");
        (await RefreshTokenAsync(world)).Should().Be(kept, "nobody had to refresh");
    }

    [Fact]
    public async Task Replicas_that_need_a_token_at_once_refresh_it_once()
    {
        await using var world = await StartAsync();
        await world.StartReplicaAsync();

        var umids = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => world.SendAsync(Request($"{Number}{i}"), i % 2)));
        await world.AdvanceAsync(TimeSpan.FromSeconds(20));

        foreach (var umid in umids)
            (await world.TimelineAsync(umid)).Attempts[0].Status.Should().Be("delivered");
    }

    [Fact]
    public async Task A_token_that_Zalo_does_not_accept_any_more_is_refreshed()
    {
        await using var world = await StartAsync();
        await StatusAsync(world);
        await world.AdvanceAsync(TimeSpan.FromMinutes(5));
        using var revoke = new HttpClient();
        using var form = new FormUrlEncodedContent(
            [new("refresh_token", "zalo-refresh-1"), new("app_id", "123456789"), new("grant_type", "refresh_token")]);
        form.Headers.Add("secret_key", "the-app-secret");
        using var stolen = await revoke.PostAsync(world.ZaloTokenAddress, form);

        // Somebody else has used the refresh token: the account must be authorized again.
        var umid = await world.SendAsync(Request(Number));
        await world.AdvanceAsync(TimeSpan.FromMinutes(30));

        var attempt = (await world.TimelineAsync(umid)).Attempts[0];
        (attempt.Outcome, attempt.Error!.ProviderCode).Should().Be(("failed", "-14014"));
        attempt.Error.Text.Should().Be("no access token: Invalid refresh token");
    }

    private Task<World> StartAsync() => new World(server)
        .With($"{Demo}:ChannelAccounts:3", "zalo-demo")
        .With("ChannelAccounts:zalo-demo:Provider", "Zalo")
        .With("ChannelAccounts:zalo-demo:Channel", "Zalo")
        .With("ChannelAccounts:zalo-demo:BaseAddress", $"{World.Simulator}/simulator/zalo")
        .With("ChannelAccounts:zalo-demo:Settings:AppId", "123456789")
        .With("ChannelAccounts:zalo-demo:Settings:RefreshToken", "zalo-refresh-0")
        .With("ChannelAccounts:zalo-demo:Settings:AppSecretKey", "the-app-secret")
        .With("ChannelAccounts:zalo-demo:Settings:OaSecretKey", "oa-secret")
        .With("Simulator:Zalo:AppId", "123456789")
        .With("Simulator:Zalo:RefreshToken", "zalo-refresh-0")
        .With("Simulator:Zalo:AppSecretKey", "the-app-secret")
        .With("Simulator:Zalo:OaSecretKey", "oa-secret")
        .With("Simulator:Zalo:Account", "zalo-demo")
        .StartAsync();

    private static async Task<string> StatusAsync(World world, int replica = 0)
    {
        var umid = await world.SendAsync(Request(Number), replica);
        await world.AdvanceAsync(TimeSpan.FromSeconds(20));
        return (await world.TimelineAsync(umid)).Attempts[0].Status!;
    }

    private static Task<string> RefreshTokenAsync(World world) => world.QueryAsync<string>("SELECT refresh_token FROM provider_tokens");

    private static SendRequest Request(string number) => World.Text(number) with
    {
        Type = "template",
        Content = new RequestedContent
        {
            Template = new RequestedTemplate { Name = "7895417", Language = "vi", Components = [] },
        },
        Channels = [new RequestedStep { Channel = "Zalo" }],
    };
}
