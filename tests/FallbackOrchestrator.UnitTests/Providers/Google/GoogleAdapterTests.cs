using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.Google;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Google;

public sealed class GoogleAdapterTests
{
    private static IChannelAdapter With(params (string Name, string? Value)[] settings)
    {
        var all = new Dictionary<string, string?>(GoogleConformance.Account);
        foreach (var (name, value) in settings)
            all[name] = value;
        return new GoogleProvider().CreateAdapter(A.Settings(Channel.Rcs.Name, all));
    }

    private static CallResult ResultOf(int status, string body) =>
        With().ReadResponse(new ProviderResponse(status, Encoding.UTF8.GetBytes(body), TimeSpan.FromSeconds(3)));

    private static string Error(int code, string status) => $$$"""{"error":{"code":{{{code}}},"message":"why","status":"{{{status}}}"}}""";

    [Fact]
    public async Task A_text_is_written_as_Google_wants_it_and_the_token_is_added_later() => (await Requests.WrittenAsync(With(), A.Handover)).Should().Be("""
        POST https://rcsbusinessmessaging.googleapis.com/v1/phones/+447700900123/agentMessages?messageId=2193b1c2-d3e4-7f50-8a6b-1c2d3e4f5061&agentId=acme_agent

        Content-Type: application/json; charset=utf-8

        {"contentMessage":{"text":"Your parcel waits at the corner shop"},"messageTrafficType":"TRANSACTION"}
        """);

    [Theory]
    [InlineData(null, null)]
    [InlineData(0.0, null)]
    [InlineData(9.9, null)]
    [InlineData(10.0, "10s")]
    [InlineData(54.9, "54s")]
    [InlineData(86_395.0, "86395s")]
    [InlineData(1_295_999.5, "1295999s")]
    [InlineData(2_000_000.0, "1296000s")]
    public async Task L5_Google_withdraws_the_message_after_its_lifetime_in_whole_seconds_of_15_days_at_most(double? seconds, string? ttl)
    {
        var lifetime = seconds is { } given ? TimeSpan.FromSeconds(given) : (TimeSpan?)null;

        var written = await Requests.WrittenAsync(With(), A.Handover with { Lifetime = lifetime });

        written.Should().EndWith(ttl is null ? "\"messageTrafficType\":\"TRANSACTION\"}" : $"\"messageTrafficType\":\"TRANSACTION\",\"ttl\":\"{ttl}\"}}");
    }

    [Fact]
    public async Task The_agent_and_the_purpose_are_settings() =>
        (await Requests.WrittenAsync(With(("AgentId", "acme@rbm.goog"), ("TrafficType", "AUTHENTICATION")), A.Handover)).Should()
            .Contain("&agentId=acme@rbm.goog\n").And.Contain("\"messageTrafficType\":\"AUTHENTICATION\"");

    [Fact]
    public void L4_A_message_is_withdrawn_by_its_id()
    {
        var adapter = With();

        using var request = adapter.WriteRecall(new Recall(A.Reference, new Recipient(A.Msisdn), ProviderId: null))!;

        adapter.Traits.SupportsRecall.Should().BeTrue();
        $"{request.Method} {request.RequestUri}".Should().Be(
            "DELETE https://rcsbusinessmessaging.googleapis.com/v1/phones/+447700900123/agentMessages/2193b1c2-d3e4-7f50-8a6b-1c2d3e4f5061?agentId=acme_agent");
        request.Content.Should().BeNull();
    }

    [Theory]
    [InlineData(200, typeof(RecallResult.Recalled))]
    [InlineData(404, typeof(RecallResult.AlreadyDelivered))]
    [InlineData(401, typeof(RecallResult.Failed))]
    [InlineData(403, typeof(RecallResult.Failed))]
    [InlineData(429, typeof(RecallResult.Failed))]
    [InlineData(500, typeof(RecallResult.Failed))]
    public void L4_The_response_says_what_became_of_it(int status, Type result) =>
        With().ReadRecallResponse(new ProviderResponse(status, ReadOnlyMemory<byte>.Empty, null)).Should().BeOfType(result);

    [Fact]
    public void An_unknown_call_may_be_repeated_because_its_id_is_the_same() => With().Traits.SupportsIdempotencyKey.Should().BeTrue();

    [Fact]
    public void Acceptance_is_Sent_because_nothing_is_reported_before_the_delivery() =>
        ResultOf(200, """{"name":"phones/+447700900123/agentMessages/2193b1c2-d3e4-7f50-8a6b-1c2d3e4f5061"}""").Should().Be(
            new CallResult.Accepted("2193b1c2-d3e4-7f50-8a6b-1c2d3e4f5061", AttemptStatus.Sent));

    [Theory]
    [InlineData(404, "NOT_FOUND", ErrorClass.NotReachable, ErrorSubject.Message)]
    [InlineData(400, "INVALID_ARGUMENT", ErrorClass.BadRequest, ErrorSubject.Message)]
    [InlineData(400, "FAILED_PRECONDITION", ErrorClass.BadRequest, ErrorSubject.Message)]
    [InlineData(401, "UNAUTHENTICATED", ErrorClass.Configuration, ErrorSubject.Account)]
    [InlineData(403, "PERMISSION_DENIED", ErrorClass.Configuration, ErrorSubject.Message)]
    public void A_refusal_means_what_its_status_says(int status, string name, ErrorClass @class, ErrorSubject about) =>
        ResultOf(status, Error(status, name)).Should().Be(
            new CallResult.Rejected(AttemptError.Of(@class, name, "why") with { NotOnChannel = name == "NOT_FOUND" }, about));

    [Theory]
    [InlineData(429, "RESOURCE_EXHAUSTED", ErrorClass.Throttled)]
    [InlineData(503, "UNAVAILABLE", ErrorClass.Unavailable)]
    public void What_was_refused_before_it_was_processed_is_deferred(int status, string name, ErrorClass @class)
    {
        var deferred = ResultOf(status, Error(status, name)).Should().BeOfType<CallResult.Deferred>().Subject;

        (deferred.Error.Class, deferred.RetryAfter).Should().Be((@class, TimeSpan.FromSeconds(3)));
    }

    [Theory]
    [InlineData(500, "INTERNAL")]
    [InlineData(504, "DEADLINE_EXCEEDED")]
    [InlineData(409, "ALREADY_EXISTS")] // Google has it.
    public void Everything_after_which_Google_may_have_the_message_is_unknown(int status, string name) =>
        ResultOf(status, Error(status, name)).Should().BeOfType<CallResult.Unknown>();

    [Fact]
    public void A_refusal_names_the_argument_that_is_invalid()
    {
        const string Body =
            """
            {"error":{"code":400,"message":"Request contains an invalid argument.","status":"INVALID_ARGUMENT","details":[
            {"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[
            {"field":"agent_message.content_message.text","description":"too long"},{"description":"and no suggestions"}]}]}}
            """;

        ResultOf(400, Body).Should().BeOfType<CallResult.Rejected>()
            .Which.Error.Text.Should().Be("agent_message.content_message.text: too long; and no suggestions");
    }

    [Theory]
    [InlineData("PrivateKey", "no key", "Settings:PrivateKey: is no RSA private key in PEM")]
    [InlineData("PrivateKey", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "Settings:PrivateKey: is no RSA private key in PEM")]
    [InlineData("PrivateKey", "", "Settings:PrivateKey")]
    [InlineData("TokenUri", "oauth2.googleapis.com", "Settings:TokenUri: the address for tokens is an http(s) address")]
    [InlineData("AgentId", "acme agent", "Settings:AgentId: an agent id has letters")]
    [InlineData("TrafficType", "SPAM", "Settings:TrafficType: the traffic type is AUTHENTICATION")]
    public void A_wrong_setting_is_named_and_a_secret_is_not_shown(string name, string value, string mistake)
    {
        var read = () => With((name, value));

        read.Should().Throw<InvalidSettingsException>().Which.Messages.Should().ContainSingle()
            .Which.Should().Contain(mistake).And.NotContain("AAAA");
    }

    [Fact]
    public void Line_breaks_of_the_key_may_be_written_as_in_JSON()
    {
        var read = () => With(("PrivateKey", GoogleConformance.Account["PrivateKey"]!.Replace("\n", "\\n", StringComparison.Ordinal)));

        read.Should().NotThrow();
    }
}
