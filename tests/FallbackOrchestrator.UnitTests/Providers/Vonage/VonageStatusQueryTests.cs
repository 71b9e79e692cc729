using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.Vonage;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Vonage;

/// <summary>
/// A record of Vonage's Reports API, read as a receipt is (https://developer.vonage.com/en/reports/code-snippets/get-records-by-uuid).
/// </summary>
public sealed class VonageStatusQueryTests
{
    private static readonly IChannelAdapter Adapter =
        new VonageProvider().CreateAdapter(A.Settings(Channel.Viber.Name, VonageConformance.Account));

    private static readonly StatusQuery Query = new(A.Reference, "a1b2");

    [Fact]
    public void L6_The_record_is_asked_for_by_the_messages_id()
    {
        using var request = Adapter.WriteStatusQuery(Query)!;

        (request.Method, request.RequestUri!.AbsoluteUri).Should().Be((
            HttpMethod.Get,
            "https://api.nexmo.com/v2/reports/records?account_id=a1b2c3d&product=MESSAGES&direction=outbound&id=a1b2"));
        request.Headers.Authorization!.Scheme.Should().Be("Basic");
    }

    [Theory]
    [InlineData("submitted", AttemptStatus.Sent)]
    [InlineData("delivered", AttemptStatus.Delivered)]
    [InlineData("read", AttemptStatus.Read)]
    public void L6_A_status_is_that_of_a_receipt(string said, AttemptStatus status) => Read(said, code: 0).Should().Be(
        new StatusQueryResult.Found(status, new DateTimeOffset(2020, 6, 4, 12, 21, 37, TimeSpan.Zero), Error: null, "a1b2"));

    [Theory]
    [InlineData(1300, AttemptStatus.Undelivered)]
    [InlineData(1320, AttemptStatus.Accepted)] // sent already: no failure
    public void L6_A_failure_is_read_by_its_code(int code, AttemptStatus status) =>
        Read("rejected", code).Should().BeOfType<StatusQueryResult.Found>().Which.Status.Should().Be(status);

    [Fact]
    public void L6_A_report_without_records_tells_nothing_yet() =>
        ReadBody("""{"request_status":"SUCCESS","items_count":0,"records":[]}""").Should().Be(
            new StatusQueryResult.Failed("the provider has no record of the message yet"));

    // The members of the published example.
    private static StatusQueryResult Read(string status, int code) => ReadBody("""
        {"_links":{"self":{"href":"https://api.nexmo.com/v2/reports/records"}},"request_id":"450b434a-ff4f-40f1-80a5-8d6e24d91234",
        "request_status":"SUCCESS","received_at":"2020-06-04T12:22:25+0000","items_count":1,"records":[{"account_id":"a1b2c3d4",
        "message_id":"a1b2","client_ref":null,"direction":"outbound","from":"ACME","to":"447700900123","network":"23410",
        "date_received":"2020-06-04T12:21:35+0000","date_finalized":"2020-06-04T12:21:37+0000","latency":"2274","status":"STATUS",
        "error_code":"CODE","error_code_description":"Delivered","currency":"EUR","total_price":"0.03330000"}]}
        """.Replace("STATUS", status).Replace("CODE", $"{code}"));

    private static StatusQueryResult ReadBody(string body) =>
        Adapter.ReadStatus(Query, new ProviderResponse(200, Encoding.UTF8.GetBytes(body), RetryAfter: null));
}
