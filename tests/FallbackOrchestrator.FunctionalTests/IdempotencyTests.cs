using System.Net;
using System.Net.Http.Json;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Sending;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>The same request with the same key is done once.</summary>
[Trait("Category", "Core")]
public abstract class IdempotencyRules(World world)
{
    private const string Messages = "/api/v1/subaccounts/demo/messages";

    [Fact]
    public async Task The_same_key_and_body_get_the_same_response_and_one_message()
    {
        var request = World.Text("+9990344201", RequestedSteps.WhatsApp(60), RequestedSteps.Sms());

        var first = await PostAsync("order-1", request);
        var second = await PostAsync("order-1", request);
        await world.AdvanceAsync(TimeSpan.FromSeconds(2));

        first.Status.Should().Be(HttpStatusCode.OK);
        second.Should().Be(first);
        world.Calls("+9990344201").Should().ContainSingle();
    }

    [Fact]
    public async Task Concurrent_requests_with_one_key_create_one_message()
    {
        var request = World.Text("+9990344202", RequestedSteps.WhatsApp(60), RequestedSteps.Sms());

        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync("race", request)));
        await world.AdvanceAsync(TimeSpan.FromSeconds(2));

        responses.Distinct().Should().ContainSingle("those that come second wait for the first, and get its response")
            .Which.Status.Should().Be(HttpStatusCode.OK);
        world.Calls("+9990344202").Should().ContainSingle();
    }

    [Fact]
    public async Task A_key_is_valid_for_one_request_only()
    {
        await PostAsync("order-2", World.Text("+9990344203", RequestedSteps.Sms()));

        var other = await PostAsync("order-2", World.Text("+9990344204", RequestedSteps.Sms()));

        other.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        world.Calls("+9990344204").Should().BeEmpty();
    }

    [Fact]
    public async Task A_rejected_request_does_not_use_up_its_key()
    {
        var refused = await PostAsync("order-3", World.Text("nobody", RequestedSteps.Sms()));
        var mended = await PostAsync("order-3", World.Text("+9990344205", RequestedSteps.Sms()));

        refused.Status.Should().Be(HttpStatusCode.BadRequest);
        mended.Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_is_forgotten_after_a_day()
    {
        var request = World.Text("+9990444206", RequestedSteps.WhatsApp(60));
        var first = await PostAsync("order-4", request);
        await world.AdvanceAsync(TimeSpan.FromHours(25));

        var next = await PostAsync("order-4", request);

        next.Status.Should().Be(HttpStatusCode.OK);
        next.Should().NotBe(first);
    }

    public static TheoryData<string> Spellings =>
    [
        "{0}/", "{0}?x=1", "{0}/?", "/api/v1/subaccounts/./demo{1}", "/API/V1{2}", "/api/v1/SubAccounts/demo{1}", "{3}", "/%61pi/v1{2}",
        "/api/v1/subaccounts/%64emo{1}", "/api/v1/subaccounts/x/../demo{1}",
    ];

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task A_key_is_valid_for_its_request_in_every_spelling_of_the_address(string spelling)
    {
        foreach (var call in new[] { "/messages", "/messages/batch" })
        {
            var usual = $"/api/v1/subaccounts/demo{call}";
            var spelt = string.Format(
                null, spelling, usual, call, $"/subaccounts/demo{call}", usual.Replace("messages", "%6DESsages", StringComparison.Ordinal));
            object request = call == "/messages"
                ? World.Text("+9990444210", RequestedSteps.WhatsApp(60))
                : new BatchRequest { Messages = [World.Text("+9990444211", RequestedSteps.WhatsApp(60))] };
            var key = $"spelt {spelling} {call}";

            var first = await PostToAsync(usual, key, request);
            var second = await PostToAsync(spelt, key, request);

            first.Status.Should().Be(HttpStatusCode.OK);
            second.Should().Be(first, spelt);
        }
    }

    [Theory]
    [InlineData("messages old", Messages)]
    [InlineData("messages/ old", Messages + "/")]
    [InlineData("Messages old", "/api/v1/subaccounts/demo/Messages")]
    [InlineData("old", Messages)]
    public async Task A_key_that_an_earlier_version_stored_is_found(string stored, string spelt)
    {
        var request = World.Text("+9990444212", RequestedSteps.WhatsApp(60));
        var fingerprint = System.Security.Cryptography.SHA256.HashData(
            [.. System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(request, SendJson.Default.SendRequest),
                .. System.Text.Encoding.UTF8.GetBytes(spelt)]);
        await world.ExecuteAsync("DELETE FROM idempotency_keys WHERE subaccount_id = 'demo' AND key LIKE '%old'");
        await world.ExecuteAsync(
            """
            INSERT INTO idempotency_keys (subaccount_id, key, fingerprint, claimed_at, response)
            VALUES ('demo', $1, $2, orchestrator_now(), '{"umid":"01930000-0000-7000-8000-00000000000a","user":{},"status":{"state":"queued","timestamp":"2026-11-26T00:00:00.00Z"}}')
            """,
            stored,
            fingerprint);

        var again = await PostToAsync(spelt, "old", request);
        var other = await PostToAsync(spelt, "old", World.Text("+9990444213", RequestedSteps.WhatsApp(60)));

        again.Should().Be((HttpStatusCode.OK, "01930000-0000-7000-8000-00000000000a"));
        other.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        if (spelt == Messages)
        {
            (await PostToAsync($"{Messages}/", "old", request)).Should().Be(again);
            await world.AdvanceAsync(TimeSpan.FromHours(25));
            (await PostToAsync(spelt, "old", request)).Should().NotBe(again, "a day is over");
        }
    }

    private Task<(HttpStatusCode Status, string Umid)> PostAsync(string key, SendRequest request) => PostToAsync(Messages, key, request);

    private async Task<(HttpStatusCode Status, string Umid)> PostToAsync(string path, string key, object request)
    {
        using var post = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(request) };
        post.Headers.Add("Idempotency-Key", key);
        using var answer = await world.Http.SendAsync(post);
        var body = answer.IsSuccessStatusCode ? System.Text.Json.Nodes.JsonNode.Parse(await answer.Content.ReadAsStringAsync())! : null;
        return (answer.StatusCode, (body?["umid"] ?? body?["batchId"])?.GetValue<string>() ?? "");
    }
}

public sealed class IdempotencyTests(World world) : IdempotencyRules(world), IClassFixture<World>;

public sealed class IdempotencyInGroupsOfOneTests(WorldInGroupsOfOne world) : IdempotencyRules(world), IClassFixture<WorldInGroupsOfOne>;
