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
    [InlineData("ttl", "5")]
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

    private static JsonObject Sms() => new()
    {
        ["channel"] = "sms",
        ["message_type"] = "text",
        ["to"] = "447700900123",
        ["from"] = "ACME",
        ["text"] = "Hello",
    };
}
