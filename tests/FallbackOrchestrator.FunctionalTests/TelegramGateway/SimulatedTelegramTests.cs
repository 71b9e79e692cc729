using System.Net;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.TelegramGateway;

/// <summary>The service with the simulated Telegram Gateway.</summary>
public sealed class SimulatedTelegramTests(PostgresServer server)
{
    private const string Token = "telegram-token-of-this-test";

    private Task<ApiHost> StartAsync() => ApiHost.StartWithAsync(
        server,
        [
            .. AddedAccount.Of(3, "telegram-demo", "TelegramGateway", "Telegram", "/simulator/telegram", ("AccessToken", Token)),
            ("Simulator:Telegram:AccessToken", Token),
        ]);

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static string Send(string number, string text = "Your code is 482913", string channels = """{ "channel": "Telegram" }""") =>
        $$"""{ "user": { "msisdn": "{{number}}" }, "type": "text", "content": { "text": "{{text}}" }, "channels": [ {{channels}} ] }""";

    private static async Task<JsonArray> CallsAsync(ApiHost host, string number) =>
        (await host.Client.GetAsync($"/simulator/calls?to={Uri.EscapeDataString(number)}")).Body!.AsArray();

    [Theory]
    [InlineData("+999044440", "failed", "rejected")]
    [InlineData("+999044443", "succeeded", "delivered")]
    [InlineData("+999044445", "failed", "lifetimeOver")]
    [InlineData("+999044447", "succeeded", "delivered")] // no response, and then a report
    [InlineData("+999044448", "succeeded", "read")] // FLOOD_WAIT twice
    [InlineData("+999044449", "succeeded", "read")] // a report before the response, and every report twice
    public async Task A_code_ends_as_its_number_says(string number, string outcome, string status)
    {
        await using var host = await StartAsync();

        var timeline = await host.Client.CompletedAsync(await host.Client.SendAsync(Send(number)));

        Text(timeline, "outcome").Should().Be(outcome);
        var umid = Text(timeline, "umid");
        await Until.TrueAsync(
            () => host.Client.TimelineAsync(umid), later => Text(later["attempts"]!.AsArray().Single()!, "status") == status);
    }

    [Fact]
    public async Task A_code_for_somebody_without_Telegram_goes_by_SMS_with_its_whole_text()
    {
        await using var host = await StartAsync();
        const string Number = "+999044430";

        var (_, sent) = await host.Client.PostAsync(
            Send(Number, channels: """{ "channel": "Telegram", "fallbackAfter": 60 }, { "channel": "SMS" }"""));
        var timeline = await host.Client.CompletedAsync(Text(sent!, "umid"));

        timeline["succeededStep"]!.GetValue<int>().Should().Be(2);
        sent!["warnings"]!.AsArray().Select(warning => warning!.GetValue<string>()).Should().Equal(
            "channels[0] (Telegram): only the code of 6 digits is sent, in the channel's own words");
        (await CallsAsync(host, Number)).Select(call => Text(call!, "provider")).Should().Equal("telegramgateway", "twilio");
        var content = (await host.Client.GetAsync($"{DemoClient.Messages}/{Text(timeline, "umid")}/content")).Body!["steps"]!.AsArray();
        content.Select(step => Text(step!, "text")).Should().Equal("482913", "Your code is 482913");
    }

    [Fact]
    public async Task L4_A_code_that_is_late_is_revoked_before_the_SMS_and_does_not_arrive()
    {
        await using var host = await StartAsync();

        var umid = await host.Client.SendAsync(
            Send("+999044436", channels: """{ "channel": "Telegram", "fallbackAfter": 10 }, { "channel": "SMS" }"""));
        var timeline = await host.Client.CompletedAsync(umid);

        timeline["succeededStep"]!.GetValue<int>().Should().Be(2);
        await Until.TrueAsync(
            () => host.Client.TimelineAsync(umid), later => Text(later["attempts"]![0]!, "status") == "recalled");
    }

    [Theory]
    [InlineData("Hello", "the channel carries only a code, and the text has no number of 4 to 8 digits")]
    [InlineData("1111 or 2222", "the channel carries only a code, and the text has 2 numbers of 4 to 8 digits")]
    public async Task S5_A_text_without_a_code_skips_the_step_or_is_rejected_and_preview_says_why(string text, string why)
    {
        await using var host = await StartAsync();

        var (alone, problem) = await host.Client.PostAsync(Send("+999044443", text));
        var withSms = Send("+999044443", text, """{ "channel": "Telegram", "fallbackAfter": 60 }, { "channel": "SMS" }""");
        var (_, sent) = await host.Client.PostAsync(withSms);
        var (_, preview) = await host.Client.PostAsync(withSms, $"{DemoClient.Messages}/preview");

        alone.Should().Be(HttpStatusCode.BadRequest);
        Text(problem!, "message").Should().Contain($"Telegram: {why}");
        var warning = $"channels[0] (Telegram) is skipped: {why}";
        sent!["warnings"]!.AsArray().Select(one => one!.GetValue<string>()).Should().Equal(warning);
        Text(preview!["steps"]![0]!, "cannotApply").Should().Be(why);
        (await host.Client.CompletedAsync(Text(sent, "umid")))["succeededStep"]!.GetValue<int>().Should().Be(2);
    }

    [Theory]
    [InlineData(100, 95)]
    [InlineData(7200, 3600)]
    [InlineData(34, null)]
    public async Task L5_Telegram_stops_trying_before_the_window_ends_or_Send_warns(int window, int? lifetime)
    {
        await using var host = await StartAsync();
        const string Number = "+999044443";

        var (_, sent) = await host.Client.PostAsync(
            Send(Number, channels: $$"""{ "channel": "Telegram", "fallbackAfter": {{window}} }, { "channel": "SMS" }"""));
        await host.Client.CompletedAsync(Text(sent!, "umid"));

        // On a busy machine the call begins some seconds after its lease.
        var set = (await CallsAsync(host, Number)).Single()!["lifetime"]?.GetValue<string>() is { } text
            ? TimeSpan.Parse(text, System.Globalization.CultureInfo.InvariantCulture).TotalSeconds : (double?)null;
        (set is null).Should().Be(lifetime is null);
        set.Should().Match(some => some == null || (some <= lifetime && some > lifetime - 40));
        (sent!["warnings"]!.AsArray().Select(warning => warning!.GetValue<string>()).LastOrDefault() ==
            "channels[0] (Telegram) may deliver this after its window of 34 s: from a window of 35 s on, its provider stops trying in time")
            .Should().Be(lifetime is null);
    }
}
