using System.Net;
using System.Net.Http.Json;
using FallbackOrchestrator.FunctionalTests.Support;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>S13: which failures start the next step.</summary>
public sealed class FallbackReasonsTests(PostgresServer server)
{
    [Theory]
    [InlineData(new[] { "notReachable" }, 2)]
    [InlineData(new[] { "NotReachable", "other" }, 2)]
    [InlineData(new[] { "unavailable" }, null)]
    [InlineData(new string[0], null)]
    [InlineData(null, 2)]
    public async Task A_step_says_which_failures_start_the_next_one(string[]? reasons, int? succeeded)
    {
        await using var world = await new World(server).StartAsync();

        var umid = await world.SendAsync("+9990043", WhatsApp(60, "Read") with { FallbackOn = reasons }, Sms());
        await world.AdvanceAsync(TimeSpan.FromSeconds(10));

        var message = await world.TimelineAsync(umid);
        message.SucceededStep.Should().Be(succeeded);
        message.Outcome.Should().Be(succeeded is null ? "failed" : "succeeded");
        message.Events.Any(line => line.What == "sequenceEnded").Should().Be(succeeded is null);
    }

    [Fact]
    public async Task An_unknown_reason_is_named_with_those_that_there_are()
    {
        await using var world = await new World(server).StartAsync();

        using var response = await world.PostAsync(
            World.Text("+9990043", WhatsApp(60, "Read") with { FallbackOn = ["notReachable", "expired"] }, Sms()));

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync<ApiError>())!.Message.Should().Contain("'channels[0].fallbackOn[1]' must be notReachable,")
            .And.NotContain("recalled");
        (await world.QueryAsync<long>("SELECT count(*) FROM messages")).Should().Be(0);
    }

    [Fact]
    public async Task A_sequence_of_the_subaccount_has_reasons_too()
    {
        await using var world = await new World(server)
            .With("Accounts:00000000-0000-0000-0000-000000000001:Subaccounts:demo:Sequence:0:Channel", "WhatsApp")
            .With("Accounts:00000000-0000-0000-0000-000000000001:Subaccounts:demo:Sequence:0:FallbackOn:0", "unavailable")
            .With("Accounts:00000000-0000-0000-0000-000000000001:Subaccounts:demo:Sequence:1:Channel", "SMS")
            .StartAsync();

        var umid = await world.SendAsync(World.Text("+9990043"));
        await world.AdvanceAsync(TimeSpan.FromSeconds(10));

        (await world.TimelineAsync(umid)).Outcome.Should().Be("failed");
    }
}
