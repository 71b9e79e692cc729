using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace FallbackOrchestrator.UnitTests.Simulator;

public sealed class VonageSimulatorTests
{
    private readonly VonageCaller _caller = new();

    [Fact]
    public async Task A_receipt_goes_where_the_call_says_with_the_reference_and_a_token_over_its_body()
    {
        await using var world = await SimulatorWorld.StartAsync();

        var response = await world.Http.SendAsync(_caller.Text(world, _caller.Number(2)));
        await world.PlayToTheEndAsync();

        response.StatusCode.Should().Be(HttpStatusCode.Accepted);
        var receipt = world.Posted.Should().ContainSingle().Subject;
        receipt.Path.Should().Be("/webhooks/vonage/given");
        _caller.Reference(receipt).Should().Be("attempt-1");
        var body = JsonNode.Parse(receipt.Body)!;
        body["message_uuid"]!.GetValue<string>().Should().Be(_caller.ProviderId(JsonNode.Parse(await response.Content.ReadAsStringAsync())!));
        body["channel"]!.GetValue<string>().Should().Be("viber_service");
        body["timestamp"]!.GetValue<string>().Should().Be("2026-11-23T10:00:00.3Z");

        var token = receipt.Header("Authorization").Split(' ')[1].Split('.');
        token[2].Should().Be(Base64Url.EncodeToString(HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(SimulatorWorld.SignatureSecret), Encoding.UTF8.GetBytes($"{token[0]}.{token[1]}"))));
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(token[1]))!;
        claims["payload_hash"]!.GetValue<string>().Should().Be(Convert.ToHexStringLower(SHA256.HashData(receipt.Body)));
        claims["iat"]!.GetValue<long>().Should().Be(SimulatorWorld.Start.ToUnixTimeSeconds());
        claims["api_key"]!.GetValue<string>().Should().Be("a1b2c3d");
    }

    [Fact]
    public async Task A_call_that_names_no_webhook_is_reported_to_the_accounts_own()
    {
        await using var world = await SimulatorWorld.StartAsync();

        await world.Http.SendAsync(VonageCaller.Post(Sms()));
        await world.PlayToTheEndAsync();

        world.Posted.Select(receipt => receipt.Path).Should().Equal("/webhooks/vonage/main-viber", "/webhooks/vonage/main-viber");
    }

    [Fact]
    public async Task An_SMS_reads_its_own_digit_and_has_its_own_error_if_unreachable()
    {
        await using var world = await SimulatorWorld.StartAsync();
        var sms = Sms();
        sms["to"] = "9990440";

        var response = await world.Http.SendAsync(VonageCaller.Post(sms));

        _caller.Code(JsonNode.Parse(await response.Content.ReadAsStringAsync())!).Should().Be("1260");
    }

    [Fact]
    public async Task A_rejected_receipt_has_a_reason()
    {
        await using var world = await SimulatorWorld.StartAsync();

        await world.Http.SendAsync(_caller.Text(world, _caller.Number(5)));
        await world.PlayToTheEndAsync();

        JsonNode.Parse(world.Posted.Single().Body)!["error"]!["title"]!.GetValue<string>().Should().Be("1300");
    }

    [Fact]
    public async Task Wrong_credentials_return_401_and_a_token_in_the_form_of_a_JWT_is_accepted()
    {
        await using var world = await SimulatorWorld.StartAsync();
        var signed = VonageCaller.Post(Sms());
        signed.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "a.b.c");

        (await world.Http.SendAsync(VonageCaller.Post(Sms(), secret: "wrong"))).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await world.Http.SendAsync(signed)).StatusCode.Should().Be(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("channel", "\"pigeon\"")]
    [InlineData("message_type", null)]
    [InlineData("message_type", "\"image\"")]
    [InlineData("to", null)]
    [InlineData("to", "\"+447700900123\"")]
    [InlineData("from", null)]
    [InlineData("from", "\"+6591110000\"")]
    [InlineData("text", "\"\"")]
    [InlineData("ttl", "19")]
    [InlineData("ttl", "604801")]
    [InlineData("ttl", "\"60\"")]
    [InlineData("webhook_url", "\"/webhooks\"")]
    public async Task A_body_that_lacks_what_Vonage_asks_for_is_refused(string property, string? json)
    {
        await using var world = await SimulatorWorld.StartAsync();
        var body = Sms();
        body[property] = json is null ? null : JsonNode.Parse(json);

        var response = await world.Http.SendAsync(VonageCaller.Post(body));

        response.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        _caller.Code(JsonNode.Parse(await response.Content.ReadAsStringAsync())!).Should().Be("1150");
        world.Receipts.Pending.Should().Be(0);
    }

    [Theory]
    [InlineData("""{"message_type":"video","video":{"url":"https://cdn.example/1.mp4"},"viber_service":{"duration":"5","file_size":"1"}}""", false)]
    [InlineData("""{"message_type":"video","video":{"url":"https://cdn.example/1.mp4","thumb_url":"https://cdn.example/1.jpg"}}""", false)]
    [InlineData("""{"message_type":"video","video":{"url":"https://cdn.example/1.mp4","thumb_url":"https://cdn.example/1.jpg"},"viber_service":{"duration":"5","file_size":"1"}}""", true)]
    [InlineData("""{"message_type":"file","file":{"url":"https://cdn.example/1.pdf","name":"a-name-of-26-characters.pdf"}}""", false)]
    [InlineData("""{"message_type":"file","file":{"url":"https://cdn.example/1.pdf","name":"1.pdf"}}""", true)]
    [InlineData("""{"message_type":"file","file":{"url":"https://cdn.example/1"}}""", true)]
    public async Task Media_on_Viber_need_what_Vonage_documents(string content, bool taken)
    {
        await using var world = await SimulatorWorld.StartAsync();
        var body = Sms();
        body["channel"] = "viber_service";
        foreach (var (name, value) in JsonNode.Parse(content)!.AsObject())
            body[name] = value!.DeepClone();

        (await world.Http.SendAsync(VonageCaller.Post(body))).StatusCode.Should().Be(
            taken ? HttpStatusCode.Accepted : HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [InlineData("sms", """{"ttl":20}""", 20)]
    [InlineData("rcs", """{"ttl":259200}""", 259_200)]
    [InlineData("rcs", """{"ttl":259201}""", null)]
    [InlineData("viber_service", """{"viber_service":{"ttl":30}}""", 30)]
    [InlineData("viber_service", """{"viber_service":{"ttl":29}}""", null)]
    [InlineData("whatsapp", """{"ttl":60}""", null)]
    public async Task A_lifetime_is_taken_where_the_channel_has_one_and_is_shown(string channel, string ttl, int? seconds)
    {
        await using var world = await SimulatorWorld.StartAsync();
        var body = Sms();
        body["channel"] = channel;
        foreach (var (name, value) in JsonNode.Parse(ttl)!.AsObject())
            body[name] = value!.DeepClone();

        var response = await world.Http.SendAsync(VonageCaller.Post(body));

        response.StatusCode.Should().Be(seconds is null ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.Accepted);
        world.Log.Calls().Single().Lifetime.Should().Be(seconds is { } set ? TimeSpan.FromSeconds(set) : null);
    }

    [Theory]
    [InlineData("rcs", 0, 200, 0)]
    [InlineData("rcs", 700, 200, 3)] // delivered before
    [InlineData("sms", 0, 422, 2)]
    public async Task A_message_of_RCS_can_be_revoked_until_it_is_delivered(string channel, int milliseconds, int status, int receipts)
    {
        await using var world = await SimulatorWorld.StartAsync();
        var body = Sms();
        (body["channel"], body["to"]) = (channel, "9990444444");
        var sent = await world.Http.SendAsync(VonageCaller.Post(body));
        var id = _caller.ProviderId(JsonNode.Parse(await sent.Content.ReadAsStringAsync())!);
        world.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        await world.Receipts.WhenIdleAsync();

        var revoked = await world.Http.SendAsync(Revoking(id));
        await world.PlayToTheEndAsync();

        ((int)revoked.StatusCode).Should().Be(status);
        world.Posted.Should().HaveCount(receipts);
        (await world.Http.SendAsync(Revoking("unknown"))).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    private static HttpRequestMessage Revoking(string id)
    {
        var request = VonageCaller.Post(new { status = "revoked" });
        return new HttpRequestMessage(HttpMethod.Patch, $"{request.RequestUri}/{id}")
        {
            Content = request.Content,
            Headers = { Authorization = request.Headers.Authorization },
        };
    }

    private static JsonObject Sms() => new()
    {
        ["channel"] = "sms",
        ["message_type"] = "text",
        ["to"] = "447700900123",
        ["from"] = "ACME",
        ["text"] = "Hello",
    };
}
