using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>Channels by providers that serve several: WhatsApp and RCS by Vonage, WhatsApp by Twilio.</summary>
public sealed class ManyChannelsTests(ManyChannelsTests.Service service) : IClassFixture<ManyChannelsTests.Service>
{
    private const string Question =
        """{"type":"button","body":{"text":"Come?"},"action":{"buttons":[{"type":"reply","reply":{"id":"y","title":"Yes"} }]} }""";

    // The account, the channel, and the digits of its number: those of the other channels are 4.
    public static TheoryData<string, string, string> Accounts => new()
    {
        { "vonage-whatsapp", "WhatsApp", "{0}444444" },
        { "twilio-whatsapp", "WhatsApp", "{0}444444" },
        { "vonage-rcs", "RCS", "444{0}444" },
    };

    [Theory, MemberData(nameof(Accounts))]
    public async Task A_message_ends_as_its_number_says(string account, string channel, string digits)
    {
        (string Digit, string Outcome, string Status)[] script =
            [("0", "failed", "rejected"), ("3", "succeeded", "delivered"), ("4", "succeeded", "read"), ("5", "failed", "undelivered"),
                ("7", "succeeded", "delivered"), ("9", "succeeded", "read")];
        foreach (var (digit, outcome, status) in script)
        {
            var number = $"+9990{string.Format(System.Globalization.CultureInfo.InvariantCulture, digits, digit)}{account.Length}";
            var umid = await service.Client.SendAsync(Send(number, "\"type\":\"text\",\"content\":{\"text\":\"Hello\"}", Step(channel, account)));

            var timeline = await service.Client.CompletedAsync(umid);

            timeline["outcome"]!.GetValue<string>().Should().Be(outcome, digit);
            await Until.TrueAsync(
                () => service.Client.TimelineAsync(umid), read => Attempt(read)["status"]!.GetValue<string>() == status);
        }
    }

    [Fact]
    public async Task L4_RCS_by_Vonage_is_revoked_before_SMS_and_its_lifetime_ends_before()
    {
        const string Number = "+9990444144405";

        var umid = await service.Client.SendAsync(Send(
            Number, "\"type\":\"text\",\"content\":{\"text\":\"Hello\"}", """{"channel":"RCS","fallbackAfter":90},{"channel":"SMS"}"""));

        var call = (await CallsAsync(Number)).Should().ContainSingle().Subject;
        TimeSpan.Parse(call["lifetime"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture)
            .Should().BeLessThanOrEqualTo(TimeSpan.FromSeconds(85)).And.BeGreaterThan(TimeSpan.FromSeconds(60));
        await service.Client.PostAsync("{}", $"/api/v1/subaccounts/demo/messages/{umid}/skip");
        var timeline = await service.Client.CompletedAsync(umid);
        timeline["succeededStep"]!.GetValue<int>().Should().Be(2);
        timeline["events"]!.AsArray().Select(line => line!["what"]!.GetValue<string>()).SkipWhile(name => name != "recallStarted").Take(2)
            .Should().Equal("recallStarted", "recallFailed");
    }

    [Fact]
    public async Task What_Twilio_cannot_send_is_replaced_and_said()
    {
        const string Number = "+9990444444406";

        var (_, sent) = await service.Client.PostAsync(Send(
            Number, $$""" "type":"interactive","content":{"interactive":{{Question}} }""", Step("WhatsApp", "twilio-whatsapp")));
        var umid = sent!["umid"]!.GetValue<string>();

        sent["warnings"]!.AsArray().Select(warning => warning!.GetValue<string>()).Should().Equal(
            "channels[0] (WhatsApp): Twilio sends interactive messages only as templates of its own; only its text, caption or link is sent");
        (await service.Client.CompletedAsync(umid))["outcome"]!.GetValue<string>().Should().Be("succeeded");
        var content = (await service.Client.GetAsync($"/api/v1/subaccounts/demo/messages/{umid}/content")).Body!;
        content["steps"]![0]!["contentType"]!.GetValue<string>().Should().Be("Text");
        content["steps"]![0]!["text"]!.GetValue<string>().Should().Be("Come?");
    }

    [Theory]
    [InlineData("order", "succeeded")]
    [InlineData("other", null)]
    public async Task A_template_goes_by_its_content_SID_and_is_refused_without_one(string name, string? outcome)
    {
        var (_, sent) = await service.Client.PostAsync(Send(
            "+9990444444407",
            $$""" "type":"template","content":{"template":{"name":"{{name}}","language":"en","components":[{"type":"body","parameters":[{"type":"text","text":"Ann"}]}]} }""",
            Step("WhatsApp", "twilio-whatsapp")));

        if (outcome is null)
            sent!["message"]!.GetValue<string>().Should().Contain("no content SID for the template other in en");
        else
            (await service.Client.CompletedAsync(sent!["umid"]!.GetValue<string>()))["outcome"]!.GetValue<string>().Should().Be(outcome);
    }

    [Fact]
    public async Task What_the_account_cannot_send_any_more_is_not_sent()
    {
        const string Number = "+9990442444408";
        var umid = await service.Client.SendAsync(Send(
            Number,
            """ "type":"template","content":{"template":{"name":"order","language":"en"},"fallbackText":"Hello"}""",
            $$"""{"channel":"SMS","fallbackAfter":600},{{Step("WhatsApp", "twilio-whatsapp")}}"""));
        await CallsAsync(Number);

        await service.Host.ExecuteAsync(
            $"UPDATE contents SET content = replace(content::text, '\"order\"', '\"other\"')::jsonb WHERE message_id = '{umid}'");
        await service.Client.PostAsync("{}", $"/api/v1/subaccounts/demo/messages/{umid}/skip");

        var attempt = (await service.Client.CompletedAsync(umid))["attempts"]![1]!;
        attempt["status"]!.GetValue<string>().Should().Be("rejected");
        attempt["error"]!["text"]!.GetValue<string>().Should().Contain("no content SID for the template other in en");
        (await CallsAsync(Number)).Should().ContainSingle("Twilio was not called for the second step");
    }

    private static string Send(string number, string content, string channels) =>
        $$"""{"user":{"msisdn":"{{number}}"},{{content}},"channels":[{{channels}}]}""";

    private static string Step(string channel, string account) => $$"""{"channel":"{{channel}}","channelId":"{{account}}"}""";

    private static JsonNode Attempt(JsonNode timeline) => timeline["attempts"]![0]!;

    private Task<List<JsonNode>> CallsAsync(string number) => Until.TrueAsync(
        async () => (await service.Client.GetAsync($"/simulator/calls?to={Uri.EscapeDataString(number)}")).Body!.AsArray()
            .Select(call => call!).ToList(),
        calls => calls.Count > 0);

    /// <summary>A service of Development with these accounts, too.</summary>
    public sealed class Service(PostgresServer server) : IAsyncLifetime
    {
        private ApiHost _host = null!;

        internal ApiHost Host => _host;

        internal DemoClient Client => _host.Client;

        public async ValueTask InitializeAsync() => _host = await ApiHost.StartWithAsync(
            server,
            [
                .. Account(3, "vonage-whatsapp", "WhatsApp", "Vonage", ("From", "+15005550007")),
                .. Account(4, "vonage-rcs", "RCS", "Vonage", ("From", "AcmeAgent")),
                .. Account(5, "twilio-whatsapp", "WhatsApp", "Twilio", ("From", "+15005550008"),
                    ("Templates", "order/en=HX0123456789abcdef0123456789abcdef")),
            ]);

        public ValueTask DisposeAsync() => _host.DisposeAsync();

        private static IEnumerable<(string Name, string Value)> Account(
            int index, string id, string channel, string provider, params (string Name, string Value)[] settings) =>
        [
            ($"Accounts:00000000-0000-0000-0000-000000000001:Subaccounts:demo:ChannelAccounts:{index}", id),
            ($"ChannelAccounts:{id}:Provider", provider),
            ($"ChannelAccounts:{id}:Channel", channel),
            ($"ChannelAccounts:{id}:BaseAddress", $"/simulator/{provider.ToLowerInvariant()}"),
            .. ApiHost.DevelopmentSettings("ChannelAccounts")
                .Where(setting => setting.Name.StartsWith($"ChannelAccounts:{(provider == "Vonage" ? "viber" : "sms")}-demo:Settings:", StringComparison.Ordinal))
                .Select(setting => ($"ChannelAccounts:{id}:Settings:{setting.Name.Split(':')[^1]}", setting.Value))
                .Where(setting => settings.All(own => !setting.Item1.EndsWith($":{own.Name}", StringComparison.Ordinal))),
            .. settings.Select(setting => ($"ChannelAccounts:{id}:Settings:{setting.Name}", setting.Value)),
        ];
    }
}
