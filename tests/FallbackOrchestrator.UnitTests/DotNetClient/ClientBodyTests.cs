using System.Text.Json;
using FallbackOrchestrator.Client;

namespace FallbackOrchestrator.UnitTests.DotNetClient;

/// <summary>What the client writes and reads.</summary>
public sealed class ClientBodyTests : IDisposable
{
    private readonly StubService _service = new();

    public void Dispose() => _service.Dispose();

    public static TheoryData<Content, string> Contents => new()
    {
        { new TextContent("Hello"), """{"type":"text","content":{"text":"Hello"}}""" },
        {
            new TextContent("Hello") { Sms = new SmsSettings { Encoding = SmsEncoding.Ucs2, Source = "SHOP" }, FallbackText = "Hi" },
            """{"type":"text","content":{"text":"Hello","fallbackText":"Hi","sms":{"encoding":"UCS2","source":"SHOP"}}}"""
        },
        {
            new ImageContent("https://cdn.example/a.jpg", "A parcel"),
            """{"type":"image","content":{"url":"https://cdn.example/a.jpg","text":"A parcel"}}"""
        },
        { new LocationContent(new Place(1.5, 2) { Name = "Desk" }), """{"type":"location","content":{"location":{"latitude":1.5,"longitude":2,"name":"Desk"}}}""" },
        {
            new TemplateContent(new Template("order_ready", "en_US", [new(ComponentType.Body, [TemplateParameter.OfText("7781")])])),
            """
            {"type":"template","content":{"template":{"name":"order_ready","language":"en_US","components":[{"type":"body","parameters":[{"type":"text","text":"7781"}]}]}}}
            """
        },
        {
            new OtherContent("interactive")
            {
                More = new Dictionary<string, JsonElement> { ["interactive"] = JsonElement.Parse("""{"body":{"text":"Yes?"}}""") },
            },
            """{"type":"interactive","content":{"interactive":{"body":{"text":"Yes?"}}}}"""
        },
    };

    [Theory]
    [MemberData(nameof(Contents))]
    public async Task Content_is_written_with_its_type(Content content, string expected)
    {
        await _service.Client().SendAsync(new SendRequest { User = new("+6591234567"), Content = content });

        using var written = JsonDocument.Parse(_service.Requests.Single().Body);
        using var wanted = JsonDocument.Parse(expected);
        JsonElement.DeepEquals(written.RootElement.GetProperty("type"), wanted.RootElement.GetProperty("type")).Should().BeTrue();
        JsonElement.DeepEquals(written.RootElement.GetProperty("content"), wanted.RootElement.GetProperty("content"))
            .Should().BeTrue(_service.Requests.Single().Body);
    }

    [Fact]
    public async Task A_request_has_the_fields_that_were_set_and_no_others()
    {
        await _service.Client().SendAsync(new SendRequest
        {
            User = new("+6591234567"),
            Content = new TextContent("Hello"),
            Channels = [new(Channel.WhatsApp, 60, SuccessStatus.Read), new(Channel.Sms)],
            Priority = Priority.Marketing,
            More = new Dictionary<string, JsonElement> { ["newer"] = JsonElement.Parse("1") },
        });

        using var written = JsonDocument.Parse(_service.Requests.Single().Body);
        using var wanted = JsonDocument.Parse("""
            {"user":{"msisdn":"+6591234567"},"type":"text","content":{"text":"Hello"},"priority":"marketing","newer":1,
             "channels":[{"channel":"WhatsApp","fallbackAfter":60,"successStatus":"Read"},{"channel":"SMS"}]}
            """);
        JsonElement.DeepEquals(written.RootElement, wanted.RootElement).Should().BeTrue(_service.Requests.Single().Body);
    }

    [Fact]
    public async Task A_name_that_the_client_does_not_know_is_not_sent()
    {
        await _service.Client().Invoking(client => client.SendAsync(new SendRequest
        {
            User = new("+6591234567"),
            Content = new TextContent("Hello"),
            Channels = [new(Channel.Unrecognized)],
        })).Should().ThrowAsync<ArgumentException>().WithMessage("Channel.Unrecognized cannot be sent: choose one of *WhatsApp*");

        _service.Requests.Should().BeEmpty();
    }

    [Theory]
    [InlineData("\"SMS\"", Channel.Sms)]
    [InlineData("\"whatsapp\"", Channel.WhatsApp)]
    [InlineData("\"Pigeon\"", Channel.Unrecognized)]
    [InlineData("1", Channel.Unrecognized)]
    [InlineData("{\"name\":\"SMS\"}", Channel.Unrecognized)]
    [InlineData("null", null)]
    public void A_name_is_read_in_any_case_and_a_new_one_is_unrecognized(string json, Channel? expected) =>
        JsonSerializer.Deserialize<Channel?>(json).Should().Be(expected);
}
