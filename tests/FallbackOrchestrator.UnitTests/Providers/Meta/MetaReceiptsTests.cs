using System.Text;
using System.Text.Json.Nodes;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.Meta;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Meta;

public sealed class MetaReceiptsTests
{
    private static ReceiptParseResult Read(ReceiptRequest request) =>
        new MetaProvider().CreateAdapter(A.Settings(Channel.WhatsApp.Name, MetaConformance.Account)).ReadReceipts(request);

    private static IReadOnlyList<Receipt> Receipts(string body) =>
        Read(MetaConformance.Signed("app-secret-1", body)).Should().BeOfType<ReceiptParseResult.Receipts>().Subject.All;

    private static Receipt Receipt(string status) =>
        Receipts(MetaConformance.Notification(JsonNode.Parse(status)!)).Should().ContainSingle().Subject;

    [Fact]
    public void The_published_signature_is_made()
    {
        var body = """{"object":"whatsapp_business_account","entry":[]}"""u8;

        MetaWebhook.Sign(Encoding.UTF8.GetBytes("app-secret-1"), body)
            .Should().Be("sha256=0ca28c0f1996234eb6829e59ad3c11a18161f6eb043943d601e420c312432cdf");
    }

    [Theory]
    [InlineData("accepted", AttemptStatus.Accepted)]
    [InlineData("held_for_quality_assessment", AttemptStatus.Accepted)]
    [InlineData("paused", AttemptStatus.Accepted)]
    [InlineData("sent", AttemptStatus.Sent)]
    [InlineData("delivered", AttemptStatus.Delivered)]
    [InlineData("read", AttemptStatus.Read)]
    [InlineData("played", AttemptStatus.Delivered)]
    [InlineData("failed", AttemptStatus.Undelivered)]
    [InlineData("Delivered ", AttemptStatus.Delivered)]
    public void A_status_has_its_meaning(string status, AttemptStatus expected)
    {
        var receipt = Receipt($$"""{"id":"wamid.A","status":"{{status}}","timestamp":"1767366245"}""");

        receipt.Status.Should().Be(expected);
        receipt.Played.Should().Be(status == "played");
    }

    [Theory]
    [InlineData("\"pricing\":{\"billable\":true,\"category\":\"marketing\"}", "marketing", null)]
    [InlineData("\"recipient_user_id\":\"US.1349\"", null, "US.1349")]
    [InlineData("\"pricing\":{\"category\":\" utility \"},\"recipient_user_id\":\"US.1349\"", "utility", "US.1349")]
    [InlineData("\"pricing\":\"marketing\",\"recipient_user_id\":{}", null, null)]
    [InlineData("\"pricing\":{\"category\":\"a\\u0000b\"},\"recipient_user_id\":\"\"", null, null)]
    [InlineData("\"pricing\":null", null, null)]
    public void A_status_says_the_category_of_the_price_and_the_persons_id(string members, string? category, string? userId)
    {
        var receipt = Receipt($$"""{"id":"wamid.A","status":"delivered",{{members}}}""");

        receipt.Status.Should().Be(AttemptStatus.Delivered);
        receipt.Details.Should().Be(category is null && userId is null ? null : new ReceiptDetails(category, userId));
    }

    [Fact]
    public void The_persons_id_may_stand_in_the_notifications_contacts()
    {
        var body = """{"entry":[{"changes":[{"field":"messages","value":{"contacts":[{"wa_id":"1","user_id":"US.1"},{"wa_id":"2","user_id":"US.2"}],"statuses":[{"id":"wamid.A","status":"read","recipient_id":"2"}]}}]}]}""";

        Receipts(body).Should().ContainSingle().Which.Details.Should().Be(new ReceiptDetails(null, "US.2"));
    }

    [Theory]
    [InlineData("\"1\"", "1")]
    [InlineData("2", "2")]
    [InlineData("{}", null)]
    public void A_status_names_the_number_that_it_is_about(string number, string? named)
    {
        var body = $$$"""{"entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":{{{number}}}},"statuses":[{"id":"wamid.A","status":"read"}]}}]}]}""";

        Receipts(body).Should().ContainSingle().Which.AccountName.Should().Be(named);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"field\":7,")]
    [InlineData("\"field\":null,")]
    [InlineData("\"field\":[\"messages\"],")]
    [InlineData("\"field\":\"\",")]
    [InlineData("\"field\":\" Messages\",")]
    public void A_status_counts_even_if_its_field_is_missing(string field) =>
        Receipts($$$"""{"entry":[{"changes":[{{{{field}}}"value":{"statuses":[{"id":"wamid.A","status":"read"}]}}]}]}""").Should().ContainSingle();

    [Fact]
    public void The_status_of_a_call_is_no_status_of_a_message() =>
        Receipts("""{"entry":[{"changes":[{"field":"calls","value":{"statuses":[{"id":"w","type":"call","status":"ACCEPTED"}]}}]}]}""").Should().BeEmpty();

    [Theory]
    [InlineData("""[{"code":131026,"error_data":"text"}]""", ErrorClass.NotReachable)]
    [InlineData("""{"code":131026}""", ErrorClass.NotReachable)]
    [InlineData("""[{"code":131026,"title":131026}]""", ErrorClass.NotReachable)]
    [InlineData("""[{"code":131026.0}]""", ErrorClass.NotReachable)]
    [InlineData("""[{"code":"131026"}]""", ErrorClass.NotReachable)]
    [InlineData("""[null,{"title":"x"},{"code":131026}]""", ErrorClass.NotReachable)]
    [InlineData("\"text\"", ErrorClass.Other)]
    public void A_failure_counts_whatever_the_form_of_its_reason(string errors, ErrorClass @class)
    {
        var receipt = Receipt($$"""{"id":"wamid.A","status":"failed","errors":{{errors}}}""");

        receipt.Status.Should().Be(AttemptStatus.Undelivered);
        receipt.Error!.Class.Should().Be(@class);
    }

    [Fact]
    public void Left_out_members_are_named_without_their_values()
    {
        var request = MetaConformance.Signed("app-secret-1", MetaConformance.Notification(
            JsonNode.Parse("""{"id":"wamid.A","status":"failed","timestamp":"soon","errors":"+447700900123"}""")!));

        Read(request).Should().BeOfType<ReceiptParseResult.Receipts>();

        request.Unexpected.Names.Should().Equal(
            "entry[].changes[].value.statuses[].errors", "entry[].changes[].value.statuses[].timestamp");
    }

    [Theory]
    [InlineData("\"1767366245\"", "2026-01-02T15:04:05Z")]
    [InlineData("1767366245", "2026-01-02T15:04:05Z")]
    [InlineData("\"1767366245.000\"", "2026-01-02T15:04:05Z")]
    [InlineData("\"2026-01-02T15:04:05Z\"", "2026-01-02T15:04:05Z")]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    [InlineData("\"999999999999999999\"", null)]
    public void The_time_is_Metas_or_none(string timestamp, string? expected) =>
        Receipt($$"""{"id":"wamid.A","status":"sent","timestamp":{{timestamp}}}""").At
            .Should().Be(expected is null ? null : DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void A_failure_carries_8x8s_code_and_Metas_reason() => Receipt("""
        {"id":"wamid.A","status":"failed","timestamp":"1767366245",
         "errors":[{"code":131026,"title":"Message undeliverable","error_data":{"details":"No such user"}}]}
        """).Error.Should().Be(new AttemptError(ErrorClass.NotReachable, 1018, "131026", "No such user") { NotOnChannel = true });

    [Fact]
    public void A_failure_without_a_reason_is_still_a_failure() =>
        Receipt("""{"id":"wamid.A","status":"failed","timestamp":"1767366245"}""").Error!.Class.Should().Be(ErrorClass.Other);

    [Fact]
    public void A_reference_that_is_not_ours_is_no_reference() =>
        Receipt("""{"id":"wamid.A","status":"sent","timestamp":"1767366245","biz_opaque_callback_data":"order-7"}""").Reference.Should().BeNull();

    [Fact]
    public void A_status_of_an_unknown_form_does_not_affect_the_others()
    {
        var body = MetaConformance.Notification(
            JsonNode.Parse("""{"id":{"a":1},"status":"sent"}""")!,
            JsonNode.Parse("[7]")!,
            JsonNode.Parse("""{"status":"sent"}""")!,
            JsonNode.Parse("""{"id":"wamid.A","status":"read","timestamp":"1767366245","errors":[null]}""")!);

        Receipts(body).Should().ContainSingle().Which.ProviderId.Should().Be("wamid.A");
    }

    [Fact]
    public void All_entries_and_changes_are_read()
    {
        const string Change = """{"field":"messages","value":{"statuses":[{"id":"wamid.A","status":"sent","timestamp":"1"}]}}""";

        Receipts($$"""{"entry":[{"changes":[{{Change}},{{Change}}]},{"changes":[{{Change}}]}]}""").Should().HaveCount(3);
    }

    [Fact]
    public void The_signature_is_over_the_bytes_as_they_came()
    {
        const string Escaped = """{"entry":[{"id":"\ud83d\ude00"}]}""";

        Read(MetaConformance.Signed("app-secret-1", Escaped)).Should().BeOfType<ReceiptParseResult.Receipts>();
    }

    [Fact]
    public void What_is_signed_but_not_JSON_is_malformed() =>
        Read(MetaConformance.Signed("app-secret-1", "hello")).Should().BeOfType<ReceiptParseResult.Malformed>();

    [Fact]
    public void The_challenge_is_returned_if_the_token_is_ours() =>
        Read(Get("?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=verify-token-1"))
            .Should().Be(new ReceiptParseResult.Challenge("1158201444"));

    [Theory]
    [InlineData("?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=verify-token-2")]
    [InlineData("?hub.mode=subscribe&hub.challenge=1158201444")]
    [InlineData("?hub.mode=unsubscribe&hub.challenge=1158201444&hub.verify_token=verify-token-1")]
    [InlineData("?hub.mode=subscribe&hub.verify_token=verify-token-1")]
    [InlineData("")]
    public void Any_other_challenge_is_not(string query) => Read(Get(query)).Should().BeOfType<ReceiptParseResult.Unauthentic>();

    private static ReceiptRequest Get(string query) =>
        new("GET", new Uri($"https://us.example/webhooks/meta/main{query}"), _ => null, ReadOnlyMemory<byte>.Empty, A.Time);
}
