using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Providers.Viber;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Viber;

public sealed class ViberAdapterTests
{
    private const string Beginning =
        """{"receiver":"K917PBuvPZmhKfb8Vw3b2Q==","sender":{"name":"ACME","avatar":"https://acme.example/a.png"},"tracking_data":"0193b1c2d3e47f508a6b1c2d3e4f5061-2",""";

    private static readonly IChannelAdapter Adapter = With();

    private static readonly Uri Media = new("https://cdn.example/x");

    private static readonly LinkButton Button = new("Open", new Uri("https://shop.example/1"));

    private static readonly Handover Text = A.Handover with { Recipient = new Recipient(A.Msisdn, ViberConformance.Subscriber) };

    private static IChannelAdapter With(params (string Name, string? Value)[] changed)
    {
        var settings = new Dictionary<string, string?>(ViberConformance.Account);
        foreach (var (name, value) in changed)
            settings[name] = value;
        return new ViberProvider().CreateAdapter(A.Settings(Channel.Viber.Name, settings));
    }

    private static ProviderResponse Response(int status, string body) => new(status, Encoding.UTF8.GetBytes(body), RetryAfter: null);

    private static CallResult ResultOf(int status, string body) => Adapter.ReadResponse(Response(status, body));

    private static async Task<string> BodyAsync(ContentBody body)
    {
        using var request = Adapter.WriteCall(Text with { Body = body });
        return (await request.Content!.ReadAsStringAsync())[(Beginning.Length - 1)..];
    }

    [Fact]
    public async Task A_text_is_written_as_Viber_wants_it() => (await Requests.WrittenAsync(Adapter, Text)).Should().Be($$"""
        POST https://chatapi.viber.com/pa/send_message
        X-Viber-Auth-Token: 445da6az1s345z78-dazcczb2542zv51a
        Content-Type: application/json; charset=utf-8

        {{Beginning}}"type":"text","text":"Your parcel waits at the corner shop"}
        """);

    [Fact]
    public async Task Pictures_videos_and_buttons_are_written_as_Viber_wants_them()
    {
        const string Keyboard = ""","keyboard":{"Type":"keyboard","Buttons":[{"ActionType":"open-url","ActionBody":"https://shop.example/1","Text":"Open"}]}}""";

        (await BodyAsync(new ContentBody.Image(Media) { Caption = "Look" })).Should().Be(
            ""","type":"picture","text":"Look","media":"https://cdn.example/x"}""");
        (await BodyAsync(new ContentBody.Image(Media, new Uri("https://cdn.example/t")))).Should().Be(
            ""","type":"picture","text":"","media":"https://cdn.example/x","thumbnail":"https://cdn.example/t"}""");
        (await BodyAsync(new ContentBody.Video(Media, new Uri("https://cdn.example/t"), Bytes: 1_000, Seconds: 9.2, Button))).Should().Be(
            $$""","type":"video","media":"https://cdn.example/x","thumbnail":"https://cdn.example/t","size":1000,"duration":10{{Keyboard}}""");
        (await BodyAsync(new ContentBody.Buttons("Hello", Button: Button))).Should().Be($$""","type":"text","text":"Hello"{{Keyboard}}""");
        (await BodyAsync(new ContentBody.Buttons("Hello", Media, Button))).Should().Be(
            $$""","type":"picture","text":"Hello","media":"https://cdn.example/x"{{Keyboard}}""");
    }

    [Fact]
    public void What_a_bot_cannot_send_is_said_before()
    {
        Adapter.WhyNot(new ContentBody.File(Media)).Should().Contain("only with its size");
        Adapter.WhyNot(new ContentBody.Video(Media, Bytes: 27L * 1024 * 1024)).Should().Contain("26 MB");
        Adapter.WhyNot(new ContentBody.Video(Media, Bytes: 26L * 1024 * 1024)).Should().BeNull();
        Adapter.WhyNot(new ContentBody.Image(Media) { Caption = new string('x', 513) }).Should().Contain("512 characters");
        Adapter.WhyNot(new ContentBody.Buttons(new string('x', 513), Button: Button)).Should().BeNull("it is a text");
        Adapter.Loss(new ContentBody.Video(Media, Bytes: 1) { Caption = "Look" }).Should().Contain("no text with a video");
    }

    [Fact]
    public void It_takes_subscribers_ids_only_and_hears_up_to_Read()
    {
        Adapter.Traits.Addressing.Should().Be(AccountAddressing.UserIdsOnly);
        Adapter.Traits.BestStatus.Should().Be(SuccessStatus.Read);
    }

    [Fact]
    public void A_token_of_64_bits_is_kept_whole() =>
        ResultOf(200, """{"status":0,"status_message":"ok","message_token":5741311803571721087}""").Should().Be(
            new CallResult.Accepted("5741311803571721087", AttemptStatus.Sent));

    public static TheoryData<int> Codes => [.. ViberErrors.Table.Known.Keys];

    [Theory, MemberData(nameof(Codes))]
    public void An_error_of_the_table_has_its_class(int code)
    {
        var known = ViberErrors.Table.Known[code];
        var result = ResultOf(200, $$"""{"status":{{code}},"status_message":"Some words"}""");

        if (known.Class == ErrorClass.Throttled)
            result.Should().BeOfType<CallResult.Deferred>();
        else
            result.Should().BeOfType<CallResult.Rejected>().Which.Should().Match<CallResult.Rejected>(
                rejected => rejected.Error.Class == known.Class && rejected.About == known.About && rejected.Error.Text == "Some words");
    }

    [Theory]
    [InlineData(5, ErrorClass.NotReachable, 2008)]
    [InlineData(6, ErrorClass.NotReachable, 1)] // who never subscribed refused nothing
    [InlineData(11, ErrorClass.NotReachable, 2009)]
    [InlineData(99, ErrorClass.Other, 57)]
    public void The_errors_that_matter_have_8x8s_code(int code, ErrorClass @class, int published)
    {
        var error = ResultOf(200, $$"""{"status":{{code}}}""").Should().BeOfType<CallResult.Rejected>().Subject.Error;

        (error.Class, error.Code).Should().Be((@class, published));
    }

    [Theory]
    [InlineData("{\"status\":0,\"webhook\":\"https://us.example/webhooks/acme/main\",\"event_types\":[\"delivered\",\"seen\",\"failed\"]}", "Right Right")]
    [InlineData("{\"status\":0,\"webhook\":\"https://us.example/webhooks/acme/main\",\"event_types\":[\"seen\"]}", "Right Wrong")]
    [InlineData("{\"status\":0,\"webhook\":\"https://other.example\"}", "Right Wrong")]
    [InlineData("{\"status\":0,\"webhook\":\"\"}", "Right Wrong")]
    [InlineData("{\"status\":2,\"status_message\":\"invalidAuthToken\"}", "Wrong Unknown")]
    [InlineData("", "Unknown Unknown")]
    public void The_checks_ask_for_the_bots_data(string body, string verdicts)
    {
        var checks = Adapter.Checks(A.Handover.ReceiptsTo);

        using var request = checks[0].Write();
        request.RequestUri.Should().Be("https://chatapi.viber.com/pa/get_account_info");
        string.Join(' ', checks.Select(check => check.Read(Response(200, body)).Verdict)).Should().Be(verdicts);
    }

    // The signature of Viber's own page.
    [Fact]
    public void An_event_is_read_whole()
    {
        const string Body = """{"event":"delivered","timestamp":1457764197627,"message_token":4912661846655238145,"user_id":"01234567890A="}""";
        var adapter = With(("AuthToken", "445da6az1s345z78-dazcczb2542zv51a-e0vc5fva17480im9"));

        var read = adapter.ReadReceipts(ViberConformance.Request(
            "febabcf997f443d0b3d431760f6922b970777335e38af1c88df59bbb1e5c002a", Encoding.UTF8.GetBytes(Body)));

        read.Should().BeOfType<ReceiptParseResult.Receipts>().Which.All.Should().Equal(
            new Receipt(null, "4912661846655238145", AttemptStatus.Delivered, DateTimeOffset.FromUnixTimeMilliseconds(1457764197627)));
    }

    [Theory]
    [InlineData("delivered", AttemptStatus.Delivered)]
    [InlineData("seen", AttemptStatus.Read)]
    [InlineData("failed", AttemptStatus.Undelivered)]
    public void An_event_has_its_status(string name, AttemptStatus status) =>
        Adapter.ReadReceipts(ViberConformance.Signed(Account("AuthToken"), $$"""{"event":"{{name}}","message_token":1}"""))
            .Should().BeOfType<ReceiptParseResult.Receipts>().Which.All.Should().ContainSingle().Which.Status.Should().Be(status);

    [Fact]
    public void A_name_that_is_too_long_is_named() => FluentActions.Invoking(() => With(("SenderName", new string('x', 29))))
        .Should().Throw<InvalidSettingsException>().Which.Message.Should().Contain("28 characters");

    private static string Account(string name) => ViberConformance.Account[name]!;
}
