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
    public async Task The_same_key_and_body_get_the_same_answer_and_one_message()
    {
        var request = World.Text("+9990344201", Steps.WhatsApp(60), Steps.Sms());

        var first = await PostAsync("order-1", request);
        var second = await PostAsync("order-1", request);
        await world.AdvanceAsync(TimeSpan.FromSeconds(2));

        first.Status.Should().Be(HttpStatusCode.OK);
        second.Should().Be(first);
        world.Calls("+9990344201").Should().ContainSingle();
    }

    [Fact]
    public async Task Requests_that_race_with_one_key_make_one_message()
    {
        var request = World.Text("+9990344202", Steps.WhatsApp(60), Steps.Sms());

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync("race", request)));
        await world.AdvanceAsync(TimeSpan.FromSeconds(2));

        answers.Distinct().Should().ContainSingle("those that come second wait for the first, and get its answer")
            .Which.Status.Should().Be(HttpStatusCode.OK);
        world.Calls("+9990344202").Should().ContainSingle();
    }

    [Fact]
    public async Task A_key_stands_for_one_request_only()
    {
        await PostAsync("order-2", World.Text("+9990344203", Steps.Sms()));

        var other = await PostAsync("order-2", World.Text("+9990344204", Steps.Sms()));

        other.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        world.Calls("+9990344204").Should().BeEmpty();
    }

    [Fact]
    public async Task A_request_that_was_refused_does_not_use_its_key_up()
    {
        var refused = await PostAsync("order-3", World.Text("nobody", Steps.Sms()));
        var mended = await PostAsync("order-3", World.Text("+9990344205", Steps.Sms()));

        refused.Status.Should().Be(HttpStatusCode.BadRequest);
        mended.Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_is_forgotten_after_a_day()
    {
        var request = World.Text("+9990444206", Steps.WhatsApp(60));
        var first = await PostAsync("order-4", request);
        await world.AdvanceAsync(TimeSpan.FromHours(25));

        var next = await PostAsync("order-4", request);

        next.Status.Should().Be(HttpStatusCode.OK);
        next.Should().NotBe(first);
    }

    private async Task<(HttpStatusCode Status, string Umid)> PostAsync(string key, SendRequest request)
    {
        using var post = new HttpRequestMessage(HttpMethod.Post, Messages) { Content = JsonContent.Create(request) };
        post.Headers.Add("Idempotency-Key", key);
        using var answer = await world.Http.SendAsync(post);
        var umid = answer.IsSuccessStatusCode ? (await answer.Content.ReadFromJsonAsync<SendResponse>())!.Umid.ToString() : "";
        return (answer.StatusCode, umid);
    }
}

public sealed class IdempotencyTests(World world) : IdempotencyRules(world), IClassFixture<World>;

public sealed class IdempotencyInGroupsOfOneTests(WorldInGroupsOfOne world) : IdempotencyRules(world), IClassFixture<WorldInGroupsOfOne>;
