using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Providers.TelegramGateway;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.TelegramGateway;

/// <summary>The requests and responses of https://core.telegram.org/gateway/api.</summary>
public sealed class TelegramAdapterTests
{
    private static readonly Handover Code = A.Handover with { Body = new ContentBody.Text("482913") };

    private static readonly IChannelAdapter Adapter = With(TelegramConformance.Account);

    private static IChannelAdapter With(IEnumerable<KeyValuePair<string, string?>> settings) =>
        new TelegramProvider().CreateAdapter(A.Settings(Channel.Telegram.Name, settings));

    private static CallResult ResultOf(int status, string body) => Adapter.ReadResponse(Response(status, body));

    private static ProviderResponse Response(int status, string body) => new(status, Encoding.UTF8.GetBytes(body), RetryAfter: null);

    [Fact]
    public async Task A_code_is_written_as_Telegram_wants_it() => (await Requests.WrittenAsync(Adapter, Code)).Should().Be("""
        POST https://gatewayapi.telegram.org/sendVerificationMessage
        Authorization: Bearer gateway-token-1
        Content-Type: application/json; charset=utf-8

        {"phone_number":"\u002B447700900123","code":"482913","callback_url":"https://us.example/webhooks/acme/main","payload":"0193b1c2d3e47f508a6b1c2d3e4f5061-2"}
        """);

    [Fact]
    public async Task The_accounts_channel_is_the_sender() =>
        (await Requests.WrittenAsync(With([.. TelegramConformance.Account, new("SenderUsername", "acme")]), Code))
            .Should().Contain("\"sender_username\":\"acme\"");

    [Fact]
    public async Task Of_a_text_only_the_code_is_written()
    {
        var written = await Requests.WrittenAsync(Adapter, Code with { Body = new ContentBody.Text("Your code is 7781. Tell nobody.") });

        written.Should().Contain("\"code\":\"7781\"").And.NotContain("nobody");
    }

    [Fact]
    public void What_has_no_code_is_not_written() =>
        FluentActions.Invoking(() => Adapter.WriteCall(A.Handover)).Should().Throw<NotSupportedException>();

    [Theory]
    [InlineData(29.9, null)]
    [InlineData(30, 30)]
    [InlineData(55.9, 55)]
    [InlineData(3600, 3600)]
    [InlineData(86_395, 3600)]
    public async Task L5_The_lifetime_is_written_in_whole_seconds_and_never_longer(double seconds, int? ttl)
    {
        var written = await Requests.WrittenAsync(Adapter, Code with { Lifetime = TimeSpan.FromSeconds(seconds) });

        if (ttl is null)
            written.Should().NotContain("ttl");
        else
            written.Should().Contain($"\"ttl\":{ttl}}}");
    }

    [Theory]
    [InlineData("", AttemptStatus.Accepted)]
    [InlineData(""","delivery_status":{"status":"sent","updated_at":1767366245}""", AttemptStatus.Sent)]
    [InlineData(""","delivery_status":{"status":"somersaulted"}""", AttemptStatus.Accepted)]
    [InlineData(""","delivery_status":7""", AttemptStatus.Accepted)]
    public void An_accepted_code_is_as_far_as_the_response_says(string more, AttemptStatus status) =>
        ResultOf(200, $$$"""{"ok":true,"result":{"request_id":"r1"{{{more}}}}}""").Should().Be(new CallResult.Accepted("r1", status));

    [Theory]
    [InlineData("PHONE_NUMBER_NOT_FOUND", ErrorClass.NotReachable, ErrorSubject.Message, 1)]
    [InlineData("PHONE_NUMBER_INVALID", ErrorClass.NotReachable, ErrorSubject.Message, 1)]
    [InlineData("CODE_INVALID", ErrorClass.BadRequest, ErrorSubject.Message, 18)]
    [InlineData("TTL_INVALID", ErrorClass.BadRequest, ErrorSubject.Message, 18)]
    [InlineData("PAYLOAD_INVALID", ErrorClass.BadRequest, ErrorSubject.Message, 18)]
    [InlineData("REQUEST_ID_INVALID", ErrorClass.BadRequest, ErrorSubject.Message, 18)]
    [InlineData("CALLBACK_URL_INVALID", ErrorClass.Configuration, ErrorSubject.Account, 41)]
    [InlineData("SENDER_USERNAME_INVALID", ErrorClass.Configuration, ErrorSubject.Account, 41)]
    [InlineData("ACCESS_TOKEN_INVALID", ErrorClass.Configuration, ErrorSubject.Account, 41)]
    [InlineData("ACCESS_TOKEN_REQUIRED", ErrorClass.Configuration, ErrorSubject.Account, 41)]
    [InlineData("BALANCE_NOT_ENOUGH", ErrorClass.Configuration, ErrorSubject.Account, 42)]
    [InlineData("SOMETHING_NEW", ErrorClass.Other, ErrorSubject.Message, 57)]
    public void An_error_means_what_its_beginning_says_whatever_the_status_is(
        string error, ErrorClass @class, ErrorSubject about, int code)
    {
        foreach (var status in (int[])[200, .. @class == ErrorClass.Other ? Array.Empty<int>() : [400, 401, 500]])
        {
            ResultOf(status, $$"""{"ok":false,"error":"{{error}}"}""").Should().Be(
                new CallResult.Rejected(
                    new AttemptError(@class, code, error) { NotOnChannel = error == "PHONE_NUMBER_NOT_FOUND" }, about));
        }
    }

    [Fact]
    public void Every_error_of_the_table_is_tested()
    {
        var tested = typeof(TelegramAdapterTests).GetMethod(nameof(An_error_means_what_its_beginning_says_whatever_the_status_is))!
            .GetCustomAttributes(typeof(InlineDataAttribute), inherit: false)
            .Cast<InlineDataAttribute>()
            .Select(data => (string)data.Data[0]!);

        TelegramErrors.Known.Should().OnlyContain(
            known => tested.Any(error => error.StartsWith(known.Beginning, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_flood_is_over_after_the_time_that_its_name_says() => ResultOf(200, """{"ok":false,"error":"FLOOD_WAIT_17"}""").Should().Be(
        new CallResult.Deferred(AttemptError.Of(ErrorClass.Throttled, "FLOOD_WAIT_17"), TimeSpan.FromSeconds(17)));

    [Fact]
    public void An_error_that_nobody_knows_with_a_5xx_may_have_been_accepted() =>
        ResultOf(500, """{"ok":false,"error":"INTERNAL"}""").Should().BeOfType<CallResult.Unknown>();

    [Fact]
    public async Task L4_A_code_is_revoked_by_Telegrams_id()
    {
        using var request = Adapter.WriteRecall(new Recall(A.Reference, Code.Recipient, "r1"))!;

        request.RequestUri.Should().Be(new Uri("https://gatewayapi.telegram.org/revokeVerificationMessage"));
        request.Headers.Authorization!.ToString().Should().Be("Bearer gateway-token-1");
        (await request.Content!.ReadAsStringAsync()).Should().Be("""{"request_id":"r1"}""");
        Adapter.WriteRecall(new Recall(A.Reference, Code.Recipient, null)).Should().BeNull();
    }

    [Theory]
    [InlineData(200, """{"ok":true,"result":true}""", "Telegram has the request; a report says whether the code was withdrawn in time")]
    [InlineData(200, """{"ok":false,"error":"REQUEST_ID_INVALID"}""", "Telegram refused the request")]
    [InlineData(500, "", "Telegram refused the request")]
    public void L4_Only_a_report_says_that_a_code_was_withdrawn(int status, string body, string reason) =>
        Adapter.ReadRecallResponse(Response(status, body)).Should().Be(new RecallResult.Failed(reason));

    [Fact]
    public async Task L6_Telegram_is_asked_by_its_id()
    {
        using var request = Adapter.WriteStatusQuery(new StatusQuery(A.Reference, "r1"))!;

        request.RequestUri.Should().Be(new Uri("https://gatewayapi.telegram.org/checkVerificationStatus"));
        request.Headers.Authorization!.ToString().Should().Be("Bearer gateway-token-1");
        (await request.Content!.ReadAsStringAsync()).Should().Be("""{"request_id":"r1"}""");
    }

    [Theory]
    [InlineData("sent", AttemptStatus.Sent, null)]
    [InlineData("delivered", AttemptStatus.Delivered, null)]
    [InlineData("read", AttemptStatus.Read, null)]
    [InlineData("expired", AttemptStatus.LifetimeOver, ErrorClass.Expired)]
    [InlineData("revoked", AttemptStatus.Recalled, ErrorClass.Recalled)]
    public void L6_Its_response_reports_the_status_as_a_report_does(string said, AttemptStatus status, ErrorClass? error)
    {
        var body = """{"ok":true,"result":{"request_id":"r1","delivery_status":{"status":"SAID","updated_at":1700000000}}}""".Replace("SAID", said);

        Adapter.ReadStatus(new StatusQuery(A.Reference, "r1"), Response(200, body)).Should().Be(new StatusQueryResult.Found(
            status, DateTimeOffset.FromUnixTimeSeconds(1700000000), error is { } reason ? AttemptError.Of(reason) : null, "r1"));
    }

    [Theory]
    [InlineData("""{"ok":false,"error":"REQUEST_ID_INVALID"}""")]
    [InlineData("""{"ok":true,"result":{"request_id":"r1","request_cost":0}}""")]
    public void L6_A_refusal_or_no_delivery_status_tells_nothing(string body) =>
        Adapter.ReadStatus(new StatusQuery(A.Reference, "r1"), Response(200, body)).Should().BeOfType<StatusQueryResult.Failed>();

    [Theory]
    [InlineData(200, """{"ok":false,"error":"REQUEST_ID_INVALID"}""", AccountVerdict.Right, null)]
    [InlineData(200, """{"ok":false,"error":"ACCESS_TOKEN_INVALID"}""", AccountVerdict.Wrong, "AccessToken")]
    [InlineData(401, "", AccountVerdict.Wrong, "AccessToken")]
    [InlineData(200, """{"ok":false,"error":"SOMETHING_NEW"}""", AccountVerdict.Unknown, null)]
    [InlineData(503, "", AccountVerdict.Unknown, null)]
    public void The_check_of_the_account_tells_a_wrong_token(int status, string body, AccountVerdict verdict, string? setting)
    {
        var finding = Adapter.Checks(A.Handover.ReceiptsTo).Should().ContainSingle().Subject.Read(Response(status, body));

        (finding.Verdict, finding.Setting).Should().Be((verdict, setting));
    }

    [Theory]
    [InlineData("AccessToken", null)]
    [InlineData("AccessToken", "a\nb")]
    [InlineData("SenderUsername", "@acme")]
    public void A_setting_that_cannot_be_used_is_named(string name, string? value)
    {
        var create = () => With([.. TelegramConformance.Account.Where(pair => pair.Key != name), new(name, value)]);

        create.Should().Throw<InvalidSettingsException>().Which.Messages.Should().ContainSingle(
            message => message.StartsWith($"ChannelAccounts:main:Settings:{name}: ", StringComparison.Ordinal));
    }
}
