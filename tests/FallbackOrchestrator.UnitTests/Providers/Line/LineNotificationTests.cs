using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Providers.Line;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Line;

/// <summary>
/// The requests of LINE's OpenAPI document (line/line-openapi, <c>messaging-api.yml</c> of 1 July 2026: <c>PnpMessagesRequest</c>), and of
/// its page on LINE notification messages for templates.
/// </summary>
public sealed class LineNotificationTests
{
    private static readonly IChannelAdapter Adapter =
        new LineProvider().CreateAdapter(A.Settings(Channel.LineNotification.Name, LineConformance.Account));

    private static CallResult ResultOf(int status, string body) =>
        Adapter.ReadResponse(new ProviderResponse(status, Encoding.UTF8.GetBytes(body), RetryAfter: null));

    // Computed by another program, and LINE's own example.
    [Fact]
    public void A_number_is_hashed_as_LINE_wants_it() => LineNotification.HashOf(Msisdn.Stored("+818000001234")).Should().Be(
        "d41e0ad70dddfeb68f149ad6fc61574b9c5780ab7bcb2fba5517771ffbb2409c");

    [Fact]
    public async Task A_text_is_written_as_LINE_wants_it() => (await Requests.WrittenAsync(Adapter, A.Handover)).Should().Be($$"""
        POST https://api.line.me/bot/pnp/push
        X-Line-Delivery-Tag: 0193b1c2d3e47f508a6b1c2d3e4f5061-2
        Authorization: Bearer channel-access-token-1
        Content-Type: application/json; charset=utf-8

        {"to":"{{LineNotification.HashOf(A.Msisdn)}}","messages":[{"type":"text","text":"Your parcel waits at the corner shop"}]}
        """);

    // FlexMessage, FlexBubble, FlexBox, FlexText, FlexButton and URIAction of LINE's OpenAPI document.
    [Fact]
    public async Task A_notice_is_written_as_a_Flex_Message_of_one_bubble()
    {
        var layout = new NoticeLayout(
            "Reminder", "ACME", new NoticeItem("Event", "Conference"), [new NoticeItem("Seat", "A-07"), new NoticeItem(null, "Free")], "Hello",
            "It begins at nine.", [new LinkButton("Way", new Uri("https://shop.example/way"))]);

        var written = (await Requests.WrittenAsync(
            Adapter, A.Handover with { Body = new ContentBody.Text("Reminder of ACME") { Layout = layout } })).Split('\n');

        written[0].Should().Be("POST https://api.line.me/bot/pnp/push");
        written[^1].Should().Be($$$$$"""
            {"to":"{{{{{LineNotification.HashOf(A.Msisdn)}}}}}","messages":[{"type":"flex","altText":"Reminder of ACME","contents":{"type":"bubble","body":{"type":"box","layout":"vertical","spacing":"sm","contents":[{"type":"text","text":"ACME","size":"sm","color":"#777777","wrap":true},{"type":"text","text":"Reminder","size":"lg","weight":"bold","wrap":true},{"type":"text","text":"Event","size":"sm","color":"#777777","margin":"md","wrap":true},{"type":"text","text":"Conference","size":"xl","weight":"bold","wrap":true},{"type":"box","layout":"horizontal","spacing":"sm","contents":[{"type":"text","text":"Seat","size":"sm","color":"#777777","flex":2,"wrap":true},{"type":"text","text":"A-07","size":"sm","flex":3,"wrap":true}]},{"type":"box","layout":"horizontal","spacing":"sm","contents":[{"type":"text","text":"Free","size":"sm","flex":3,"wrap":true}]},{"type":"text","text":"Hello","size":"sm","margin":"md","wrap":true},{"type":"text","text":"It begins at nine.","size":"sm","margin":"md","wrap":true}]},"footer":{"type":"box","layout":"vertical","spacing":"sm","contents":[{"type":"button","style":"link","height":"sm","action":{"type":"uri","label":"Way","uri":"https://shop.example/way"}}]}}}]}
            """);
    }

    [Fact]
    public async Task A_notice_without_buttons_has_no_footer() => (await Requests.WrittenAsync(
            Adapter,
            A.Handover with { Body = new ContentBody.Text("T") { Layout = new NoticeLayout("T", null, null, [], null, null, []) } }))
        .Should().Contain("\"contents\":[{\"type\":\"text\",\"text\":\"T\"").And.NotContain("footer");

    [Fact]
    public async Task A_template_is_written_with_LINEs_keys()
    {
        var template = new ContentBody.Template(
            "shipment_completed_ja", "ja",
            [
                new TemplateComponent.Header([new TemplateParameter.Text("10 August", "date_002_ja")]),
                new TemplateComponent.Body(
                    [new TemplateParameter.Text("1234567", "number_001_ja"), new TemplateParameter.Text("ACME", "name_010_ja")]),
                new TemplateComponent.Button(TemplateButton.Url, 0, [new TemplateParameter.Text("https://shop.example/1", "contact_ja")]),
            ]);

        var written = (await Requests.WrittenAsync(Adapter, A.Handover with { Body = template })).Split('\n');

        written[0].Should().Be("POST https://api.line.me/v2/bot/message/pnp/templated/push");
        written[^1].Should().Be($$$$"""
            {"to":"{{{{LineNotification.HashOf(A.Msisdn)}}}}","templateKey":"shipment_completed_ja","body":{"emphasizedItem":{"itemKey":"date_002_ja","content":"10 August"},"items":[{"itemKey":"number_001_ja","content":"1234567"},{"itemKey":"name_010_ja","content":"ACME"}],"buttons":[{"buttonKey":"contact_ja","url":"https://shop.example/1"}]}}
            """);
    }

    [Fact]
    public async Task A_template_without_values_has_an_empty_body() =>
        (await Requests.WrittenAsync(Adapter, A.Handover with { Body = new ContentBody.Template("notice_ja", "ja", []) }))
            .Should().EndWith("\"templateKey\":\"notice_ja\",\"body\":{}}");

    [Theory]
    [InlineData(200, "{}")]
    [InlineData(200, "")]
    [InlineData(202, "{}")]
    public void An_accepted_message_is_sent_and_has_no_id(int status, string body) =>
        ResultOf(status, body).Should().Be(new CallResult.Accepted(null, AttemptStatus.Sent));

    [Fact]
    public void A_page_of_a_proxy_is_no_acceptance() => ResultOf(200, "<html>welcome</html>").Should().BeOfType<CallResult.Unknown>();

    [Fact]
    public void A_number_that_nobody_has_on_LINE_starts_the_next_step_at_once() =>
        ResultOf(422, """{"message":"no"}""").Should().BeOfType<CallResult.Rejected>().Which.Error.Class.Should().Be(ErrorClass.NotReachable);
}
