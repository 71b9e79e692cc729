using System.Globalization;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Providers.Meta;
using FallbackOrchestrator.Providers.Twilio;
using FallbackOrchestrator.Providers.Vonage;
using FallbackOrchestrator.UnitTests.Providers.Meta;
using FallbackOrchestrator.UnitTests.Providers.Twilio;
using FallbackOrchestrator.UnitTests.Providers.Vonage;
using FallbackOrchestrator.UnitTests.Support;
using Microsoft.Extensions.Time.Testing;

namespace FallbackOrchestrator.UnitTests.Channels;

/// <summary>
/// What counts against an account as a whole: never a recipient, a country, a content, or a sender that the message brought.
/// </summary>
public class ErrorSubjectTests
{
    public static TheoryData<string, int, bool> Codes => new()
    {
        { "Twilio", 20003, true }, { "Twilio", 21606, true }, { "Twilio", 21659, true }, { "Twilio", 21703, true },
        { "Twilio", 20005, true },
        { "Twilio", 21408, false }, { "Twilio", 21211, false }, { "Twilio", 21610, false }, { "Twilio", 21617, false },
        { "Twilio", 21608, false },
        { "Twilio", 63038, false }, { "Twilio", 20429, false }, { "Twilio", 99999, false },
        { "Vonage", 1060, true }, { "Vonage", 1070, true }, { "Vonage", 1080, true }, { "Vonage", 1100, true }, { "Vonage", 1030, true },
        { "Vonage", 1420, true },
        { "Vonage", 1120, false }, { "Vonage", 1160, false }, { "Vonage", 1240, false }, { "Vonage", 1320, false },
        { "Vonage", 1000, false },
        { "Meta", 190, true }, { "Meta", 10, true }, { "Meta", 33, true }, { "Meta", 100, false }, { "Meta", 200, true },
        { "Meta", 131031, true }, { "Meta", 131042, true }, { "Meta", 133010, true },
        { "Meta", 131000, true }, { "Meta", 131057, true },
        { "Meta", 131026, false }, { "Meta", 131048, false }, { "Meta", 130497, false }, { "Meta", 134101, false },
        { "Meta", 132001, false },
        { "Meta", 130429, false }, { "Meta", 131063, false },
    };

    [Theory, MemberData(nameof(Codes))]
    public async Task A_code_is_about_the_account_or_about_the_message(string provider, int code, bool against)
    {
        foreach (var status in (int[])[400, 401, 403])
            (await RefusedAsync(provider, status, code, A.Handover)).SpeaksAgainstAccount.Should().Be(against
                || IsCredentials(status, code), $"{status}");
    }

    /// <summary>A 503 is refused before processing, unless the table says that the person may have the message.</summary>
    [Theory]
    [InlineData("Vonage", 1331)]
    [InlineData("Vonage", 1320)]
    [InlineData("Vonage", 1490)]
    [InlineData("Meta", 131000)]
    public async Task What_may_be_delivered_is_unknown_whatever_the_status(string provider, int code)
    {
        foreach (var status in (int[])[400, 422, 429, 500, 503])
            (await RefusedAsync(provider, status, code, A.Handover)).Should().BeOfType<CallResult.Unknown>($"{status}");
    }

    [Theory]
    [InlineData("Twilio", 21606)]
    [InlineData("Twilio", 21659)]
    [InlineData("Vonage", 1420)]
    public async Task A_sender_that_the_message_named_is_not_the_accounts_fault(string provider, int code)
    {
        var named = A.Handover with { Sms = new SmsSettings(SmsEncoding.Auto, "ACME") };

        var refused = (await RefusedAsync(provider, 400, code, named)).Should().BeOfType<CallResult.Rejected>().Subject;

        refused.SpeaksAgainstAccount.Should().BeFalse();
        refused.Error.Class.Should().Be(ErrorClass.BadRequest);
        refused.Error.Code.Should().Be(ErrorCodes.InvalidParameter);
    }

    [Theory]
    [InlineData(401, true)]
    [InlineData(402, true)]
    [InlineData(403, false)]
    [InlineData(400, false)]
    [InlineData(404, false)]
    [InlineData(429, false)]
    [InlineData(503, true)]
    [InlineData(500, true)]
    public void Without_a_code_only_our_credentials_and_our_funds_and_a_provider_that_is_down_count(int status, bool against) =>
        HttpStatusClassifier.Classify(
            new ProviderResponse(status, ReadOnlyMemory<byte>.Empty, null)).SpeaksAgainstAccount.Should().Be(against);

    [Theory]
    [InlineData(33, true)]
    [InlineData(2494010, false)]
    public async Task Metas_missing_object_counts_where_it_is_a_subcode_too(int subcode, bool against)
    {
        var body = $$$"""{"error":{"code":100,"error_subcode":{{{subcode}}},"message":"why"}}""";

        (await ResultOfAsync("Meta", 400, body, A.Handover)).SpeaksAgainstAccount.Should().Be(against);
    }

    [Theory]
    [InlineData("low-balance", true)]
    [InlineData("account-suspended", true)]
    [InlineData("forbidden", false)]
    public async Task Vonages_errors_without_a_code_count_if_they_are_the_accounts_fault(string kind, bool against)
    {
        var body = $$"""{"type":"https://developer.vonage.com/api-errors#{{kind}}","title":"No","detail":"why"}""";

        (await ResultOfAsync("Vonage", 403, body, A.Handover)).SpeaksAgainstAccount.Should().Be(against);
    }

    // An unknown code with 401 is still a response about credentials.
    private static bool IsCredentials(int status, int code) => status == 401 && code == 99999;

    private static Task<CallResult> RefusedAsync(string provider, int status, int code, Handover handover)
    {
        var written = code.ToString(CultureInfo.InvariantCulture);
        return ResultOfAsync(provider, status, provider switch
        {
            "Meta" => $$$"""{"error":{"code":{{{written}}},"message":"why"}}""",
            "Twilio" => $$"""{"code":{{written}},"message":"why","status":{{status}}}""",
            _ => $$"""{"title":"{{written}}","detail":"why"}""",
        }, handover);
    }

    private static async Task<CallResult> ResultOfAsync(string provider, int status, string body, Handover handover)
    {
        await using var stub = await StubProvider.RespondingAsync(status, body);
        using var http = StubProvider.Client();
        var adapter = provider switch
        {
            "Meta" => new MetaProvider().CreateAdapter(A.Settings(Channel.WhatsApp.Name, MetaConformance.Account, () => stub.Address)),
            "Twilio" => new TwilioProvider().CreateAdapter(A.Settings(Channel.Sms.Name, TwilioConformance.Account, () => stub.Address)),
            _ => new VonageProvider().CreateAdapter(A.Settings(Channel.Sms.Name, VonageConformance.Account, () => stub.Address)),
        };
        var time = new FakeTimeProvider(A.Time);
        return await new ProviderCall(http, new AccessTokens(time), time)
            .SendAsync(adapter, handover, TimeSpan.FromSeconds(8), CancellationToken.None);
    }
}
