using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.Meta;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Meta;

public sealed class MetaAdapterTests
{
    private static IChannelAdapter Adapter(string? baseAddress = null, string? version = null) =>
        new MetaProvider().CreateAdapter(A.Settings(
        Channel.WhatsApp.Name,
        version is null ? MetaConformance.Account : [.. MetaConformance.Account, new("GraphVersion", version)],
        () => baseAddress is null ? null : new Uri(baseAddress)));

    private static CallResult ResultOf(int status, string body) =>
        Adapter().ReadResponse(new ProviderResponse(status, Encoding.UTF8.GetBytes(body), TimeSpan.FromSeconds(3)));

    [Fact]
    public async Task A_text_to_a_number_is_written_as_Meta_wants_it() => (await Requests.WrittenAsync(Adapter(), A.Handover)).Should().Be("""
        POST https://graph.facebook.com/v26.0/106540352242922/messages
        Authorization: Bearer EAAB-access-token
        Content-Type: application/json; charset=utf-8

        {"messaging_product":"whatsapp","recipient_type":"individual","to":"447700900123","type":"text","text":{"preview_url":false,"body":"Your parcel waits at the corner shop"},"biz_opaque_callback_data":"0193b1c2d3e47f508a6b1c2d3e4f5061-2"}
        """);

    [Fact]
    public async Task A_person_without_a_number_is_addressed_by_user_id()
    {
        var written = await Requests.WrittenAsync(
            Adapter(), A.Handover with { Recipient = new Recipient(null, "US.13491208655302741918") });

        written.Should().Contain("\"recipient\":\"US.13491208655302741918\"").And.NotContain("\"to\"");
    }

    [Fact]
    public async Task A_person_with_both_is_addressed_by_number()
    {
        var written = await Requests.WrittenAsync(
            Adapter(), A.Handover with { Recipient = new Recipient(A.Msisdn, "US.13491208655302741918") });

        written.Should().Contain("\"to\":\"447700900123\"").And.NotContain("\"recipient\":");
    }

    [Fact]
    public async Task An_earlier_message_is_quoted_by_Metas_id_of_it() =>
        (await Requests.WrittenAsync(Adapter(), A.Handover with { Quoted = "wamid.HBgL" })).Should().Contain(
            "\"context\":{\"message_id\":\"wamid.HBgL\"}");

    [Fact]
    public async Task Host_and_version_are_settings() =>
        (await Requests.WrittenAsync(Adapter("http://127.0.0.1:5000/fakes/meta/", "v25.0"), A.Handover))
            .Should().StartWith("POST http://127.0.0.1:5000/fakes/meta/v25.0/106540352242922/messages\n");

    [Theory]
    [InlineData("accepted")]
    [InlineData("held_for_quality_assessment")]
    [InlineData("paused")]
    public void A_message_that_Meta_accepted_is_accepted_whatever_Meta_does_with_it_next(string status) =>
        ResultOf(200, $$"""{"messages":[{"id":"wamid.HBgM","message_status":"{{status}}"}]}""").Should().Be(new CallResult.Accepted("wamid.HBgM"));

    [Theory]
    [InlineData(130472, ErrorClass.NotReachable, 1010)]
    [InlineData(131026, ErrorClass.NotReachable, 1018)]
    [InlineData(131047, ErrorClass.NotReachable, 1022)]
    [InlineData(131048, ErrorClass.NotReachable, 1023)]
    [InlineData(131049, ErrorClass.NotReachable, 1024)]
    [InlineData(131030, ErrorClass.NotReachable, ErrorCodes.AbsentSubscriber)]
    [InlineData(131063, ErrorClass.NotReachable, ErrorCodes.AbsentSubscriber)]
    [InlineData(138009, ErrorClass.NotReachable, 1053)]
    [InlineData(138017, ErrorClass.NotReachable, 1052)]
    [InlineData(131050, ErrorClass.RecipientRefused, 1051)]
    [InlineData(131062, ErrorClass.BadRequest, 1054)]
    [InlineData(135000, ErrorClass.BadRequest, 1048)]
    [InlineData(131042, ErrorClass.Configuration, 42)]
    [InlineData(133005, ErrorClass.Configuration, 1041)]
    [InlineData(133016, ErrorClass.Configuration, 1047)]
    [InlineData(134101, ErrorClass.Configuration, ErrorCodes.RejectedByChannel)]
    [InlineData(132001, ErrorClass.BadRequest, 1031)]
    [InlineData(132015, ErrorClass.BadRequest, 1035)]
    [InlineData(132016, ErrorClass.BadRequest, 1036)]
    [InlineData(100, ErrorClass.BadRequest, 1005)]
    [InlineData(133010, ErrorClass.Configuration, 1045)]
    [InlineData(190, ErrorClass.Configuration, 1006)]
    [InlineData(200, ErrorClass.Configuration, ErrorCodes.RejectedByChannel)]
    [InlineData(299, ErrorClass.Configuration, ErrorCodes.RejectedByChannel)]
    public void A_refusal_means_what_its_code_says_whatever_the_status(int code, ErrorClass @class, int published)
    {
        foreach (var status in (int[])[200, 400, 401, 403, 404, 500])
        {
            var error = ResultOf(status, Error(code)).Should().BeOfType<CallResult.Rejected>().Subject.Error;
            error.Should().Be(new AttemptError(@class, published, $"{code}", "why") { NotOnChannel = code == 131026 });
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(17)]
    [InlineData(613)]
    [InlineData(80007)]
    [InlineData(80008)]
    [InlineData(130429)]
    [InlineData(131056)]
    public void Throttling_is_deferred_although_Meta_returns_400(int code)
    {
        var deferred = ResultOf(400, Error(code)).Should().BeOfType<CallResult.Deferred>().Subject;

        deferred.Error.Class.Should().Be(ErrorClass.Throttled);
        deferred.RetryAfter.Should().Be(TimeSpan.FromSeconds(3));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(131000)]
    [InlineData(131016)]
    [InlineData(131057)]
    [InlineData(133004)]
    public void Faults_of_Metas_own_are_unknown_even_with_400(int code)
    {
        foreach (var status in (int[])[400, 500])
            ResultOf(status, Error(code)).Should().BeOfType<CallResult.Unknown>();
    }

    [Theory]
    [InlineData(131016)]
    [InlineData(131057)]
    [InlineData(133004)]
    public void Maintenance_with_503_was_rejected_before_processing(int code) =>
        ResultOf(503, Error(code)).Should().BeOfType<CallResult.Deferred>().Which.Error.Class.Should().Be(ErrorClass.Unavailable);

    [Fact]
    public void An_unknown_code_is_classified_by_the_status()
    {
        ResultOf(400, Error(999_001)).Should().BeOfType<CallResult.Rejected>()
            .Which.Error.Should().Be(new AttemptError(ErrorClass.BadRequest, ErrorCodes.InvalidParameter, "999001", "why"));
        ResultOf(500, Error(999_001)).Should().BeOfType<CallResult.Unknown>();
        ResultOf(429, Error(999_001)).Should().BeOfType<CallResult.Deferred>();
    }

    [Theory]
    [InlineData("\"error_data\":{\"messaging_product\":\"whatsapp\",\"details\":\"Parameter 'text' is mandatory\"}", "Parameter 'text' is mandatory")]
    [InlineData("\"error_data\":\"template name (x) does not exist in en\"", "template name (x) does not exist in en")]
    [InlineData("\"error_data\":{\"details\":\" \"},\"error_user_msg\":\"Add a card\"", "Add a card")]
    [InlineData("\"error_data\":{\"messaging_product\":\"whatsapp\"}", "(#132018) Param text cannot have new-line/tab characters")]
    [InlineData("\"error_data\":7", "(#132018) Param text cannot have new-line/tab characters")]
    public void A_refusal_says_why_in_Metas_most_telling_words(string more, string words)
    {
        var body = $$$"""{"error":{"message":"(#132018) Param text cannot have new-line/tab characters","code":132018,{{{more}}}}}""";

        ResultOf(400, body).Should().BeOfType<CallResult.Rejected>().Which.Error.Text.Should().Be(words);
    }

    private static string Error(int code) => $$$"""{"error":{"message":"why","type":"OAuthException","code":{{{code}}},"fbtrace_id":"A1b2"}}""";
}
