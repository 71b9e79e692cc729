using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.Twilio;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Twilio;

/// <summary>
/// Twilio's message resource, read as a receipt is (https://www.twilio.com/docs/messaging/api/message-resource#fetch-a-message-resource).
/// </summary>
public sealed class TwilioStatusQueryTests
{
    private static readonly IChannelAdapter Adapter =
        new TwilioProvider().CreateAdapter(A.Settings(Channel.Sms.Name, TwilioConformance.Account));

    private static readonly StatusQuery Query = new(A.Reference, "SM1");

    [Fact]
    public void L6_The_message_is_fetched_by_its_sid()
    {
        using var request = Adapter.WriteStatusQuery(Query)!;

        (request.Method, request.RequestUri!.AbsoluteUri).Should().Be((
            HttpMethod.Get, "https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages/SM1.json"));
        request.Headers.Authorization!.Scheme.Should().Be("Basic");
    }

    [Theory]
    [InlineData("queued", AttemptStatus.Accepted)]
    [InlineData("sending", AttemptStatus.Accepted)]
    [InlineData("sent", AttemptStatus.Sent)]
    [InlineData("delivered", AttemptStatus.Delivered)]
    [InlineData("read", AttemptStatus.Read)]
    public void L6_A_status_is_that_of_a_receipt(string said, AttemptStatus status) =>
        Read($$"""{"sid":"SM1","status":"{{said}}","error_code":null}""").Should().Be(
            new StatusQueryResult.Found(status, At: null, Error: null, "SM1"));

    [Theory]
    [InlineData("undelivered", 30003, AttemptStatus.Undelivered, ErrorClass.NotReachable)]
    [InlineData("failed", 30036, AttemptStatus.LifetimeOver, ErrorClass.Expired)]
    [InlineData("canceled", null, AttemptStatus.Recalled, ErrorClass.Recalled)]
    public void L6_A_failure_has_its_reason(string said, int? code, AttemptStatus status, ErrorClass reason)
    {
        var found = Read($$"""{"sid":"SM1","status":"{{said}}","error_code":{{code?.ToString() ?? "null"}}}""")
            .Should().BeOfType<StatusQueryResult.Found>().Subject;

        (found.Status, found.Error!.Class).Should().Be((status, reason));
    }

    private static StatusQueryResult Read(string body) =>
        Adapter.ReadStatus(Query, new ProviderResponse(200, Encoding.UTF8.GetBytes(body), RetryAfter: null));
}
