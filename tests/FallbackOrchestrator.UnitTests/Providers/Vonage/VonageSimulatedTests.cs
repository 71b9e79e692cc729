using System.Net;
using System.Text.Json.Nodes;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Providers.Vonage;
using FallbackOrchestrator.UnitTests.Sending;
using FallbackOrchestrator.UnitTests.Simulator;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Vonage;

/// <summary>Every body that 8x8 publishes, from the request to the simulated Vonage.</summary>
public sealed class VonageSimulatedTests
{
    [Theory]
    [InlineData("WhatsApp")]
    [InlineData("RCS")]
    public async Task Every_published_body_that_the_channel_carries_is_taken(string name)
    {
        Channel.TryFind(name, out var channel);
        await using var world = await SimulatorWorld.StartAsync();
        var adapter = new VonageProvider().CreateAdapter(A.Settings(
            channel!.Name,
            VonageConformance.Account.Select(pair => pair.Key == "ApiSecret" ? new("ApiSecret", "vonage-secret") : pair),
            () => new Uri(world.Http.BaseAddress!, "simulator/vonage")));
        var kinds = new HashSet<ContentKind>();

        foreach (var (_, shape, send) in PublishedShapes.All)
        {
            if (Carried(send, channel) is not { } body)
                continue;
            using var call = adapter.WriteCall(A.Handover with { Body = body, ReceiptsTo = world.Service });
            using var response = await world.Http.SendAsync(call, TestContext.Current.CancellationToken);

            response.StatusCode.Should().Be(
                HttpStatusCode.Accepted, $"{shape}: {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
            kinds.Add(body.Kind);
        }
        kinds.Should().BeSubsetOf(channel.Content.Kinds);
        kinds.Should().Contain([ContentKind.Text, ContentKind.Image, ContentKind.Video, ContentKind.File]);
        kinds.Should().Contain(
            channel == Channel.Rcs ? [ContentKind.RichCard, ContentKind.Carousel] : [ContentKind.Interactive, ContentKind.Template]);
    }

    private static ContentBody? Carried(string send, Channel channel)
    {
        var body = JsonNode.Parse(send)!;
        body["channels"] = new JsonArray(new JsonObject { ["channel"] = channel.Name.Value });
        body["user"] = new JsonObject { ["msisdn"] = "+6591234567" };
        return SendingWorld.Read(body.ToJsonString()).Message is { } message
            && ContentRules.Fit(message.Content.For(1), channel.Name) is Fitting.Fits fits
            ? fits.Body : null;
    }
}
