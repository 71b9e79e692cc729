using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FallbackOrchestrator.FunctionalTests.Support;
using Npgsql;

namespace FallbackOrchestrator.FunctionalTests.Processes;

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
            await Until.TrueAsync(
                () => Task.FromResult(replica.Output), output => output.Contains("2 replicas share this database", StringComparison.Ordinal));
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

    [Fact]
    public async Task Outside_Development_it_does_not_start_with_published_secrets_and_names_each()
    {
        var (exitCode, output) = await ServiceProcess.FailToStartAsync(
            [Production, ("ConnectionStrings:Postgres", "Host=127.0.0.1"), ("PublicBaseUrl", "https://messages.example.com"),
                .. ApiHost.DevelopmentSettings("Admin", "Accounts", "ChannelAccounts")]);

        exitCode.Should().Be(1, output);
        output.Should().Contain("Admin:Keys:0").And.Contain("Subaccounts:demo:Keys:0").And.Contain("whatsapp-demo:Settings:AppSecret")
            .And.Contain("viber-demo:Settings:SignatureSecret").And.Contain("sms-demo:Settings:AuthToken").And.NotContain("dev-");
    }

    [Theory]
    [InlineData("TrustedProxies:0", "everybody", "TrustedProxies:0")]
    [InlineData("ChannelAccounts:whatsapp-demo:Settings:AccessToken", "a\nb", "AccessToken")]
    [InlineData("ChannelAccounts:sms-demo:Provider", "Twillio", "ChannelAccounts:sms-demo:Provider")]
    [InlineData("Sending:ShortestWindow", "00:00:00", "ShortestWindow")]
    [InlineData("MessageQueue:Workers", "none", "Workers")]
    [InlineData("RateLimits:RequestsPerSecond", "0", "RequestsPerSecond")]
    [InlineData("Accounts:00000000-0000-0000-0000-000000000001:Subaccounts:demo:Sequence:0:Channel", "Pigeon", "Sequence[0].channel")]
    [InlineData("Admin:Keys:0", "too-short", "Admin:Keys")]
    [InlineData("PublicBaseUrl", "messages.example.com", "PublicBaseUrl")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317", "OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317' is not an absolute")]
    [InlineData("ConnectionStrings:Postgres", "Host=127.0.0.1;Port=1;Username=nobody;Password=canary-password", "no server responds on 127.0.0.1:1")]
    [InlineData("ConnectionStrings:Postgres", "Host=127.0.0.1;Passwort=canary-password", "the connection string cannot be read")]
    [InlineData("ConnectionStrings:Postgres", "Database=x;Password=canary-password", "the connection string names no server")]
    [InlineData("MessageQueue:LongestPending", "1.00:00:00", "MessageQueue:LongestPending (1.00:00:00) and Sending:LongestSchedule (7.00:00:00)")]
    [InlineData("Rules:Lese", "00:00:30", "Rules:Lese: is no setting; did you mean Lease?")]
    [InlineData("Hangfire:Enabled", "yes", "Hangfire:Enabled: 'yes' is neither true nor false")]
    [InlineData("Serilog:MinimumLevel:Default", "Loud", "Serilog: ")]
    [InlineData("ChannelAccounts:sms-demo:Settings:AuthTokn", "canary-password", "ChannelAccounts:sms-demo:Settings:AuthTokn: is no setting")]
    [InlineData("Accounts:00000000-0000-0000-0000-000000000001:Subaccounts:demo:Priorty", "marketing", "demo:Priorty: is no setting")]
    [InlineData("Accounts:00000000-0000-0000-0000-000000000001:Subaccounts:demo:MaskNumbers", "perhaps", "demo:MaskNumbers: 'perhaps' is neither true nor false")]
    [InlineData("Accounts:00000000-0000-0000-0000-000000000001:Subaccounts:demo:Sequence:0:FallbackAfter", "sixty", "demo:Sequence")]
    [InlineData("ASPNETCORE_URLS", "localhost:5080", "urls: 'localhost:5080' is not an address")]
    [InlineData("ASPNETCORE_URLS", "https://127.0.0.1:0", "an https address needs a certificate")]
    [InlineData("Kestrel:Certificates:Default:Path", "appsettings.json", "the certificate cannot be used")]
    [InlineData("ASPNETCORE_CONTENTROOT", "/no/such/folder", "contentRoot: there is no folder")]
    public async Task A_setting_that_is_wrong_stops_the_start_with_its_name_and_without_a_stack_trace(
        string name, string value, string named)
    {
        var database = await server.CreateDatabaseAsync();

        var (exitCode, output) = await ServiceProcess.FailToStartAsync(("ConnectionStrings:Postgres", database), (name, value));

        await server.DropDatabaseAsync(database);
        exitCode.Should().Be(1, output);
        output.Should().Contain("cannot start").And.Contain(named)
            .And.NotContain("Unhandled exception").And.NotContain("   at ").And.NotContain("canary-password");
    }

    [Fact]
    public async Task All_mistakes_are_named_together()
    {
        var (exitCode, output) = await ServiceProcess.FailToStartAsync(
            ("MessageQueue:Workers", "none"), (
                "Rules:Lease", "30"), ("MessageQueue:LongestPending", "90.00:00:00"), ("PublicBaseUrl", "messages.example.com"),
            ("ChannelAccounts:sms-demo:Provider", "Twillio"), ("Admin:Keys:0", "too-short"), ("ASPNETCORE_URLS", "nonsense"));

        exitCode.Should().Be(1, output);
        output.Should().Contain(
            "MessageQueue:Workers: 'none'").And.Contain("Rules:Lease: '30'").And.Contain("PublicBaseUrl: 'messages.example.com'")
            .And.Contain("ChannelAccounts:sms-demo:Provider").And.Contain("Admin:Keys").And.Contain("urls: 'nonsense'")
            .And.NotContain("there is no channel account 'sms-demo'", "its own mistake is told");
    }

    [Fact]
    public async Task A_port_that_is_in_use_is_reported_in_one_sentence_and_nothing_was_started()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}");

        var (exitCode, output) = await ServiceProcess.FailToStartAsync(
            ("ASPNETCORE_URLS", address), ("ConnectionStrings:Postgres", "Host=127.0.0.1;Port=1;Username=nobody"));

        exitCode.Should().Be(1, output);
        output.Should().Contain($"{address} is taken").And.Contain("--urls http://localhost:")
            .And.NotContain("   at ").And.NotContain("Unhandled exception").And.NotContain("PostgreSQL", "the port is looked at first");
    }

    [Fact]
    public async Task A_database_that_cannot_be_used_is_reported_in_one_sentence_with_the_correction()
    {
        var database = await server.CreateDatabaseAsync();
        const string Role = "fallback_test_without_rights";
        await ExecuteAsync(database, $"DROP ROLE IF EXISTS {Role}; CREATE ROLE {Role} LOGIN PASSWORD 'canary-password'; REVOKE ALL ON SCHEMA public FROM PUBLIC; CREATE SCHEMA app AUTHORIZATION {Role}");
        var newer = await server.CreateMigratedDatabaseAsync();
        await ExecuteAsync(newer, "INSERT INTO \"__EFMigrationsHistory\" VALUES ('29991231235959_FromTheFuture', '99.0')");
        var older = await server.CreateMigratedDatabaseAsync();
        await ExecuteAsync(older, "UPDATE \"__EFMigrationsHistory\" SET migration_id = '20261123122339_Initial' WHERE migration_id LIKE '%_Initial'");

        (NpgsqlConnectionStringBuilder Connection, string Said)[] cases =
        [
            (new(database) { Database = "no_such_database" }, "there is no database 'no_such_database'"),
            (new(database) { Username = Role, Password = "canary-password" }, $"the user '{Role}' lacks rights"),
            (new(database) { Username = Role, Password = "canary-password", SearchPath = "app" }, "CREATE SCHEMA hangfire AUTHORIZATION"),
            (new(newer), "a newer version of the service made this database (it has 29991231235959_FromTheFuture)"),
            (new(older), "a development version before 0.1.0 made this database (it has 20261123122339_Initial)"),
        ];
        foreach (var (connection, expected) in cases)
        {
            var (exitCode, output) = await ServiceProcess.FailToStartAsync(("ConnectionStrings:Postgres", connection.ConnectionString));

            exitCode.Should().Be(1, output);
            output.Should().Contain(expected).And.NotContain("   at ").And.NotContain("Unhandled exception").And.NotContain("canary-password");
        }

        await server.DropDatabaseAsync(database);
        await ExecuteAsync(newer, $"DROP ROLE {Role}");
        await server.DropDatabaseAsync(newer);
        await server.DropDatabaseAsync(older);
    }

    [Fact]
    public async Task It_reads_its_settings_from_its_own_folder_wherever_it_is_started()
    {
        var elsewhere = Directory.CreateTempSubdirectory("elsewhere-");
        var database = await server.CreateDatabaseAsync();
        await File.WriteAllTextAsync(Path.Combine(elsewhere.FullName, "appsettings.json"), """{ "MessageQueue": { "Workers": "those of another program" } }""", TestContext.Current.CancellationToken);
        await using (var service = await ServiceProcess.StartFromAsync(elsewhere.FullName, ("ConnectionStrings:Postgres", database)))
        {
            var umid = await service.Client.SendAsync(DemoClient.Fallback("+9990444003"));
            (await service.Client.CompletedAsync(umid))["outcome"]!.GetValue<string>().Should().Be(
                "succeeded", "the demo's accounts are in the settings file");
        }
        await server.DropDatabaseAsync(database);
        elsewhere.Delete(recursive: true);
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var data = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });
        await using var command = data.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    [Fact]
    public async Task In_Production_it_runs_on_environment_variables_alone_and_shows_nothing_of_Development()
    {
        await using var deployment = await Deployment.CreateAsync(
            server,
            ("Simulator:Meta:AccessToken", "the-meta-token-of-the-shop"), ("Simulator:Meta:AppSecret", "the-meta-app-secret-of-the-shop"),
            ("Simulator:Twilio:AuthToken", "the-twilio-token-of-the-shop"));
        const string Subaccount = "Accounts:5d2e8b1c-6a40-4f2e-9a53-0c1d2e3f4a5b:Subaccounts:shop";
        using var key = System.Security.Cryptography.RSA.Create(2048);

        await using var service = await deployment.StartServiceAsync(
            Production,
            ("PublicBaseUrl", deployment.Settings[0].Value),
            ($"{Subaccount}:Keys:0", "the-key-of-the-shop"),
            ($"{Subaccount}:ChannelAccounts:0", "whatsapp-demo"),
            ($"{Subaccount}:ChannelAccounts:1", "sms-demo"),
            ("ChannelAccounts:whatsapp-demo:Provider", "Meta"),
            ("ChannelAccounts:whatsapp-demo:Channel", "WhatsApp"),
            ("ChannelAccounts:whatsapp-demo:Settings:PhoneNumberId", "106540352242922"),
            ("ChannelAccounts:whatsapp-demo:Settings:AccessToken", "the-meta-token-of-the-shop"),
            ("ChannelAccounts:whatsapp-demo:Settings:AppSecret", "the-meta-app-secret-of-the-shop"),
            ("ChannelAccounts:whatsapp-demo:Settings:VerifyToken", "a-verify-token-of-the-shop"),
            ("ChannelAccounts:viber-demo:Provider", "Vonage"),
            ("ChannelAccounts:viber-demo:Channel", "Viber"),
            ("ChannelAccounts:viber-demo:Settings:ApiKey", "devkey"),
            ("ChannelAccounts:viber-demo:Settings:ApiSecret", "8letters"),
            ("ChannelAccounts:viber-demo:Settings:From", "1234"),
            ("ChannelAccounts:viber-demo:Settings:SignatureSecret", "the-vonage-signature-secret-of-the-shop"),
            ("ChannelAccounts:sms-demo:Provider", "Twilio"),
            ("ChannelAccounts:sms-demo:Channel", "SMS"),
            ("ChannelAccounts:sms-demo:Settings:AccountSid", "AC00000000000000000000000000000001"),
            ("ChannelAccounts:sms-demo:Settings:AuthToken", "the-twilio-token-of-the-shop"),
            ("ChannelAccounts:sms-demo:Settings:From", "+15005550006"),
            ("ChannelAccounts:rcs-demo:Provider", "Google"),
            ("ChannelAccounts:rcs-demo:Channel", "RCS"),
            ("ChannelAccounts:rcs-demo:Settings:AgentId", "agent_of_the_shop"),
            ("ChannelAccounts:rcs-demo:Settings:ClientEmail", "rbm@shop.example"),
            ("ChannelAccounts:rcs-demo:Settings:PrivateKey", key.ExportPkcs8PrivateKeyPem()),
            ("ChannelAccounts:rcs-demo:Settings:ClientToken", "the-client-token-of-the-shop"),
            ("ChannelAccounts:line-notification-demo:Provider", "Line"),
            ("ChannelAccounts:line-notification-demo:Channel", "LineNotification"),
            ("ChannelAccounts:line-notification-demo:Settings:AccessToken", "the-line-token-of-the-shop"),
            ("ChannelAccounts:line-notification-demo:Settings:ChannelSecret", "the-line-secret-of-the-shop"));

        foreach (var path in new[] { "/swagger", "/swagger/index.html", "/swagger/v1/swagger.json", "/hangfire", "/simulator/calls" })
            (await service.Client.GetAsync(path)).Status.Should().Be(HttpStatusCode.NotFound, path);
        (await service.Client.PostAsync("{}")).Status.Should().Be(HttpStatusCode.Unauthorized, "the key of Development opens nothing");

        const string Messages = "/api/v1/subaccounts/shop/messages";
        using var shop = new DemoClient(service.Address, "the-key-of-the-shop");
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
            async () => (await shop.GetAsync($"{Messages}/{umid}/timeline")).Body!,
                seen => seen["outcome"]?.GetValue<string>() == "succeeded");
        service.Output.Split('\n').Where(line => line.Contains("\"@l\":", StringComparison.Ordinal))
            .Should().ContainSingle("a normal start warns of nothing else").Which.Should().Contain("begins with http:");
        service.Output.Should().Contain("The service is ready at").And.NotContain("Password=", "the data is named without a secret");
        service.Output.Should().Contain("\"@m\"", "the log is JSON where nobody asks otherwise");
    }
}
