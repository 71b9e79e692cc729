using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>L5: how long a provider may try follows from the window, and is in the call.</summary>
public sealed class LifetimeTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Number = "+99904441";

    [Theory]
    [InlineData("SMS", 60)]
    [InlineData("SMS", 600)]
    [InlineData("Viber", 90)]
    [InlineData("Viber", 600)]
    public async Task A_provider_gets_the_window_less_five_seconds(string channel, int window)
    {
        var number = $"{Number}{window}{channel.Length}";

        var (sent, lifetime) = await SendAsync(number, $$"""{ "channel": "{{channel}}", "fallbackAfter": {{window}} }, { "channel": "WhatsApp" }""");

        // On a busy machine the call begins some seconds after its lease.
        lifetime.Should().BeLessThanOrEqualTo(TimeSpan.FromSeconds(window - 5)).And.BeGreaterThan(TimeSpan.FromSeconds(window - 25));
        sent["warnings"].Should().BeNull();
    }

    [Theory]
    [InlineData("SMS", 5, 6)]
    [InlineData("Viber", 34, 35)]
    public async Task A_window_that_is_too_short_for_a_lifetime_has_none_and_a_warning(string channel, int window, int from)
    {
        var number = $"{Number}{window}{channel.Length}";

        var (sent, lifetime) = await SendAsync(number, $$"""{ "channel": "{{channel}}", "fallbackAfter": {{window}} }, { "channel": "WhatsApp" }""");

        lifetime.Should().BeNull();
        sent["warnings"]!.AsArray().Select(warning => warning!.GetValue<string>()).Should().Equal(
            $"channels[0] ({channel}) may deliver this after its window of {window} s: from a window of {from} s on, its provider stops trying in time");
    }

    [Fact]
    public async Task A_success_below_Delivered_is_not_destroyed_by_a_lifetime() =>
        (await SendAsync(
            $"{Number}7", """{ "channel": "SMS", "fallbackAfter": 60, "successStatus": "Sent" }, { "channel": "WhatsApp" }""")).Lifetime
        .Should().BeNull();

    private async Task<(JsonNode Sent, TimeSpan? Lifetime)> SendAsync(string number, string channels)
    {
        var (_, sent) = await host.Client.PostAsync(
            $$"""{ "user": { "msisdn": "{{number}}" }, "type": "text", "content": { "text": "Hello" }, "channels": [ {{channels}} ] }""");
        await host.Client.CompletedAsync(sent!["umid"]!.GetValue<string>());
        var call = (await host.Client.GetAsync($"/simulator/calls?to={Uri.EscapeDataString(number)}")).Body!.AsArray()[0]!;
        return (sent, call["lifetime"]?.GetValue<string>() is { } lifetime
            ? TimeSpan.Parse(lifetime, System.Globalization.CultureInfo.InvariantCulture) : null);
    }
}
