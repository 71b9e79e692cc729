using System.Net;
using System.Text.Json.Nodes;

namespace FallbackOrchestrator.UnitTests.Simulator;

/// <summary>Every digit of a scripted number, at every provider, over real HTTP on the loopback.</summary>
public sealed class ScriptedProviderTests
{
    [Theory]
    [InlineData("meta", 1, "")]
    [InlineData("meta", 2, "sent")]
    [InlineData("meta", 3, "sent delivered")]
    [InlineData("meta", 4, "sent delivered read")]
    [InlineData("meta", 5, "failed")]
    [InlineData("meta", 6, "sent delivered read")]
    [InlineData("meta", 9, "read delivered sent read delivered sent")]
    [InlineData("vonage", 1, "")]
    [InlineData("vonage", 2, "submitted")]
    [InlineData("vonage", 3, "submitted delivered")]
    [InlineData("vonage", 4, "submitted delivered read")]
    [InlineData("vonage", 5, "rejected")]
    [InlineData("vonage", 6, "submitted delivered read")]
    [InlineData("vonage", 9, "read delivered submitted read delivered submitted")]
    [InlineData("twilio", 1, "")]
    [InlineData("twilio", 2, "sent")]
    [InlineData("twilio", 3, "sent delivered")]
    [InlineData("twilio", 4, "sent delivered")]
    [InlineData("twilio", 5, "undelivered")]
    [InlineData("twilio", 6, "sent delivered")]
    [InlineData("twilio", 9, "delivered sent delivered sent")]
    public async Task An_accepted_message_is_followed_by_the_receipts_of_its_digit(string provider, int digit, string expected)
    {
        await using var world = await SimulatorWorld.StartAsync();
        var caller = Caller.Of(provider);

        var response = await world.Http.SendAsync(caller.Text(world, caller.Number(digit)));
        await world.PlayToTheEndAsync();

        response.IsSuccessStatusCode.Should().BeTrue();
        world.Posted.Select(caller.Word).Should().Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        world.Receipts.Pending.Should().Be(0);
    }

    [Theory]
    [InlineData("meta", HttpStatusCode.BadRequest, "131026")]
    [InlineData("vonage", HttpStatusCode.UnprocessableEntity, "1300")]
    [InlineData("twilio", HttpStatusCode.BadRequest, "21614")]
    public async Task Digit_0_is_refused_at_once_as_not_reachable(string provider, HttpStatusCode status, string code)
    {
        await using var world = await SimulatorWorld.StartAsync();
        var caller = Caller.Of(provider);

        var response = await world.Http.SendAsync(caller.Text(world, caller.Number(0)));

        response.StatusCode.Should().Be(status);
        caller.Code(await Json(response)).Should().Be(code);
        world.Receipts.Pending.Should().Be(0);
    }

    [Theory]
    [InlineData("meta")]
    [InlineData("vonage")]
    [InlineData("twilio")]
    public async Task Receipts_come_one_gap_apart(string provider)
    {
        await using var world = await SimulatorWorld.StartAsync(("ReceiptGap", "00:00:02"));
        var caller = Caller.Of(provider);

        await world.Http.SendAsync(caller.Text(world, caller.Number(3)));
        world.Receipts.Pending.Should().Be(2);
        await world.PlayToTheEndAsync();

        world.Posted.Select(receipt => receipt.At - SimulatorWorld.Start).Should().Equal(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4));
    }

    [Theory]
    [InlineData("meta")]
    [InlineData("vonage")]
    [InlineData("twilio")]
    public async Task Digit_6_delays_its_receipts_by_20_seconds(string provider)
    {
        await using var world = await SimulatorWorld.StartAsync();
        var caller = Caller.Of(provider);

        await world.Http.SendAsync(caller.Text(world, caller.Number(6)));

        world.Receipts.NextDueAt.Should().Be(SimulatorWorld.Start.AddSeconds(20.3));
    }

    [Theory]
    [InlineData("meta", "delivered")]
    [InlineData("vonage", "delivered")]
    [InlineData("twilio", "delivered")]
    public async Task Digit_7_is_accepted_without_a_response_and_a_receipt_follows(string provider, string expected)
    {
        await using var world = await SimulatorWorld.StartAsync();
        var caller = Caller.Of(provider);

        var call = () => world.Http.SendAsync(caller.Text(world, caller.Number(7), "attempt-7"));

        await call.Should().ThrowAsync<HttpRequestException>();
        await world.PlayToTheEndAsync();
        world.Posted.Select(caller.Word).Should().Equal(expected);
        world.Posted.Select(caller.Reference).Should().Equal("attempt-7");
        world.Log.Calls().Should().ContainSingle().Which.Status.Should().BeNull();
    }

    [Theory]
    [InlineData("meta", "130429", "sent delivered read")]
    [InlineData("vonage", "1000", "submitted delivered read")]
    [InlineData("twilio", "20429", "sent delivered")]
    public async Task Digit_8_is_too_busy_for_the_first_two_calls_of_each_message(string provider, string code, string expected)
    {
        await using var world = await SimulatorWorld.StartAsync();
        var caller = Caller.Of(provider);

        foreach (var reference in new[] { "attempt-a", "attempt-b" })
        {
            for (var call = 1; call <= 2; call++)
            {
                var refused = await world.Http.SendAsync(caller.Text(world, caller.Number(8), reference));
                refused.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
                refused.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(1));
                caller.Code(await Json(refused)).Should().Be(code);
            }
        }
        var taken = await world.Http.SendAsync(caller.Text(world, caller.Number(8), "attempt-a"));
        await world.PlayToTheEndAsync();

        taken.IsSuccessStatusCode.Should().BeTrue();
        world.Posted.Select(caller.Word).Should().Equal(expected.Split(' '));
    }

    [Theory]
    [InlineData("meta", "read")]
    [InlineData("vonage", "read")]
    [InlineData("twilio", "delivered")]
    public async Task Digit_9_posts_its_best_receipt_before_the_response(string provider, string expected)
    {
        await using var world = await SimulatorWorld.StartAsync();
        var caller = Caller.Of(provider);
        var callsLoggedByThen = -1;
        world.Respond = _ =>
        {
            callsLoggedByThen = world.Log.Calls().Count;
            return 200;
        };

        await world.Http.SendAsync(caller.Text(world, caller.Number(9)));

        world.Posted.Select(caller.Word).Should().Equal(expected);
        callsLoggedByThen.Should().Be(0);
    }

    private static async Task<JsonNode> Json(HttpResponseMessage response) => JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
}
