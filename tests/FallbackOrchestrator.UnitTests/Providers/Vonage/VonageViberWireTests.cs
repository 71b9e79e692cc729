using System.Globalization;
using System.Text.Json.Nodes;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Providers.Vonage;
using FallbackOrchestrator.UnitTests.Sending;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Vonage;

/// <summary>
/// Bodies for Viber contain no member that Vonage does not list, every member that it demands, and only values within its limits. Sources:
/// Vonage's own SDKs of July and August 2026, for Python (messages/viber, with the limits), Java (messages/viber) and Node
/// (packages/messages, types/Channels/Viber). A video with a button is listed by Node's and .NET's only.
/// </summary>
public sealed class VonageViberWireTests
{
    private static readonly string[] Documents =
        ["doc", "docx", "rtf", "dot", "dotx", "odt", "odf", "fodt", "txt", "info", "pdf", "xps", "pdax", "eps", "xls", "xlsx", "ods",
            "fods", "csv", "xlsm", "xltx"];

    private static readonly Dictionary<string, Func<JsonNode, bool>> OfEveryMessage = new()
    {
        ["channel"] = value => Text(value) == "viber_service",
        ["message_type"] = value => Text(value) is "text" or "image" or "video" or "file",
        ["to"] = value => Text(value) is { Length: >= 7 and <= 15 } digits && digits.All(char.IsAsciiDigit),
        ["from"] = value => Text(value).Length is >= 1 and <= 50,
        ["client_ref"] = value => Text(value).Length is >= 1 and <= 100,
        ["webhook_url"] = IsAddress,
        ["webhook_version"] = value => Text(value) == "v1",
        ["viber_service.ttl"] = value => value.GetValue<int>() is >= 30 and <= 259_200,
        ["viber_service.category"] = value => Text(value) is "transaction" or "promotion",
    };

    private static readonly Dictionary<string, Func<JsonNode, bool>> Button = new()
    {
        ["viber_service.action.url"] = IsAddress,
        ["viber_service.action.text"] = value => Text(value).Length is >= 1 and <= 30,
    };

    private static readonly Dictionary<string, Kind> Kinds = new()
    {
        ["text"] = new(["text"], new() { ["text"] = value => Text(value).Length is >= 1 and <= 1000 }, TakesButton: true),
        ["image"] = new(["image.url"], new() { ["image.url"] = IsAddress, ["image.caption"] = IsCaption }, TakesButton: true),
        ["video"] = new(
            ["video.url", "video.thumb_url", "viber_service.duration", "viber_service.file_size"],
            new()
            {
                ["video.url"] = IsAddress,
                ["video.thumb_url"] = value => IsAddress(value) && Text(value).Length <= 1000,
                ["video.caption"] = IsCaption,
                ["viber_service.duration"] = value => IsWhole(value, 600),
                ["viber_service.file_size"] = value => IsWhole(value, 200),
            },
            TakesButton: true),
        ["file"] = new(["file.url"], new()
        {
            ["file.url"] = IsAddress,
            ["file.name"] = value => Text(value).Length <= 25 && Documents.Contains(Text(value)[(Text(value).LastIndexOf('.') + 1)..]),
        }),
    };

    private static IEnumerable<(string Name, ContentBody Body)> Published =>
        from shape in PublishedShapes.All
        let body = Carried(shape.Body)
        where body is not null
        select (shape.Name, body);

    public static TheoryData<string> Names => [.. Published.Select(shape => shape.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task A_published_shape_goes_to_Viber_as_Vonage_takes_it(string name) =>
        await HoldsAsync(Published.First(shape => shape.Name == name).Body);

    [Theory]
    [InlineData("text", """{"text":"@"}""", 1000)]
    [InlineData("image", """{"url":"https://cdn.example/1.jpg","text":"@"}""", 1000)]
    [InlineData("buttons", """{"text":"Look","button":{"caption":"@","action":"https://shop.example"}}""", 30)]
    [InlineData("video", """{"url":"https://cdn.example/1.mp4","text":"@","video":{"thumbnail":"https://cdn.example/1.jpg","duration":0.2,"filesize":1}}""", 1000)]
    [InlineData("video", """{"url":"https://cdn.example/1.mp4","text":"@","video":{"thumbnail":"https://cdn.example/1.jpg","duration":600,"filesize":209715200}}""", 1000)]
    [InlineData("video", """{"url":"https://cdn.example/1.mp4","text":"@"}""", 900)]
    [InlineData("file", """{"url":"https://cdn.example/@.pdf"}""", 200)]
    [InlineData("file", """{"url":"https://cdn.example/get?id=@"}""", 20)]
    [InlineData("template", """{"template":{"name":"n","language":"en"},"fallbackText":"@"}""", 1000)]
    public async Task A_content_at_the_limit_goes_to_Viber_as_Vonage_takes_it(string type, string content, int length)
    {
        var body = Carried($$"""{"user":{"msisdn":"+6591234567"},"type":"{{type}}","content":{{content.Replace("@", new string('a', length))}}}""");

        await HoldsAsync(body!);
    }

    [Fact]
    public void Every_kind_that_8x8_publishes_for_Viber_is_among_the_shapes() =>
        Published.Select(shape => (shape.Body.Kind, HasText: shape.Body.Caption is not null, HasButton: HasButton(shape.Body)))
            .Should().Contain([
                (ContentKind.Text, false, false),
                (ContentKind.Image, false, false),
                (ContentKind.Image, true, false),
                (ContentKind.Video, false, false),
                (ContentKind.Video, true, false),
                (ContentKind.Video, true, true),
                (ContentKind.File, false, false),
                (ContentKind.Buttons, false, false),
                (ContentKind.Buttons, false, true),
            ]);

    private static async Task HoldsAsync(ContentBody body)
    {
        var adapter = new VonageProvider().CreateAdapter(A.Settings(Channel.Viber.Name, VonageConformance.Account));
        using var call = adapter.WriteCall(A.Handover with { Body = body, Lifetime = TimeSpan.FromSeconds(55) });
        var written = JsonNode.Parse(await call.Content!.ReadAsStringAsync())!;
        var members = Members(written, "").ToDictionary(member => member.Path, member => member.Value);
        var kind = Kinds[Text(members["message_type"])];

        members.Keys.Should().BeSubsetOf([.. OfEveryMessage.Keys, .. kind.Members.Keys, .. Button.Keys.Where(_ => kind.TakesButton)]);
        members.Keys.Should().Contain([.. OfEveryMessage.Keys, .. kind.Demanded]);
        members.Keys.Intersect(Button.Keys).Should().HaveCount(HasButton(body) ? Button.Count : 0, "a button needs both");
        foreach (var (path, fits) in OfEveryMessage.Concat(kind.Members).Concat(Button).Where(rule => members.ContainsKey(rule.Key)))
            fits(members[path]).Should().BeTrue($"{path} is {members[path].ToJsonString()}");
    }

    private static ContentBody? Carried(string send)
    {
        var body = JsonNode.Parse(send)!;
        body["channels"] = new JsonArray(new JsonObject { ["channel"] = "Viber" });
        body["user"] = new JsonObject { ["msisdn"] = "+6591234567" };
        return SendingWorld.Read(body.ToJsonString()).Message is { } message
            && ContentRules.Fit(message.Content.For(1), Channel.Viber.Name) is Fitting.Fits fits
            ? fits.Body : null;
    }

    private static bool HasButton(ContentBody body) =>
        body is ContentBody.Buttons { Button: not null } or ContentBody.Video { Button: not null };

    private static IEnumerable<(string Path, JsonNode Value)> Members(JsonNode node, string path) => node is JsonObject parent
        ? parent.SelectMany(member => Members(member.Value!, path.Length == 0 ? member.Key : $"{path}.{member.Key}"))
        : [(path, node)];

    private static string Text(JsonNode value) => value.GetValue<string>();

    private static bool IsAddress(JsonNode value) => Uri.TryCreate(Text(value), UriKind.Absolute, out _);

    private static bool IsCaption(JsonNode value) => Text(value).Length is >= 1 and <= 1000;

    private static bool IsWhole(JsonNode value, int most) =>
        int.TryParse(Text(value), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most;

    /// <param name="Demanded">The members that must be there.</param>
    /// <param name="Members">The members that may be there.</param>
    /// <param name="TakesButton">True if it may have a button.</param>
    private sealed record Kind(string[] Demanded, Dictionary<string, Func<JsonNode, bool>> Members, bool TakesButton = false);
}
