using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.StatusWebhooks;
using Microsoft.AspNetCore.Http;

namespace FallbackOrchestrator.FunctionalTests.StatusWebhooks;

/// <summary>The secrets of webhooks are encrypted in the database.</summary>
public sealed class EncryptedSecretsTests(WebhookService service) : IClassFixture<WebhookService>
{
    private const string Row = "SELECT concat(secret, ' ', previous_secret, ' ', http_authorization, ' ', oauth) FROM webhooks";

    [Fact]
    public async Task Signing_secrets_headers_and_client_secrets_are_stored_encrypted_and_used_as_they_were_given()
    {
        await service.RegisterAsync("/header", new { httpAuthorization = "Bearer canary-header" });
        var secret = await RotatedAsync();
        var next = await RotatedAsync();

        await service.SendAsync();
        var update = (await service.Customer.WaitAsync("/header", all => all.Count > 0))[0];

        update.Headers["Authorization"].Should().Be("Bearer canary-header");
        var id = update.Headers["webhook-id"];
        var at = long.Parse(update.Headers["webhook-timestamp"], System.Globalization.CultureInfo.InvariantCulture);
        update.Headers["webhook-signature"].Split(' ').Should().Equal(
            new[] { next, secret }.Select(one => SigningSecret.Parse(one).Sign(id, at, update.Body)));
        ((string)(await service.ExecuteAsync(Row))!).Should().MatchRegex(@"^protected:\S+ protected:\S+ protected:\S+ $")
            .And.NotContain("canary").And.NotContain("whsec_");

        await service.RegisterAsync("/oauth", new
        {
            oauth = new { url = service.Customer.At("/token").AbsoluteUri, clientId = "me", clientSecret = "canary-client", credentialsLocation = "body" },
        });
        ((string)(await service.ExecuteAsync(Row))!).Should().Contain("\"clientSecret\": \"protected:").And.NotContain("canary");
        service.Customer.Respond = async (posted, http) =>
        {
            if (posted.Path == "/token")
                await http.Response.WriteAsJsonAsync(new { access_token = "t", expires_in = 3600 });
        };
        await service.SendAsync();
        await service.Customer.WaitAsync("/oauth", all => all.Count > 0);
        service.Customer.PostedTo("/token")[0].Body.Should().Contain("canary-client");
    }

    [Fact]
    public async Task What_was_stored_in_clear_text_is_read_and_encrypted_soon_and_stays_the_same_secret()
    {
        await using var host = await ApiHost.StartWithAsync(service.Server, ("Hangfire:Enabled", "false"));
        var secret = SigningSecret.New().Text;
        await host.ExecuteAsync(
            $$"""
            INSERT INTO webhooks (id, customer_account_id, subaccount_id, type, url, enabled, format, secret, http_authorization, created_at)
            VALUES ('01930000-0000-7000-8000-000000000001', '00000000-0000-0000-0000-000000000001', '*', 'CADR', 'http://127.0.0.1:1', true,
                '8x8-v9', '{{secret}}', 'Bearer canary', now())
            """);

        await Until.TrueAsync(() => host.AskAsync<string>(Row), row => !row.Contains("canary", StringComparison.Ordinal));

        var row = await host.AskAsync<string>(Row);
        row.Should().MatchRegex(@"^protected:\S+  protected:\S+ $");
        using var rotated = await host.Client.Http.PostAsJsonAsync(WebhookService.Webhooks + "/secret", new { subAccountId = "*" });
        rotated.IsSuccessStatusCode.Should().BeTrue(await rotated.Content.ReadAsStringAsync());
        (await host.AskAsync<string>(Row)).Should().MatchRegex(@"^protected:\S+ protected:\S+ protected:\S+ $");
    }

    [Fact]
    public async Task Without_a_wrapping_key_they_are_stored_as_they_are()
    {
        await using var host = await ApiHost.StartWithAsync(service.Server, ("Hangfire:Enabled", "false"), ("Secrets:WrappingKey", ""));

        using var registered = await host.Client.Http.PostAsJsonAsync(
            WebhookService.Webhooks, new[] { new { subAccountId = "*", type = "CADR", url = "http://127.0.0.1:1/x" } });

        registered.IsSuccessStatusCode.Should().BeTrue(await registered.Content.ReadAsStringAsync());
        (await host.AskAsync<string>(Row)).Should().StartWith("whsec_");
    }

    private async Task<string> RotatedAsync()
    {
        using var response = await service.Http.PostAsJsonAsync(WebhookService.Webhooks + "/secret", new { subAccountId = "demo" });
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!["secret"]!.GetValue<string>();
    }
}
