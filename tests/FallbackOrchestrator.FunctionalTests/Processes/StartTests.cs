using System.Net;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Processes;

[Collection(ProcessTests.Name)]
public sealed class StartTests(PostgresServer server)
{
    private static readonly (string, string) Production = ("ASPNETCORE_ENVIRONMENT", "Production");

    [Fact]
    public async Task Two_replicas_that_start_at_once_on_an_empty_database_both_become_ready()
    {
        await using var deployment = await Deployment.CreateAsync(server);

        var replicas = await Task.WhenAll(
            deployment.StartServiceAsync(), deployment.StartServiceAsync(("ASPNETCORE_URLS", "http://127.0.0.1:0")));

        (await deployment.AskAsync<long>("SELECT count(*) FROM \"__EFMigrationsHistory\"")).Should().BePositive();
        (await deployment.AskAsync<long>("SELECT count(*) FROM hangfire.schema")).Should().Be(1);
        (await deployment.AskAsync<long>("SELECT count(*) FROM pg_inherits WHERE inhparent = 'messages'::regclass"))
            .Should().BeGreaterThanOrEqualTo(15, "today and the fourteen days to come have partitions");
        foreach (var replica in replicas)
        {
            var umid = await replica.Client.SendAsync(DemoClient.Fallback("+9990444002"));
            (await replicas[0].Client.CompletedAsync(umid))["outcome"]!.GetValue<string>().Should().Be("succeeded");
        }
    }

    [Fact]
    public async Task Outside_Development_it_does_not_start_without_its_settings_and_names_all_that_are_missing()
    {
        var (exitCode, output) = await ServiceProcess.FailToStartAsync(Production);

        exitCode.Should().Be(1);
        output.Should().Contain("cannot start")
            .And.Contain("PublicBaseUrl is missing").And.Contain("Accounts is missing")
            .And.Contain("ChannelAccounts is missing").And.Contain("ConnectionStrings:Postgres is missing")
            .And.NotContain("Unhandled exception").And.NotContain("dev-");
    }

    [Theory]
    [InlineData("ChannelAccounts:sms-demo:Provider", "Twillio", "ChannelAccounts:sms-demo:Provider")]
    [InlineData("Sending:ShortestWindow", "0", "ShortestWindow")]
    [InlineData("Door:Workers", "none", "Workers")]
    [InlineData("RateLimits:RequestsPerSecond", "0", "RequestsPerSecond")]
    [InlineData("Accounts:00000000-0000-0000-0000-000000000001:Subaccounts:demo:Sequence:0:Channel", "Pigeon", "Sequence[0].channel")]
    [InlineData("Admin:Keys:0", "too-short", "Admin:Keys")]
    [InlineData("PublicBaseUrl", "messages.example.com", "PublicBaseUrl")]
    [InlineData("ConnectionStrings:Postgres", "Host=127.0.0.1;Port=1;Username=nobody;Password=canary-password", "PostgreSQL")]
    public async Task A_setting_that_is_wrong_stops_the_start_with_its_name_and_without_a_stack_trace(string name, string value, string named)
    {
        var database = await server.CreateDatabaseAsync();

        var (exitCode, output) = await ServiceProcess.FailToStartAsync(("ConnectionStrings:Postgres", database), (name, value));

        await server.DropDatabaseAsync(database);
        exitCode.Should().Be(1, output);
        output.Should().Contain("cannot start").And.Contain(named)
            .And.NotContain("Unhandled exception").And.NotContain("   at ").And.NotContain("canary-password");
    }

    [Fact]
    public async Task In_Production_it_runs_on_environment_variables_alone_and_shows_nothing_of_Development()
    {
        await using var deployment = await Deployment.CreateAsync(server);
        const string Subaccount = "Accounts:5d2e8b1c-6a40-4f2e-9a53-0c1d2e3f4a5b:Subaccounts:shop";

        await using var service = await deployment.StartServiceAsync(
            Production,
            ("PublicBaseUrl", deployment.Settings[0].Value),
            ($"{Subaccount}:Keys:0", "key-of-the-shop"),
            ($"{Subaccount}:ChannelAccounts:0", "whatsapp-demo"),
            ($"{Subaccount}:ChannelAccounts:1", "sms-demo"),
            ("ChannelAccounts:whatsapp-demo:Provider", "Meta"),
            ("ChannelAccounts:whatsapp-demo:Channel", "WhatsApp"),
            ("ChannelAccounts:whatsapp-demo:Settings:PhoneNumberId", "106540352242922"),
            ("ChannelAccounts:whatsapp-demo:Settings:AccessToken", "dev-meta-token"),
            ("ChannelAccounts:whatsapp-demo:Settings:AppSecret", "dev-meta-app-secret"),
            ("ChannelAccounts:whatsapp-demo:Settings:VerifyToken", "a-verify-token"),
            ("ChannelAccounts:viber-demo:Provider", "Vonage"),
            ("ChannelAccounts:viber-demo:Channel", "Viber"),
            ("ChannelAccounts:viber-demo:Settings:ApiKey", "devkey"),
            ("ChannelAccounts:viber-demo:Settings:ApiSecret", "dev-vonage-api-secret"),
            ("ChannelAccounts:viber-demo:Settings:From", "1234"),
            ("ChannelAccounts:viber-demo:Settings:SignatureSecret", "dev-vonage-signature-secret-of-32-bytes"),
            ("ChannelAccounts:sms-demo:Provider", "Twilio"),
            ("ChannelAccounts:sms-demo:Channel", "SMS"),
            ("ChannelAccounts:sms-demo:Settings:AccountSid", "AC00000000000000000000000000000001"),
            ("ChannelAccounts:sms-demo:Settings:AuthToken", "dev-twilio-auth-token"),
            ("ChannelAccounts:sms-demo:Settings:From", "+15005550006"));

        foreach (var path in new[] { "/swagger", "/swagger/index.html", "/swagger/v1/swagger.json", "/hangfire", "/simulator/calls" })
            (await service.Client.GetAsync(path)).Status.Should().Be(HttpStatusCode.NotFound, path);
        (await service.Client.PostAsync("{}")).Status.Should().Be(HttpStatusCode.Unauthorized, "the key of Development opens nothing");

        const string Messages = "/api/v1/subaccounts/shop/messages";
        using var shop = new DemoClient(service.Address, "key-of-the-shop");
        var (status, body) = await shop.PostAsync(
            """
            {
              "user": { "msisdn": "+9990003003" }, "type": "text", "content": { "text": "Hello" },
              "channels": [ { "channel": "WhatsApp", "fallbackAfter": 10 }, { "channel": "SMS" } ]
            }
            """,
            Messages);
        status.Should().Be(HttpStatusCode.OK, body?.ToJsonString());
        var umid = body!["umid"]!.GetValue<string>();
        await Until.TrueAsync(
            async () => (await shop.GetAsync($"{Messages}/{umid}/timeline")).Body!, seen => seen["outcome"]?.GetValue<string>() == "succeeded");
        service.Output.Should().Contain("\"@m\"", "the log is JSON where nobody asks otherwise");
    }
}
