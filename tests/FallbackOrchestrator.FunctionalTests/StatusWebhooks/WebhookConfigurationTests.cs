using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.StatusWebhooks;

public sealed class WebhookConfigurationTests(WebhookService service) : IClassFixture<WebhookService>
{
    [Fact]
    public async Task A_webhook_without_a_type_is_for_receipts_and_inbound_messages_and_its_secrets_are_hidden()
    {
        await service.RegisterAsync("/here", new
        {
            type = (string?)null,
            oauth = new { url = "https://auth.example/token", clientId = "me", clientSecret = "s3cret", credentialsLocation = "header" },
        });

        var listed = (await service.Http.GetFromJsonAsync<JsonArray>(WebhookService.Webhooks))!;

        listed.Select(webhook => (string)webhook!["type"]!).Should().Equal("CADR", "MSG");
        listed.ToJsonString().Should().NotContain("s3cret").And.NotContain("whsec_");
        ((string)listed[0]!["oauth"]!["clientSecret"]!).Should().Be("***");
        ((string)listed[0]!["format"]!).Should().Be("8x8-v9");
        ((bool)listed[0]!["enabled"]!).Should().BeTrue();
    }

    [Fact]
    public async Task A_listed_webhook_can_be_posted_back_without_losing_its_secret()
    {
        await service.RegisterAsync("/here", new { httpAuthorization = "Bearer s3cret" });
        var listed = (await service.Http.GetFromJsonAsync<JsonArray>(WebhookService.Webhooks))!;
        ((string)listed[0]!["httpAuthorization"]!).Should().Be("***");

        using var response = await service.Http.PostAsJsonAsync(WebhookService.Webhooks, listed);
        using var ping = await service.Http.PostAsJsonAsync($"{WebhookService.Webhooks}/ping", new { subAccountId = "demo" });

        response.IsSuccessStatusCode.Should().BeTrue();
        ((bool)(await ping.Content.ReadFromJsonAsync<JsonObject>())!["delivered"]!).Should().BeTrue();
        service.Customer.PostedTo("/here")[^1].Headers["Authorization"].Should().Be("Bearer s3cret");
    }

    [Fact]
    public async Task An_account_may_be_written_without_hyphens_and_another_ones_looks_like_none()
    {
        using var plain = await service.Http.GetAsync(new Uri("/api/v1/accounts/00000000000000000000000000000001/webhooks", UriKind.Relative));
        using var other = await service.Other.GetAsync(new Uri(WebhookService.Webhooks, UriKind.Relative));
        using var missing = await service.Http.GetAsync(new Uri("/api/v1/accounts/00000000-0000-0000-0000-0000000000ff/webhooks", UriKind.Relative));

        plain.StatusCode.Should().Be(HttpStatusCode.OK);
        foreach (var response in new[] { other, missing })
        {
            response.StatusCode.Should().Be(HttpStatusCode.NotFound);
            ((int)(await response.Content.ReadFromJsonAsync<JsonObject>())!["code"]!).Should().Be(1001);
        }
    }

    [Fact]
    public async Task A_hidden_secret_does_not_move_to_another_address()
    {
        await service.RegisterAsync("/here", new { httpAuthorization = "Bearer s3cret" });
        var listed = (await service.Http.GetFromJsonAsync<JsonArray>(WebhookService.Webhooks))!;
        listed[0]!["url"] = service.Customer.At("/attacker").AbsoluteUri;

        using var response = await service.Http.PostAsJsonAsync(WebhookService.Webhooks, listed);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        ((string)(await response.Content.ReadFromJsonAsync<JsonObject>())!["message"]!).Should().Contain("[0].httpAuthorization");
        using var unchanged = await service.Http.PostAsJsonAsync($"{WebhookService.Webhooks}/ping", new { subAccountId = "demo" });
        service.Customer.PostedTo("/attacker").Should().BeEmpty();
        service.Customer.PostedTo("/here")[^1].Headers["Authorization"].Should().Be("Bearer s3cret");
    }

    [Fact]
    public async Task A_request_names_a_hundred_webhooks_at_most_and_one_statement_deletes_them()
    {
        await service.RegisterAsync("/here");
        object[] Many(int count) =>
            [.. Enumerable.Range(0, count).Select(_ => new { subAccountId = "demo", type = "CADR", url = "https://shop.example/" })];

        foreach (var count in new[] { 0, 101 })
        {
            using var posted = await service.Http.PostAsJsonAsync(WebhookService.Webhooks, Many(count));
            using var deleted = await DeleteAsync(Many(count));
            foreach (var response in new[] { posted, deleted })
            {
                response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
                ((string)(await response.Content.ReadFromJsonAsync<JsonObject>())!["message"]!).Should().Contain("100");
            }
        }
        using var gone = await DeleteAsync([.. Many(98), new { subAccountId = "*", type = "MSG" }, new { subAccountId = "demo" }]);
        gone.StatusCode.Should().Be(HttpStatusCode.OK);
        (await service.Http.GetFromJsonAsync<JsonArray>(WebhookService.Webhooks)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_body_is_64_kB_at_most()
    {
        var large = new string(' ', 64 * 1024) + "[]";
        foreach (
            var (method, path) in new[] { (HttpMethod.Post, ""), (HttpMethod.Delete, ""), (HttpMethod.Post, "/ping"),
                (HttpMethod.Post, "/secret") })
        {
            using var request = new HttpRequestMessage(method, WebhookService.Webhooks + path)
            {
                Content = new StringContent(large, System.Text.Encoding.UTF8, "application/json"),
            };
            request.Headers.ExpectContinue = true; // Else a refusal may come while the body is still written, and break the connection.
            using var response = await service.Http.SendAsync(request);
            response.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge, path);
            ((string)(await response.Content.ReadFromJsonAsync<JsonObject>())!["message"]!).Should().Contain("64 kB");
        }
    }

    [Theory]
    [InlineData("""[{"subAccountId":"demo"}]""", 1000, "[0].url")]
    [InlineData("""[{"subAccountId":"demo","url":"https://shop.example/","httpAuthorization":"a\r\nX: y"}]""", 1000, "[0].httpAuthorization")]
    [InlineData("""[{"subAccountId":"demo","url":"https://shop.example/","httpAuthorization":"sch\u00f6n"}]""", 1000, "[0].httpAuthorization")]
    [InlineData("""[{"subAccountId":"*","type":"MSG","url":"https://shop.example/","httpAuthorization":"***"}]""", 1000, "[0].httpAuthorization")]
    [InlineData("""[{"subAccountId":"demo","url":"ftp://shop.example/"}]""", 1000, "[0].url")]
    [InlineData("""[{"subAccountId":"demo","url":"https://me:secret@shop.example/"}]""", 1000, "[0].url")]
    [InlineData("""[{"subAccountId":"demo","url":"https://shop.example/","type":"DLR"}]""", 1000, "[0].type")]
    [InlineData("""[{"subAccountId":"demo","url":"https://shop.example/","type":"OPS"}]""", 1000, "[0].subAccountId")]
    [InlineData("""[{"subAccountId":"*","url":"https://shop.example/","type":"ops","format":"8x8-v9"}]""", 1000, "[0].format")]
    [InlineData("""[{"subAccountId":"demo","url":"https://shop.example/","format":"v9"}]""", 1000, "[0].format")]
    [InlineData("""[{"subAccountId":"demo","url":"https://shop.example/","oauth":{"url":"https://a.example/","clientId":"a","clientSecret":"b"}}]""", 1000, "[0].oauth.credentialsLocation")]
    [InlineData("""[{"subAccountId":"other","url":"https://shop.example/"}]""", 1001, "subAccountId")]
    public async Task What_is_wrong_with_a_webhook_is_named(string body, int code, string field)
    {
        using var response = await service.Http.PostAsync(
            new Uri(WebhookService.Webhooks, UriKind.Relative), new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        var error = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        ((int)error["code"]!).Should().Be(code);
        ((string)error["message"]!).Should().Contain(field);
    }

    [Fact]
    public async Task A_ping_returns_its_result()
    {
        await service.RegisterAsync("/ping");
        service.Customer.Respond = (_, http) =>
        {
            http.Response.StatusCode = 418;
            return Task.CompletedTask;
        };

        using var ping = await service.Http.PostAsJsonAsync($"{WebhookService.Webhooks}/ping", new { subAccountId = "demo" });

        var result = (await ping.Content.ReadFromJsonAsync<JsonObject>())!;
        ((bool)result["delivered"]!).Should().BeFalse();
        ((string)result["result"]!).Should().Be("refused");
        ((int)result["status"]!).Should().Be(418);
        ((string)service.Customer.PostedTo("/ping")[^1].Json["eventType"]!).Should().Be("ping");
    }

    [Fact]
    public async Task Another_implementation_of_Standard_Webhooks_verifies_both_signatures_of_a_rotation()
    {
        var library = await StandardWebhooksLibrary.InstallAsync();
        await service.RegisterAsync("/signed");
        var first = await RotateAsync();
        var second = await RotateAsync();

        using var ping = await service.Http.PostAsJsonAsync($"{WebhookService.Webhooks}/ping", new { subAccountId = "demo" });
        var posted = service.Customer.PostedTo("/signed")[^1];

        (await library.VerifyAsync(first, posted)).Should().Be("verified");
        (await library.VerifyAsync(second, posted)).Should().Be("verified");
        (await library.VerifyAsync(second, posted with { Body = posted.Body + " " })).Should().NotBe("verified");
    }

    private async Task<HttpResponseMessage> DeleteAsync(object[] targets)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, WebhookService.Webhooks) { Content = JsonContent.Create(targets) };
        return await service.Http.SendAsync(request);
    }

    private async Task<string> RotateAsync()
    {
        using var response = await service.Http.PostAsJsonAsync($"{WebhookService.Webhooks}/secret", new { subAccountId = "demo" });
        return (string)(await response.Content.ReadFromJsonAsync<JsonObject>())!["secret"]!;
    }
}
