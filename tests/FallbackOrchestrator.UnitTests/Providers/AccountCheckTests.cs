using System.Text;
using FallbackOrchestrator.Channels;
using Microsoft.Extensions.Configuration;

namespace FallbackOrchestrator.UnitTests.Providers;

/// <summary>The questions to providers whether an account's settings are right, and what their responses mean.</summary>
public sealed class AccountCheckTests
{
    private static readonly Uri ReceiptsTo = new("https://messages.example.com/webhooks/meta/main");

    [Fact]
    public void Each_provider_is_asked_by_a_call_that_sends_nothing()
    {
        Asked("Meta").Should().Equal(
            "GET https://graph.facebook.com/v26.0/106540352242922?fields=id,display_phone_number Bearer a-token-of-meta",
            "GET https://graph.facebook.com/v26.0/200000000000002/subscribed_apps Bearer a-token-of-meta");
        Asked("Twilio").Should().Equal("GET https://api.twilio.com/2010-04-01/Accounts/AC1.json Basic QUMxOmEtdG9rZW4=");
        Asked("Google").Should().Equal("POST https://rcsbusinessmessaging.googleapis.com/v1/users:batchGet ");
        Asked("Messenger").Should().Equal(
            "GET https://graph.facebook.com/v26.0/1906385232743451?fields=id Bearer a-token-of-a-page",
            "GET https://graph.facebook.com/v26.0/1906385232743451/subscribed_apps Bearer a-token-of-a-page");
        Asked("Vonage").Should().Equal("GET https://api.nexmo.com/v2/applications?page_size=1 Basic a2V5OmEtc2VjcmV0");
    }

    [Theory]
    [InlineData("Meta", 0, 200, """{"id":"106540352242922"}""", AccountVerdict.Right, null)]
    [InlineData("Meta", 0, 200, """{"id":"1"}""", AccountVerdict.Unknown, null)]
    [InlineData("Meta", 0, 401, """{"error":{"code":190}}""", AccountVerdict.Wrong, "AccessToken")]
    [InlineData("Meta", 0, 400, """{"error":{"code":190}}""", AccountVerdict.Wrong, "AccessToken")]
    [InlineData("Meta", 0, 403, """{"error":{"code":200}}""", AccountVerdict.Wrong, "AccessToken")]
    [InlineData("Meta", 0, 400, """{"error":{"code":100}}""", AccountVerdict.Wrong, "PhoneNumberId")]
    [InlineData("Meta", 0, 500, "", AccountVerdict.Unknown, null)]
    [InlineData("Meta", 1, 200, """{"data":[]}""", AccountVerdict.Wrong, null)]
    [InlineData("Meta", 1, 200, """{"data":[{"whatsapp_business_api_data":{"id":"1"}}]}""", AccountVerdict.Right, null)]
    [InlineData("Meta", 1, 200, """{"data":[{"override_callback_uri":"https://messages.example.com/webhooks/meta/main"}]}""",
        AccountVerdict.Right, null)]
    [InlineData("Meta", 1, 200, """{"data":[{"override_callback_uri":"https://elsewhere.example/"}]}""", AccountVerdict.Wrong, null)]
    [InlineData("Meta", 1, 400, """{"error":{"code":100}}""", AccountVerdict.Wrong, "BusinessAccountId")]
    [InlineData("Messenger", 0, 200, """{"id":"1906385232743451"}""", AccountVerdict.Right, null)]
    [InlineData("Messenger", 0, 200, """{"id":"1"}""", AccountVerdict.Unknown, null)]
    [InlineData("Messenger", 0, 400, """{"error":{"code":190}}""", AccountVerdict.Wrong, "AccessToken")]
    [InlineData("Messenger", 0, 400, """{"error":{"code":100}}""", AccountVerdict.Wrong, "PageId")]
    [InlineData("Messenger", 0, 500, "", AccountVerdict.Unknown, null)]
    [InlineData("Messenger", 1, 200, """{"data":[]}""", AccountVerdict.Wrong, null)]
    [InlineData("Messenger", 1, 200, """{"data":[{"subscribed_fields":["messages"]}]}""", AccountVerdict.Wrong, null)]
    [InlineData("Messenger", 1, 200, """{"data":[{"subscribed_fields":["messages","message_deliveries"]}]}""", AccountVerdict.Right, null)]
    [InlineData("Messenger", 1, 403, """{"error":{"code":200}}""", AccountVerdict.Unknown, null)]
    [InlineData("Twilio", 0, 200, """{"status":"active"}""", AccountVerdict.Right, null)]
    [InlineData("Twilio", 0, 200, """{"status":"suspended"}""", AccountVerdict.Wrong, null)]
    [InlineData("Twilio", 0, 200, "<html>", AccountVerdict.Unknown, null)]
    [InlineData("Twilio", 0, 401, """{"code":20003}""", AccountVerdict.Wrong, "AuthToken")]
    [InlineData("Twilio", 0, 404, """{"code":20404}""", AccountVerdict.Wrong, "AccountSid")]
    [InlineData("Twilio", 0, 429, "", AccountVerdict.Unknown, null)]
    [InlineData("Vonage", 0, 200, "{}", AccountVerdict.Right, null)]
    [InlineData("Vonage", 0, 401, "{}", AccountVerdict.Wrong, "ApiSecret")]
    [InlineData("Vonage", 0, 404, "", AccountVerdict.Unknown, null)]
    [InlineData("Google", 0, 200, "{}", AccountVerdict.Right, null)]
    [InlineData("Google", 0, 401, "", AccountVerdict.Wrong, "PrivateKey")]
    [InlineData("Google", 0, 403, "", AccountVerdict.Wrong, "AgentId")]
    [InlineData("Google", 0, 404, "", AccountVerdict.Wrong, "AgentId")]
    [InlineData("Google", 0, 400, "", AccountVerdict.Wrong, "AgentId")]
    [InlineData("Google", 0, 503, "", AccountVerdict.Unknown, null)]
    public void A_response_says_whether_the_account_is_right_and_which_setting_is_wrong(
        string provider, int check, int status, string body, AccountVerdict verdict, string? setting)
    {
        var finding = Of(provider).Checks(ReceiptsTo)[check].Read(
            new ProviderResponse(status, Encoding.UTF8.GetBytes(body), RetryAfter: null));

        (finding.Verdict, finding.Setting).Should().Be((verdict, setting), finding.Text);
    }

    private static IEnumerable<string> Asked(string provider) => Of(provider).Checks(ReceiptsTo).Select(check =>
    {
        using var request = check.Write();
        return $"{request.Method} {request.RequestUri} {request.Headers.Authorization}";
    });

    private static IChannelAdapter Of(string provider)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ChannelAccounts:Meta:Provider"] = "Meta", ["ChannelAccounts:Meta:Channel"] = "WhatsApp",
            ["ChannelAccounts:Meta:Settings:PhoneNumberId"] = "106540352242922",
            ["ChannelAccounts:Meta:Settings:BusinessAccountId"] = "200000000000002",
            ["ChannelAccounts:Meta:Settings:AccessToken"] = "a-token-of-meta", ["ChannelAccounts:Meta:Settings:AppSecret"] = "b",
            ["ChannelAccounts:Meta:Settings:VerifyToken"] = "c",
            ["ChannelAccounts:Messenger:Provider"] = "Messenger", ["ChannelAccounts:Messenger:Channel"] = "Facebook",
            ["ChannelAccounts:Messenger:Settings:PageId"] = "1906385232743451",
            ["ChannelAccounts:Messenger:Settings:AccessToken"] = "a-token-of-a-page",
            ["ChannelAccounts:Messenger:Settings:AppSecret"] = "b", ["ChannelAccounts:Messenger:Settings:VerifyToken"] = "c",
            ["ChannelAccounts:Twilio:Provider"] = "Twilio", ["ChannelAccounts:Twilio:Channel"] = "SMS",
            ["ChannelAccounts:Twilio:Settings:AccountSid"] = "AC1", ["ChannelAccounts:Twilio:Settings:AuthToken"] = "a-token",
            ["ChannelAccounts:Twilio:Settings:From"] = "SHOP",
            ["ChannelAccounts:Vonage:Provider"] = "Vonage", ["ChannelAccounts:Vonage:Channel"] = "SMS",
            ["ChannelAccounts:Vonage:Settings:ApiKey"] = "key", ["ChannelAccounts:Vonage:Settings:ApiSecret"] = "a-secret",
            ["ChannelAccounts:Google:Provider"] = "Google", ["ChannelAccounts:Google:Channel"] = "RCS",
            ["ChannelAccounts:Google:Settings:AgentId"] = "acme_agent",
            ["ChannelAccounts:Google:Settings:ClientEmail"] = "rbm@acme.iam.gserviceaccount.com",
            ["ChannelAccounts:Google:Settings:PrivateKey"] = FallbackOrchestrator.Hosting.DevelopmentKey.Pem,
            ["ChannelAccounts:Google:Settings:ClientToken"] = "c",
            ["ChannelAccounts:Vonage:Settings:From"] = "SHOP", ["ChannelAccounts:Vonage:Settings:SignatureSecret"] = "s",
        }).Build();
        var catalog = ChannelCatalog.Read(
            settings, ChannelCatalog.ProvidersIn(typeof(IProvider).Assembly), address => new Uri(address));
        return catalog.TryFind(new(provider), out var account) ? account.Adapter : throw new InvalidOperationException();
    }
}
