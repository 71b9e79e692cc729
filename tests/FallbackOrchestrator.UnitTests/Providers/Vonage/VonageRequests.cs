using System.Text.Json.Nodes;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Providers.Vonage;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Vonage;

/// <summary>Bodies as Vonage gets them on a channel.</summary>
internal static class VonageRequests
{
    public static IChannelAdapter Adapter(Channel channel, params (string Name, string Value)[] settings) =>
        new VonageProvider().CreateAdapter(A.Settings(channel.Name,
        [
            .. VonageConformance.Account.Where(pair => settings.All(setting => setting.Name != pair.Key)),
            .. settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)),
        ]));

    /// <summary>The whole request.</summary>
    public static async Task<JsonNode> WrittenAsync(IChannelAdapter adapter, Handover handover)
    {
        using var request = adapter.WriteCall(handover);
        return JsonNode.Parse(await request.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>The members of a request that depend on the body.</summary>
    public static async Task<JsonNode> OfBodyAsync(IChannelAdapter adapter, ContentBody body)
    {
        var written = (JsonObject)await WrittenAsync(adapter, A.Handover with { Body = body });
        foreach (var name in (string[])["channel", "to", "from", "client_ref", "webhook_url", "webhook_version"])
            written.Remove(name).Should().BeTrue("every request has {0}", name);
        return written;
    }

    public static void ShouldBe(this JsonNode written, string expected) => JsonNode.DeepEquals(written, JsonNode.Parse(expected))
        .Should().BeTrue($"it should be\n{expected}\nand is\n{written.ToJsonString()}");
}
