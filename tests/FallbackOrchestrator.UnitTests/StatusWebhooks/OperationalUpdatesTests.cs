using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.StatusWebhooks;
using FallbackOrchestrator.UnitTests.Structure;

namespace FallbackOrchestrator.UnitTests.StatusWebhooks;

/// <summary>The bodies that operational webhooks receive.</summary>
public sealed partial class OperationalUpdatesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 9, 1, 0, TimeSpan.Zero);
    private static readonly CustomerAccountId Account = new(new Guid("00000000-0000-0000-0000-00000000000a"));
    private static readonly Guid Told = new("00000000-0000-0000-0000-00000000000b");

    private static readonly OperationalEvent Disabled = new()
    {
        Kind = OperationalEventKind.EndpointDisabled,
        At = Now,
        Account = Account,
        Told = Told,
        EndpointKey = "one",
        Subaccount = "shop_main",
        Url = "https://shop.example/dlr/a-token?key=a-secret",
        Reason = StopReason.Failing,
        Since = Now.AddHours(-24),
    };

    private static readonly OperationalEvent Enabled = Disabled with
    {
        Kind = OperationalEventKind.EndpointEnabled,
        At = Now.AddHours(2),
        Since = Now,
    };

    private static readonly OperationalEvent Exhausted = Disabled with
    {
        Kind = OperationalEventKind.MessageExhausted,
        At = Now.AddMinutes(-1),
        Reason = null,
        Since = null,
        UpdateCount = 1,
        Updates = [Update("0195f000-0000-7000-8000-0000000000a1")],
    };

    [Fact]
    public void The_documented_bodies_are_what_is_sent()
    {
        var last = Exhausted with { At = Now, UpdateCount = 311, Updates = [] };
        var sent = new[] { Of(Disabled), Of(Enabled), Of(Exhausted, last) }.Select(one => Compact(one.Single().Body));

        var documented = Example().Matches(Repository.Read("docs/webhooks.md")).Select(found => Compact(found.Groups[1].Value));

        documented.Should().Equal(sent);
    }

    [Fact]
    public void The_body_is_compact_and_leaves_out_what_it_has_not() => Of(Disabled).Single().Body.Should().Be(
        """{"type":"endpoint.disabled","timestamp":"2026-11-28T09:01:00+00:00","data":{"subAccountId":"shop_main","server":"https://shop.example","reason":"failing","since":"2026-11-27T09:01:00+00:00"}}""");

    [Fact]
    public void Updates_of_one_endpoint_are_one_event_and_others_are_their_own()
    {
        var many = Exhausted with { UpdateCount = 500, Updates = [.. Enumerable.Repeat(Exhausted.Updates[0], 10)] };

        var bodies = Of(Exhausted, Disabled, many, Exhausted with { EndpointKey = "another" }, Disabled)
            .ConvertAll(one => JsonNode.Parse(one.Body)!);

        bodies.Select(body => (string?)body["type"]).Should().Equal(
            "message.exhausted", "endpoint.disabled", "message.exhausted", "endpoint.disabled");
        ((int?)bodies[0]["data"]!["count"]).Should().Be(501);
        bodies[0]["data"]!["updates"]!.AsArray().Should().HaveCount(OperationalEvents.MostNamed);
        ((int?)bodies[2]["data"]!["count"]).Should().Be(1);
    }

    [Fact]
    public void An_update_is_for_the_operational_webhook_and_about_no_message()
    {
        var update = Of(Disabled).Single();

        (update.Webhook, update.EndpointKey, update.Url, update.Account).Should().Be((Told, Told.ToString(), null, Account));
        update.Umid.Value.Should().Be(update.Id);
        (update.CreatedAt, update.GiveUpAt, update.LeaseUntil).Should().Be((Now, Now.AddHours(24), null));
    }

    private static List<NewStatusUpdate> Of(params OperationalEvent[] events) => OperationalUpdates.Of(events, Now, TimeSpan.FromHours(24));

    private static string Compact(string json) => JsonNode.Parse(json)!.ToJsonString();

    private static ExhaustedUpdate Update(string id) => new()
    {
        Id = new Guid(id),
        Umid = new Guid("0195f000-0000-7000-8000-000000000001"),
        SubaccountId = "shop_main",
        Tries = 14,
        LastResult = WebhookResult.Refused,
        LastStatus = 503,
    };

    [GeneratedRegex("""(?<=```json\n)(\{"type":"(?:endpoint\.|message\.exhausted).*?)(?=\n```)""", RegexOptions.Singleline)]
    private static partial Regex Example();
}
