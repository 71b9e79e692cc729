using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace FallbackOrchestrator.FunctionalTests.Processes;

/// <summary>
/// What the service writes while everything happens that can: nothing that belongs to a customer, a person or a provider account.
/// </summary>
public sealed class LogTests(PostgresServer server)
{
    private const string Text = "canary-text";
    private const string FallbackText = "canary-fallback-text";
    private const string WrongKey = "canary-of-a-key";
    private const string Digits = "77342"; // At the end of every number.

    [Theory]
    [InlineData("json", "Information")]
    [InlineData("text", "Debug")]
    public async Task The_log_of_a_run_with_every_outcome_holds_no_text_no_whole_number_and_no_secret(string format, string level)
    {
        await using var deployment = await Deployment.CreateAsync(server);
        await using var quoting = await StartQuotingProviderAsync();
        await using var service = await deployment.StartServiceAsync(
            ("Logs:Format", format),
            ("Serilog:MinimumLevel:Override:FallbackOrchestrator", level),
            ("ChannelAccounts:viber-demo:BaseAddress", $"{quoting.Urls.Single()}/vonage"));

        foreach (var script in new[] { "444", "004", "504", "104", "704", "844", "944", "000", "005" })
            await service.Client.CompletedAsync(await service.Client.SendAsync(Message($"+9990{script}{Digits}")));
        var refused = await BadRequestsAsync(service);
        var errorId = await BreakTheDatabaseAsync(deployment, service);
        (await service.StopAsync()).Should().Be(0, service.Output);

        // The greeting of Development shows Development's key.
        string[] greeting = ["  Swagger UI", "  Try it"];
        var log = string.Join('\n', service.Output.Split('\n').Where(
            line => !greeting.Any(label => line.StartsWith(label, StringComparison.Ordinal))));
        log.Should().Contain(errorId, "the test is about a log that has something to say").And.Contain("HTTP: POST /api/v1/subaccounts/");
        refused.Should().HaveCountGreaterThan(2).And.OnlyContain(id => log.Contains(id), "a customer may ask why");
        foreach (var secret in Secrets(deployment))
            log.Should().NotContain(secret);
        if (format == "json")
            log.Split('\n').Where(line => line.StartsWith('{')).Should().NotBeEmpty().And.OnlyContain(line => IsJson(line));
    }

    private static bool IsJson(string line) => JsonNode.Parse(line) is JsonObject;

    // Returns the errorIds that a customer got.
    private static async Task<IReadOnlyList<string>> BadRequestsAsync(ServiceProcess service)
    {
        var refused = new List<string>();
        foreach (
            var json in new[] { Message($"09990444{Digits}"), Message($"+9990444{Digits}")[..^3],
                Message($"+9990444{Digits}").Replace(Text, $"{Text}\\u0000", StringComparison.Ordinal) })
        {
            var (status, body) = await service.Client.PostAsync(json);
            status.Should().Be(HttpStatusCode.BadRequest);
            refused.Add(body!["errorId"]!.GetValue<string>());
        }
        using var stranger = new DemoClient(service.Address, WrongKey);
        (await stranger.PostAsync(Message($"+9990444{Digits}"))).Status.Should().Be(HttpStatusCode.Unauthorized);
        foreach (var webhook in new[] { "meta/whatsapp-demo", "vonage/viber-demo", "twilio/sms-demo", "google/rcs-demo", "line/line-notification-demo" })
            (await stranger.PostAsync($$"""{ "to": "+9990444{{Digits}}", "text": "{{Text}}" }""", $"/webhooks/{webhook}")).Status.Should().Be(HttpStatusCode.Unauthorized);
        return refused;
    }

    // PostgreSQL quotes the whole row that it refuses.
    private static async Task<string> BreakTheDatabaseAsync(Deployment deployment, ServiceProcess service)
    {
        await using (var refuse = deployment.Data.CreateCommand("ALTER TABLE contents ADD CONSTRAINT broken CHECK (false) NOT VALID"))
            await refuse.ExecuteNonQueryAsync();
        var (status, body) = await service.Client.PostAsync(Message($"+9990444{Digits}"));
        status.Should().Be(HttpStatusCode.InternalServerError);
        return body!["errorId"]!.GetValue<string>();
    }

    private static string Message(string msisdn) => JsonSerializer.Serialize(new
    {
        user = new { msisdn },
        type = "text",
        content = new { text = Text, fallbackText = FallbackText },
        channels = new object[]
        {
            new { channel = "WhatsApp", fallbackAfter = 1, successStatus = "Delivered" },
            new { channel = "Viber", fallbackAfter = 1 },
            new { channel = "SMS" },
        },
    });

    /// <summary>A provider that refuses everything and quotes everything: the number, the text and the credentials.</summary>
    private static async Task<WebApplication> StartQuotingProviderAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var provider = builder.Build();
        provider.MapPost("/{**path}", async (HttpContext http) =>
        {
            using var reader = new StreamReader(http.Request.Body);
            var asked = await reader.ReadToEndAsync();
            return Results.Json(
                new { type = "#1170", title = "1170", detail = $"{http.Request.Headers.Authorization} {asked}" }, statusCode: 422);
        });
        await provider.StartAsync();
        return provider;
    }

    private static IEnumerable<string> Secrets(Deployment deployment)
    {
        var settings = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "appsettings.Development.json")))!;
        string[] accounts =
        [
            .. from account in settings["ChannelAccounts"]!.AsObject()
               from setting in account.Value!["Settings"]!.AsObject()
               where setting.Key is not ("From" or "ApiKey" or "PhoneNumberId" or "AccountSid")
               select setting.Value!.GetValue<string>(),
        ];
        accounts.Should().HaveCountGreaterThan(4);
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes("devkey:dev-vonage-api-secret"));
        string?[] all = [Text, FallbackText, Digits, WrongKey, DemoClient.Key, basic, .. accounts,
            new NpgsqlConnectionStringBuilder(deployment.Database).Password];
        return all.OfType<string>().Where(secret => secret.Length > 0);
    }
}
