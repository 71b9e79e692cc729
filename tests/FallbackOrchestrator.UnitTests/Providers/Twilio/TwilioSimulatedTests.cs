using System.Net;
using System.Text.Json.Nodes;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Providers.Twilio;
using FallbackOrchestrator.Sending;
using FallbackOrchestrator.Subaccounts;
using FallbackOrchestrator.UnitTests.Sending;
using FallbackOrchestrator.UnitTests.Simulator;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Twilio;

/// <summary>
/// Every body that 8x8 publishes, from the request to the simulated Twilio: as it is, or as the rule says, with a warning.
/// </summary>
public sealed class TwilioSimulatedTests
{
    private const string Templates =
        "order/en_US=HX0123456789abcdef0123456789abcdef, menu/en=HX0123456789abcdef0123456789abcde0, "
        + "sale/en_US=HX0123456789abcdef0123456789abcde1, rate/en_US=HX0123456789abcdef0123456789abcde2, "
        + "dishes/en_US=HX0123456789abcdef0123456789abcde3";

    [Fact]
    public async Task Every_published_body_of_WhatsApp_is_taken_or_changed_with_a_warning_or_refused()
    {
        await using var world = await SimulatorWorld.StartAsync();
        var adapter = new TwilioProvider().CreateAdapter(A.Settings(
            Channel.WhatsApp.Name,
            [
                .. TwilioConformance.Account.Where(pair => pair.Key != "AuthToken"), new("AuthToken", SimulatorWorld.AuthToken),
                new("Templates", Templates),
            ],
            () => new Uri(world.Http.BaseAddress!, "simulator/twilio")));
        var kinds = new HashSet<ContentKind>();

        foreach (var (kind, shape, send) in PublishedShapes.All)
        {
            var read = Read(send, SendingWorld.Having(adapter, Channel.WhatsApp));
            if (read.Message is not { } message)
            {
                read.Problem!.Message.Should().NotBeEmpty(shape);
                continue;
            }
            var body = ContentRules.Fit(message.Content.For(1), Channel.WhatsApp.Name).Should().BeOfType<Fitting.Fits>(shape).Subject.Body;
            if (body.Kind != kind)
                read.Warnings.Should().NotBeEmpty(shape);
            using var call = adapter.WriteCall(A.Handover with { Body = body, ReceiptsTo = world.Service });
            using var response = await world.Http.SendAsync(call, TestContext.Current.CancellationToken);

            response.StatusCode.Should().Be(
                HttpStatusCode.Created, $"{shape}: {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
            kinds.Add(body.Kind);
        }
        kinds.Should().Contain([ContentKind.Text, ContentKind.Image, ContentKind.Video, ContentKind.File, ContentKind.Template]);
    }

    private static ParsedSend Read(string send, Subaccount subaccount)
    {
        var body = JsonNode.Parse(send)!;
        body["channels"] = new JsonArray(new JsonObject { ["channel"] = "WhatsApp" });
        body["user"] = new JsonObject { ["msisdn"] = "+6591234567" };
        return SendingWorld.Read(body.ToJsonString(), subaccount);
    }
}
