using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FallbackOrchestrator.Hosting;

namespace FallbackOrchestrator.UnitTests.Simulator;

public sealed class GoogleSimulatorTests
{
    private const string Phones = "/simulator/google/v1/phones";
    private const string Text = """{"contentMessage":{"text":"Hello"}}""";

    private static readonly string Id = new Guid(1, 2, 0x4003, [0x80, 5, 6, 7, 8, 9, 10, 11]).ToString("D");

    private static string Number(int digit) => $"+9990444{digit}001";

    private static async Task<SimulatorWorld> StartAsync(params (string Name, string? Value)[] settings)
    {
        var world = await SimulatorWorld.StartAsync(settings);
        var (status, body) = await AskForTokenAsync(world);
        status.Should().Be(HttpStatusCode.OK);
        world.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", body["access_token"]!.GetValue<string>());
        return world;
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> AskForTokenAsync(
        SimulatorWorld world, string? audience = null, string email = SimulatorWorld.ClientEmail, int seconds = 3600, bool forged = false,
        string grant = "urn:ietf:params:oauth:grant-type:jwt-bearer")
    {
        var now = world.Time.GetUtcNow().ToUnixTimeSeconds();
        var claims = JsonSerializer.SerializeToUtf8Bytes(new
        {
            iss = email,
            scope = "https://www.googleapis.com/auth/rcsbusinessmessaging",
            aud = audience ?? $"{world.Http.BaseAddress}simulator/google/token",
            iat = now,
            exp = now + seconds,
        });
        var signed = $"{Base64Url.EncodeToString("""{"alg":"RS256","typ":"JWT"}"""u8)}.{Base64Url.EncodeToString(claims)}";
        using var key = RSA.Create(2048);
        if (!forged)
            key.ImportFromPem(DevelopmentKey.Pem);
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var form = new FormUrlEncodedContent(
            [new("grant_type", grant), new("assertion", $"{signed}.{Base64Url.EncodeToString(signature)}")]);
        using var response = await world.Http.PostAsync("/simulator/google/token", form);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    private static async Task<(int Status, JsonNode? Body)> SendAsync(
        SimulatorWorld world, int digit, string body = Text, string? id = null, string agent = "acme_agent")
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await world.Http.PostAsync($"{Phones}/{Number(digit)}/agentMessages?messageId={id ?? Id}&agentId={agent}", content);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync()));
    }

    private static async Task<int> RevokeAsync(SimulatorWorld world, int digit, string? id = null)
    {
        using var response = await world.Http.DeleteAsync($"{Phones}/{Number(digit)}/agentMessages/{id ?? Id}?agentId=acme_agent");
        return (int)response.StatusCode;
    }

    private static JsonNode EventOf(PostedReceipt posted) =>
        JsonNode.Parse(Convert.FromBase64String(JsonNode.Parse(posted.Body)!["message"]!["data"]!.GetValue<string>()))!;

    private static IEnumerable<string> Types(SimulatorWorld world) => world.Posted.Select(posted => EventOf(posted)["eventType"]!.GetValue<string>());

    [Theory]
    [InlineData(1, "")]
    [InlineData(2, "")]
    [InlineData(3, "DELIVERED")]
    [InlineData(4, "DELIVERED READ")]
    [InlineData(5, "TTL_EXPIRATION_REVOKED")]
    [InlineData(6, "DELIVERED READ")]
    [InlineData(9, "READ DELIVERED READ DELIVERED")]
    public async Task An_accepted_message_is_followed_by_the_events_of_its_digit(int digit, string types)
    {
        await using var world = await StartAsync();

        var (status, body) = await SendAsync(world, digit);
        await world.PlayToTheEndAsync();

        status.Should().Be(200);
        body!["name"]!.GetValue<string>().Should().Be($"phones/{Number(digit)}/agentMessages/{Id}");
        Types(world).Should().Equal(types.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task An_event_is_signed_over_its_decoded_data()
    {
        await using var world = await StartAsync();

        await SendAsync(world, 3);
        await world.PlayToTheEndAsync();

        var posted = world.Posted.Single();
        posted.Path.Should().Be("/webhooks/google/main-rcs");
        var data = Convert.FromBase64String(JsonNode.Parse(posted.Body)!["message"]!["data"]!.GetValue<string>());
        posted.Header("X-Goog-Signature").Should().Be(
            Convert.ToBase64String(HMACSHA512.HashData(Encoding.UTF8.GetBytes(SimulatorWorld.ClientToken), data)));
        EventOf(posted).ToJsonString().Should().Be(
            $$"""{"senderPhoneNumber":"\u002B99904443001","eventType":"DELIVERED","eventId":"{{Id}}/Delivered","messageId":"{{Id}}","agentId":"acme_agent","sendTime":"2026-11-23T10:00:00.600Z"}""");
    }

    [Fact]
    public async Task Digit_0_cannot_be_reached()
    {
        await using var world = await StartAsync();

        var (status, body) = await SendAsync(world, 0);

        status.Should().Be(404);
        body!["error"]!["status"]!.GetValue<string>().Should().Be("NOT_FOUND");
    }

    [Fact]
    public async Task A_second_message_with_the_same_id_is_ignored()
    {
        await using var world = await StartAsync();

        await SendAsync(world, 3);
        (await SendAsync(world, 3)).Status.Should().Be(200);
        await world.PlayToTheEndAsync();

        Types(world).Should().Equal("DELIVERED");
        world.Log.Calls().Select(call => call.ProviderId).Should().Equal(Id, null);
    }

    [Fact]
    public async Task Digit_7_takes_the_message_without_a_response_and_ignores_the_second_one()
    {
        await using var world = await StartAsync();

        await world.Awaiting(_ => SendAsync(world, 7)).Should().ThrowAsync<HttpRequestException>();
        (await SendAsync(world, 7)).Status.Should().Be(200);
        await world.PlayToTheEndAsync();

        Types(world).Should().Equal("DELIVERED");
    }

    [Fact]
    public async Task Digit_8_is_busy_for_the_first_two_calls_of_a_message()
    {
        await using var world = await StartAsync();

        (await SendAsync(world, 8)).Status.Should().Be(429);
        (await SendAsync(world, 8)).Status.Should().Be(429);
        (await SendAsync(world, 8)).Status.Should().Be(200);
    }

    [Theory]
    [InlineData(1, "20s", "")] // Silence.
    [InlineData(2, "20s", "TTL_EXPIRATION_REVOKED@20")]
    [InlineData(3, "20s", "DELIVERED@0")]
    [InlineData(6, "20s", "TTL_EXPIRATION_REVOKED@20")] // Its receipts would come after 20 s.
    [InlineData(6, "60.5s", "DELIVERED@20 READ@21")]
    public async Task At_the_end_of_its_lifetime_a_message_that_was_not_delivered_withdraws_itself(int digit, string ttl, string events)
    {
        await using var world = await StartAsync();

        await SendAsync(world, digit, $$"""{"contentMessage":{"text":"Hello"},"ttl":"{{ttl}}"}""");
        await world.PlayToTheEndAsync();

        world.Posted.Select(posted => string.Create(
                CultureInfo.InvariantCulture, $"{EventOf(posted)["eventType"]}@{Math.Floor((posted.At - SimulatorWorld.Start).TotalSeconds + 0.1):0}"))
            .Should().Equal(events.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_message_can_be_revoked_until_it_is_delivered()
    {
        await using var world = await StartAsync();

        await SendAsync(world, 6);
        (await RevokeAsync(world, 6)).Should().Be(200);
        (await RevokeAsync(world, 6)).Should().Be(200);
        await world.PlayToTheEndAsync();
        Types(world).Should().BeEmpty();

        var other = Id.Replace("00000001", "00000002", StringComparison.Ordinal);
        await SendAsync(world, 3, id: other);
        await world.PlayToTheEndAsync();
        (await RevokeAsync(world, 3, other)).Should().Be(404);
        (await RevokeAsync(world, 4, other)).Should().Be(404, "it went to another number");
        (await RevokeAsync(world, 3, Guid.Empty.ToString())).Should().Be(404);
    }

    [Fact]
    public async Task It_says_who_can_be_reached()
    {
        await using var world = await StartAsync();

        (await world.Http.GetAsync($"{Phones}/{Number(3)}/capabilities?requestId={Id}&agentId=acme_agent")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await world.Http.GetAsync($"{Phones}/{Number(0)}/capabilities?requestId={Id}&agentId=acme_agent")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        using var content = new StringContent(
            $$"""{"users":["{{Number(0)}}","{{Number(3)}}"],"agentId":"acme_agent"}""", Encoding.UTF8, "application/json");
        using var response = await world.Http.PostAsync("/simulator/google/v1/users:batchGet", content);
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!["reachableUsers"]!.AsArray().Should().ContainSingle();
    }

    [Theory]
    [InlineData("[]", "Invalid JSON payload")]
    [InlineData("{}", "contentMessage is missing")]
    [InlineData("""{"contentMessage":{}}""", "exactly one content")]
    [InlineData("""{"contentMessage":{"text":"a","contentInfo":{"fileUrl":"https://x.example"}}}""", "exactly one content")]
    [InlineData("""{"contentMessage":{"text":"a","colour":"red"}}""", "Unknown name \"colour\" at 'AgentContentMessage'")]
    [InlineData("""{"contentMessage":{"text":"a"},"messageTrafficType":"SPAM"}""", "messageTrafficType")]
    [InlineData("""{"contentMessage":{"text":"a"},"ttl":"20"}""", "ttl must be a duration")]
    [InlineData("""{"contentMessage":{"text":"a"},"ttl":"20s","expireTime":"2026-11-23T10:00:00Z"}""", "ttl must be a duration")]
    [InlineData("""{"contentMessage":{"text":"a"},"ttl":"1296001s"}""", "15 days")]
    [InlineData("""{"contentMessage":{"text":"a","suggestions":[{"reply":{"text":"abcdefghijklmnopqrstuvwxyz","postbackData":"x"}}]}}""", "25 characters")]
    [InlineData("""{"contentMessage":{"text":"a","suggestions":[{"reply":{"text":"a"}}]}}""", "postbackData is missing")]
    [InlineData("""{"contentMessage":{"richCard":{"carouselCard":{"cardWidth":"SMALL","cardContents":[{"title":"One"}]}}}}""", "2 to 10 cards")]
    [InlineData("""{"contentMessage":{"richCard":{"standaloneCard":{"cardOrientation":"HORIZONTAL","cardContent":{"title":"One"}}}}}""", "thumbnailImageAlignment")]
    [InlineData("""{"contentMessage":{"richCard":{"standaloneCard":{"cardOrientation":"SIDEWAYS","cardContent":{"title":"One"}}}}}""", "cardOrientation")]
    public async Task A_message_that_is_not_as_Google_documents_it_is_refused(string body, string why)
    {
        await using var world = await StartAsync();

        var (status, response) = await SendAsync(world, 3, body);

        status.Should().Be(400);
        response!["error"]!["message"]!.GetValue<string>().Should().Contain(why);
        response["error"]!["status"]!.GetValue<string>().Should().Be("INVALID_ARGUMENT");
    }

    [Fact]
    public async Task An_id_that_is_no_UUID_is_refused_and_so_is_an_agent_of_somebody_else()
    {
        await using var world = await StartAsync();

        (await SendAsync(world, 3, id: "123")).Status.Should().Be(400);
        (await SendAsync(world, 3, agent: "other_agent")).Status.Should().Be(403);
    }

    [Fact]
    public async Task Without_a_token_that_is_valid_every_call_is_refused()
    {
        await using var world = await StartAsync();

        world.Time.Advance(TimeSpan.FromHours(1));
        (await SendAsync(world, 3)).Status.Should().Be(401, "the token has ended");
        world.Http.DefaultRequestHeaders.Authorization = null;
        (await SendAsync(world, 3)).Status.Should().Be(401);
        (await RevokeAsync(world, 3)).Should().Be(401);
    }

    [Fact]
    public async Task A_token_needs_an_assertion_of_the_service_account_for_this_service_at_this_time()
    {
        await using var world = await SimulatorWorld.StartAsync();

        (await AskForTokenAsync(world)).Status.Should().Be(HttpStatusCode.OK);
        foreach (var refused in new[]
        {
            await AskForTokenAsync(world, forged: true), await AskForTokenAsync(world, email: "other@acme.example"),
            await AskForTokenAsync(world, audience: "https://oauth2.googleapis.com/token"), await AskForTokenAsync(world, seconds: 3601),
            await AskForTokenAsync(world, seconds: 0),
        })
        {
            refused.Status.Should().Be(HttpStatusCode.BadRequest);
            refused.Body["error"]!.GetValue<string>().Should().Be("invalid_grant");
        }
        (await AskForTokenAsync(world, grant: "password")).Body["error"]!.GetValue<string>().Should().Be("unsupported_grant_type");
    }

    [Fact]
    public async Task Without_a_service_account_nobody_gets_a_token()
    {
        await using var world = await SimulatorWorld.StartAsync(("Google:ClientEmail", ""));

        (await AskForTokenAsync(world, email: "")).Status.Should().Be(HttpStatusCode.BadRequest);
    }
}
