using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Processes;

/// <summary>A time means the same wherever the host is.</summary>
public sealed class TimeZoneTests(PostgresServer server)
{
    private const string Account = "00000000-0000-0000-0000-00000000000a";

    [Theory]
    [InlineData("Asia/Kolkata")]
    [InlineData("America/New_York")]
    public async Task A_time_without_an_offset_is_UTC_in_every_zone(string zone)
    {
        await using var deployment = await Deployment.CreateAsync(server);
        await using var service = await deployment.StartServiceAsync(("TZ", zone));
        var at = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(30);
        at = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));
        var naive = at.ToString("s", CultureInfo.InvariantCulture);

        var (_, sent) = await service.Client.PostAsync(
            $$"""
            { "user": { "msisdn": "+9990444001" }, "type": "text", "content": { "text": "a" }, "scheduled": "{{naive}}", "expiry": "{{at.AddDays(2):yyyy-MM-dd}}" }
            """);
        var timeline = await service.Client.TimelineAsync(sent!["umid"]!.GetValue<string>());
        var (_, later) = await service.Client.GetAsync($"{DemoClient.Messages}?from={TimeProvider.System.GetUtcNow().AddMinutes(10):s}");
        var (_, earlier) = await service.Client.GetAsync($"{DemoClient.Messages}?from={TimeProvider.System.GetUtcNow().AddMinutes(-10):s}");

        string.Join("; ", sent["warnings"]!.AsArray().Select(warning => warning!.GetValue<string>())).Should().Contain(
            "taken for UTC: scheduled, expiry");
        Time(timeline["scheduledAt"]).Should().Be(at);
        Time(timeline["expiresAt"]).Should().Be(at.Date.AddDays(2));
        later!["data"]!.AsArray().Should().BeEmpty();
        earlier!["data"]!.AsArray().Should().ContainSingle();
        Time((await KeyAsync(service, naive))["expiresAt"]).Should().Be(at);
    }

    private static async Task<JsonNode> KeyAsync(ServiceProcess service, string expiresAt)
    {
        using var admin = new HttpClient { BaseAddress = service.Address };
        admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "dev-demo-admin-key");
        await admin.PutAsJsonAsync($"/api/v1/admin/accounts/{Account}", new { name = "zones" });
        await admin.PutAsJsonAsync($"/api/v1/admin/accounts/{Account}/subaccounts/zones", new { channelAccounts = new[] { "sms-demo" } });
        using var made = await admin.PostAsJsonAsync(
            $"/api/v1/admin/accounts/{Account}/keys",
                new { subAccounts = new[] { "zones" }, scopes = new[] { "messages:send" }, expiresAt });
        return JsonNode.Parse(await made.Content.ReadAsStringAsync())!;
    }

    private static DateTime Time(JsonNode? time) => time!.GetValue<DateTimeOffset>().UtcDateTime;
}
