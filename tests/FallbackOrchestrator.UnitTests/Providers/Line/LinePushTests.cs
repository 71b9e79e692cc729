using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Providers.Line;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Line;

/// <summary>
/// The requests and responses of LINE's OpenAPI document (line/line-openapi, <c>messaging-api.yml</c> of 1 July 2026:
/// <c>PushMessageRequest</c>, <c>PushMessageResponse</c>, <c>ErrorResponse</c>).
/// </summary>
public sealed class LinePushTests
{
    private static readonly Handover ToUser = A.Handover with { Recipient = new Recipient(null, LinePushConformance.User) };

    private static readonly IChannelAdapter Adapter =
        new LineProvider().CreateAdapter(A.Settings(Channel.Line.Name, LineConformance.Account));

    private static CallResult ResultOf(int status, string body) =>
        Adapter.ReadResponse(new ProviderResponse(status, Encoding.UTF8.GetBytes(body), RetryAfter: null));

    private static async Task<string> BodyAsync(ContentBody body) =>
        (await Requests.WrittenAsync(Adapter, ToUser with { Body = body })).Split("\n\n")[1];

    [Fact]
    public async Task A_text_is_written_as_LINE_wants_it() => (await Requests.WrittenAsync(Adapter, ToUser)).Should().Be($$"""
        POST https://api.line.me/v2/bot/message/push
        X-Line-Retry-Key: {{LineRetryKey.Of(A.Reference)}}
        Authorization: Bearer channel-access-token-1
        Content-Type: application/json; charset=utf-8

        {"to":"U4af4980629aabbccddeeff0011223344","messages":[{"type":"text","text":"Your parcel waits at the corner shop"}]}
        """);

    [Fact]
    public void The_retry_key_is_a_UUID_that_is_the_same_for_all_calls_of_an_attempt_and_for_no_other()
    {
        // Replicas of two versions may call for one attempt, so it must never change.
        LineRetryKey.Of(A.Reference).Should().Be(Guid.Parse("06c994a0-7cca-85df-9e00-51ad832f1217"))
            .And.NotBe(LineRetryKey.Of(A.Reference with { Step = 1 }));
    }

    [Fact]
    public async Task An_image_has_a_preview_and_without_one_is_its_own()
    {
        var url = new Uri("https://cdn.example/1.png");

        (await BodyAsync(new ContentBody.Image(url, new Uri("https://cdn.example/1s.jpg")))).Should().EndWith(
            """[{"type":"image","originalContentUrl":"https://cdn.example/1.png","previewImageUrl":"https://cdn.example/1s.jpg"}]}""");
        (await BodyAsync(new ContentBody.Image(url))).Should().EndWith(
            """[{"type":"image","originalContentUrl":"https://cdn.example/1.png","previewImageUrl":"https://cdn.example/1.png"}]}""");
    }

    [Fact]
    public async Task A_video_has_a_preview() => (await BodyAsync(
        new ContentBody.Video(new Uri("https://cdn.example/5s.mp4"), new Uri("https://cdn.example/5s.png")))).Should().EndWith(
            """[{"type":"video","originalContentUrl":"https://cdn.example/5s.mp4","previewImageUrl":"https://cdn.example/5s.png"}]}""");

    [Fact]
    public async Task The_duration_of_audio_is_in_milliseconds() =>
        (await BodyAsync(new ContentBody.Audio(new Uri("https://cdn.example/1.mp3"), 2.0001))).Should().EndWith(
            """[{"type":"audio","originalContentUrl":"https://cdn.example/1.mp3","duration":2001}]}""");

    [Theory]
    [InlineData("Shop", "1 Main Street", "Shop", "1 Main Street")]
    [InlineData("Shop", null, "Shop", "Shop")]
    [InlineData(null, "1 Main Street", "1 Main Street", "1 Main Street")]
    [InlineData(null, null, "1.285651, 103.847564", "1.285651, 103.847564")]
    public async Task A_location_has_a_title_and_an_address(string? name, string? address, string title, string written) =>
        (await BodyAsync(new ContentBody.Location(new Place(1.285651, 103.847564, name, address)))).Should().EndWith(
            $$"""[{"type":"location","title":"{{title}}","address":"{{written}}","latitude":1.285651,"longitude":103.847564}]}""");

    [Fact]
    public async Task A_long_name_of_a_place_is_cut_between_characters()
    {
        var written = await BodyAsync(new ContentBody.Location(new Place(1, 2, new string('x', 99) + "👟", "here")));

        written.Should().Contain($"\"title\":\"{new string('x', 99)}\"");
    }

    [Theory]
    [InlineData(200)]
    [InlineData(409)] // the call before was accepted, but its response was lost
    public void An_accepted_message_is_sent(int status) =>
        ResultOf(status, """{"message":"The retry key is already accepted","sentMessages":[{"id":"461230966842064897"}]}""").Should().Be(
            new CallResult.Accepted("461230966842064897", AttemptStatus.Sent));

    [Theory]
    [InlineData(400, "Failed to send messages", ErrorClass.NotReachable, ErrorSubject.Message, 1)]
    [InlineData(400, "The property, 'to', in the request body is invalid (line: -, column: -)", ErrorClass.NotReachable, ErrorSubject.Message, 1)]
    [InlineData(400, "Something new", ErrorClass.BadRequest, ErrorSubject.Message, 18)]
    [InlineData(401, "Authentication failed. Confirm that the access token in the authorization header is valid.", ErrorClass.Configuration, ErrorSubject.Account, 41)]
    [InlineData(403, "Access to this API is not available for your account", ErrorClass.Configuration, ErrorSubject.Account, 41)]
    [InlineData(422, "Something new", ErrorClass.NotReachable, ErrorSubject.Message, 1)]
    [InlineData(429, "You have reached your monthly limit.", ErrorClass.Configuration, ErrorSubject.Account, 42)]
    public void A_refusal_means_what_its_status_and_its_text_say(
        int status, string text, ErrorClass @class, ErrorSubject about, int code) =>
        ResultOf(status, $$"""{"message":"{{text}}"}""").Should().Be(
            new CallResult.Rejected(
                new AttemptError(@class, code, $"{status}", text) { NotOnChannel = text == "Failed to send messages" },
                about));

    [Fact]
    public void Every_row_of_the_table_is_tested()
    {
        var tested = typeof(LinePushTests).GetMethod(nameof(A_refusal_means_what_its_status_and_its_text_say))!
            .GetCustomAttributes(typeof(InlineDataAttribute), inherit: false)
            .Cast<InlineDataAttribute>()
            .Select(data => ((int)data.Data[0]!, (string)data.Data[1]!));

        LineErrors.Known.Should().OnlyContain(known => tested.Any(
            one => one.Item1 == known.Status && one.Item2.StartsWith(known.Text, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_rate_limit_is_deferred() =>
        ResultOf(429, """{"message":"The API rate limit has been exceeded. Try again later."}""").Should().BeOfType<CallResult.Deferred>()
            .Which.Error.Class.Should().Be(ErrorClass.Throttled);

    [Fact]
    public void The_text_of_an_error_is_its_details() => ResultOf(
        400, """{"message":"The request body has 2 error(s)","details":[{"message":"May not be empty","property":"messages[0].text"},{"message":"Must be https"}]}""")
        .Should().BeOfType<CallResult.Rejected>().Which.Error.Text.Should().Be("messages[0].text: May not be empty; Must be https");

    [Theory]
    [InlineData(0, 200, "{}", AccountVerdict.Right, null)]
    [InlineData(0, 401, "{}", AccountVerdict.Wrong, "AccessToken")]
    [InlineData(0, 503, "", AccountVerdict.Unknown, null)]
    [InlineData(1, 200, """{"endpoint":"https://us.example/webhooks/acme/other","active":true}""", AccountVerdict.Right, null)]
    [InlineData(1, 200, """{"endpoint":"https://them.example/hook","active":true}""", AccountVerdict.Wrong, null)]
    [InlineData(1, 404, """{"message":"Webhook endpoint not found"}""", AccountVerdict.Wrong, null)]
    [InlineData(1, 503, "", AccountVerdict.Unknown, null)]
    public void The_checks_of_the_account_tell_a_wrong_token_and_another_webhook(
        int check, int status, string body, AccountVerdict verdict, string? setting)
    {
        var finding = Adapter.Checks(A.Handover.ReceiptsTo)[check].Read(
            new ProviderResponse(status, Encoding.UTF8.GetBytes(body), RetryAfter: null));

        (finding.Verdict, finding.Setting).Should().Be((verdict, setting));
    }
}
