using System.Net;
using System.Net.Http.Headers;
using System.Text;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Simulator;
using Microsoft.AspNetCore.WebUtilities;

namespace FallbackOrchestrator.FunctionalTests.Api;

/// <summary>What may be posted to a provider's webhook, by the provider and by others.</summary>
public sealed class WebhookTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Meta = "/webhooks/meta/whatsapp-demo";
    private const string Vonage = "/webhooks/vonage/viber-demo";
    private const string Twilio = "/webhooks/twilio/sms-demo";

    [Theory]
    [InlineData("/webhooks/meta/nobody")]
    [InlineData("/webhooks/pigeon/whatsapp-demo")]
    [InlineData("/webhooks/twilio/whatsapp-demo")]
    [InlineData("/webhooks/vonage/nobody")]
    public async Task An_unknown_account_looks_like_one_with_another_secret(string path)
    {
        (await PostAsync(With(SignedByMeta("{}", path), "Authorization", "Bearer x.y.z"))).Should().Be(HttpStatusCode.Unauthorized);
        (await host.Client.GetAsync($"{path}?hub.mode=subscribe&hub.verify_token=dev-meta-verify-token&hub.challenge=1")).Status
            .Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Without_a_signature_Vonages_unknown_accounts_respond_like_its_known_ones()
    {
        foreach (var path in new[] { Vonage, "/webhooks/vonage/nobody" })
            (await PostAsync(Post(path, "{}"))).Should().Be(HttpStatusCode.ServiceUnavailable);
    }

    [Theory]
    [InlineData(Twilio, "X-Twilio-Signature", false)]
    [InlineData(Twilio, "X-Twilio-Signature", true)]
    [InlineData(Vonage, "Authorization", false)]
    [InlineData(Vonage, "Authorization", true)]
    [InlineData("/webhooks/twilio/nobody", "X-Twilio-Signature", false)]
    [InlineData("/webhooks/vonage/nobody", "Authorization", true)]
    public async Task A_provider_that_posts_single_statuses_may_post_64_kB_and_not_a_byte_more(string path, string header, bool chunked)
    {
        foreach (
            var (length, status) in new[] { (64 * 1024, HttpStatusCode.Unauthorized),
                (64 * 1024 + 1, HttpStatusCode.RequestEntityTooLarge) })
        {
            var request = With(Post(path, new string('a', length)), header, "Bearer x.y.z");
            request.Headers.TransferEncodingChunked = chunked;
            (await PostAsync(request)).Should().Be(status);
        }
    }

    [Fact]
    public async Task A_body_that_is_not_signed_is_not_even_read()
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(host.Address.Host, host.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Bytes($"POST {Meta} HTTP/1.1\r\nHost: {host.Address.Authority}\r\nContent-Length: 4000000\r\n\r\n"));

        using var reader = new StreamReader(stream);
        // The response comes though not a byte of the body was sent.
        (await reader.ReadLineAsync()).Should().Be("HTTP/1.1 401 Unauthorized");
    }

    [Fact]
    public async Task A_receipt_counts_with_the_providers_signature_and_changes_nothing_without()
    {
        var umid = await host.Client.SendAsync(DemoClient.Fallback("+9990144007", whatsApp: 60));
        var reference = $"{Guid.Parse(umid):N}-1";
        await Until.TrueAsync(() => host.Client.TimelineAsync(umid), seen => Status(seen) == "accepted");
        var read = Status("read", reference);
        var lines = (await host.Client.TimelineAsync(umid))["events"]!.AsArray().Count;

        foreach (
            var signature in new[] { null, "", "sha256=", "sha256=00", Signatures.Meta("another-secret", Bytes(read)),
                Signatures.Meta(Secret, Bytes(read + " ")) })
            (await PostAsync(With(Post(Meta, read), "X-Hub-Signature-256", signature))).Should().Be(HttpStatusCode.Unauthorized, signature);
        (await host.Client.TimelineAsync(umid))["events"]!.AsArray().Should().HaveCount(lines);
        (await ParkedAsync($"wamid.{reference}")).Should().Be(0);

        (await PostAsync(SignedByMeta(read))).Should().Be(HttpStatusCode.OK);
        Status(await host.Client.TimelineAsync(umid)).Should().Be("read", "the response comes after the commit");
    }

    [Fact]
    public async Task The_other_providers_signatures_are_required_too()
    {
        const string Json = """{ "message_uuid": "6c3b0bf4-1f2f-4c0c-8f5d-2e1d7a5b9c11", "status": "delivered" }""";
        (await PostAsync(Post(Vonage, Json))).Should().Be(
            HttpStatusCode.ServiceUnavailable, "Vonage leaves the token out now and then, and posts again");
        foreach (
            var token in new[] { "Bearer x", "Bearer x.y.z", "Basic eDp5", "Bearer " + Token(Json, "another-secret-of-thirty-two-bytes!"),
                "Bearer " + Token(Json + " ") })
            (await PostAsync(With(Post(Vonage, Json), "Authorization", token))).Should().Be(HttpStatusCode.Unauthorized, token);

        foreach (
            var signature in new[] { null, "", "AAAA",
                Signatures.Twilio("another", new Uri(host.Address, Twilio).AbsoluteUri, Form("delivered")) })
            (await PostAsync(With(Posted(Form("delivered")), "X-Twilio-Signature", signature))).Should().Be(
                HttpStatusCode.Unauthorized, signature);
        (await ParkedAsync("6c3b0bf4-1f2f-4c0c-8f5d-2e1d7a5b9c11")).Should().Be(0);
        (await ParkedAsync("SM0")).Should().Be(0);
    }

    [Fact]
    public async Task Metas_check_of_the_address_returns_its_challenge()
    {
        using var response = await host.Client.Http.GetAsync($"{Meta}?hub.mode=subscribe&hub.verify_token=dev-meta-verify-token&hub.challenge=1158201444");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.Should().Be("text/plain");
        (await response.Content.ReadAsStringAsync()).Should().Be("1158201444");
        (await host.Client.GetAsync($"{Meta}?hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=1")).Status.Should().Be(
            HttpStatusCode.Forbidden);
        (await host.Client.GetAsync(Meta)).Status.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_body_of_4_MB_is_read_and_one_byte_more_is_refused()
    {
        const int Most = 4 * 1024 * 1024;
        var empty = """{ "entry": [] }""".PadRight(Most);

        (await PostAsync(SignedByMeta(empty))).Should().Be(HttpStatusCode.OK);
        (await PostAsync(SignedByMeta(empty + " "))).Should().Be(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{")]
    [InlineData("not JSON")]
    [InlineData("""{ "entry": null, "message_uuid": null, "status": null }""")]
    [InlineData("""{ "entry": [ null, 7 ], "message_uuid": 7, "status": [ ] }""")]
    [InlineData("""{ "entry": [ { "changes": [ { "field": "messages", "value": { "statuses": [ null, 7, { "id": { } } ] } } ] } ] }""")]
    [InlineData("""{ "message_uuid": "a\u0000b", "status": "rejected", "timestamp": "0001-01-01T00:00:00Z", "error": { "title": "\u0000" } }""")]
    [InlineData("""{ "message_uuid": "x", "status": "delivered", "timestamp": "never", "client_ref": "0193-1" }""")]
    [InlineData("""{ "message_uuid": "\uD800", "status": "delivered" }""")]
    [InlineData("MessageStatus=delivered&MessageSid=%00&RawDlrDoneDate=9999999999")]
    [InlineData("MessageStatus=failed&MessageSid=SM1&ErrorCode=999999999999&ErrorMessage=%00")]
    [InlineData("MessageStatus=delivered&MessageSid=%FF%FE&=&&&==%")]
    public async Task Garbage_with_a_valid_signature_is_rejected_or_ignored_and_harms_nothing(string body)
    {
        HttpRequestMessage[] requests =
        [
            SignedByMeta(body),
            With(Post(Vonage, body), "Authorization", "Bearer " + Token(body)),
            SignedByTwilio(body, ""),
            SignedByTwilio(body, "?ref=0193&ref=x"),
        ];
        foreach (var request in requests)
            (await PostAsync(request)).Should().BeOneOf([HttpStatusCode.OK, HttpStatusCode.BadRequest], request.RequestUri!.ToString());
    }

    [Fact]
    public async Task A_status_that_PostgreSQL_cannot_store_does_not_affect_the_others()
    {
        var umid = await host.Client.SendAsync(DemoClient.Fallback("+9990144008", whatsApp: 60));
        var reference = $"{Guid.Parse(umid):N}-1";
        await Until.TrueAsync(() => host.Client.TimelineAsync(umid), seen => Status(seen) == "accepted");

        var batch = Notification(
            """{ "id": "a\u0000b", "status": "read" }""",
            """{ "id": "\u0000", "status": "failed", "errors": [ { "code": 131026, "title": "\u0000" } ] }""",
            $$"""{ "id": "c\u0000d", "status": "delivered", "biz_opaque_callback_data": "{{reference}}" }""");
        (await PostAsync(SignedByMeta(batch))).Should().Be(HttpStatusCode.OK);

        Status(await host.Client.TimelineAsync(umid)).Should().Be("delivered");
    }

    [Fact]
    public async Task An_authentic_request_without_meaning_returns_2xx_so_that_the_providers_queue_does_not_jam()
    {
        var unheard = $"{Guid.Parse("01930000-0000-7000-8000-000000000000"):N}-1";
        foreach (var body in new[] { Status("delivered", unheard), Status("teleported", unheard), Notification("""{ "id": "wamid.nobody", "status": "sent" }""") })
            (await PostAsync(SignedByMeta(body))).Should().Be(HttpStatusCode.OK, body);
        (await PostAsync(SignedByTwilio("MessageStatus=teleported&MessageSid=SM2", ""))).Should().Be(HttpStatusCode.OK);

        (await ParkedAsync("wamid.nobody")).Should().Be(1, "its message may be known in a moment");
        (await host.AskAsync<long>("SELECT count(*) FROM messages WHERE id = '01930000-0000-7000-8000-000000000000'")).Should().Be(0);
    }

    [Fact]
    public async Task A_receipt_of_one_account_does_not_count_for_an_attempt_of_another()
    {
        var umid = await host.Client.SendAsync(DemoClient.Fallback("+9990144009", whatsApp: 60));
        await Until.TrueAsync(() => host.Client.TimelineAsync(umid), seen => Status(seen) == "accepted");

        (await PostAsync(SignedByTwilio("MessageStatus=delivered&MessageSid=SM3", $"?ref={Guid.Parse(umid):N}-1"))).Should().Be(
            HttpStatusCode.OK);

        Status(await host.Client.TimelineAsync(umid)).Should().Be("accepted");
    }

    private const string Secret = "dev-meta-app-secret";

    private Task<long> ParkedAsync(string providerId) =>
        host.AskAsync<long>($"SELECT count(*) FROM parked_receipts WHERE provider_id = '{providerId}'");

    private static string? Status(System.Text.Json.Nodes.JsonNode timeline) => timeline["attempts"]![0]!["status"]?.GetValue<string>();

    private static string Notification(params string[] statuses) =>
        $$"""{ "entry": [ { "changes": [ { "field": "messages", "value": { "statuses": [ {{string.Join(",", statuses)}} ] } } ] } ] }""";

    private static string Status(string status, string reference) =>
        Notification($$"""{ "id": "wamid.{{reference}}", "status": "{{status}}", "biz_opaque_callback_data": "{{reference}}" }""");

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static HttpRequestMessage Post(string path, string body, string type = "application/json") =>
        new(HttpMethod.Post,
            path) { Content = new ByteArrayContent(Bytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue(type) } } };

    private static HttpRequestMessage With(HttpRequestMessage request, string header, string? value)
    {
        if (value is not null)
            request.Headers.TryAddWithoutValidation(header, value);
        return request;
    }

    private static HttpRequestMessage SignedByMeta(string body, string path = Meta) =>
        With(Post(path, body), "X-Hub-Signature-256", Signatures.Meta(Secret, Bytes(body)));

    private static string Token(string body, string secret = "dev-vonage-signature-secret-of-32-bytes") =>
        Signatures.Vonage(secret, Bytes(body), TimeProvider.System.GetUtcNow(), "1", "devkey", "app");

    private static Dictionary<string, string> Form(string status) => new() { ["MessageStatus"] = status, ["MessageSid"] = "SM0" };

    private static HttpRequestMessage Posted(Dictionary<string, string> form) =>
        new(HttpMethod.Post, Twilio) { Content = new FormUrlEncodedContent(form) };

    private HttpRequestMessage SignedByTwilio(string body, string query)
    {
        List<KeyValuePair<string, string>> form = [];
        foreach (var pair in new QueryStringEnumerable(body))
            form.Add(new(pair.DecodeName().ToString(), pair.DecodeValue().ToString()));
        return With(
            Post(Twilio + query, body, "application/x-www-form-urlencoded"),
            "X-Twilio-Signature",
            Signatures.Twilio("dev-twilio-auth-token", new Uri(host.Address, Twilio + query).AbsoluteUri, form));
    }

    private async Task<HttpStatusCode> PostAsync(HttpRequestMessage request)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        request.Headers.ExpectContinue = true; // Else a refusal may come while the body is still written, and break the connection.
        using var response = await http.SendAsync(request);
        request.Dispose();
        return response.StatusCode;
    }
}
