using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Sending;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>A transaction whose COMMIT was sent, but whose response was lost: nobody knows at once whether it was committed.</summary>
public sealed class LostCommitResponseTests(PostgresServer server)
{
    private const string Batches = "/api/v1/subaccounts/demo/messages/batch";

    [Fact]
    public async Task A_message_whose_commit_succeeded_without_a_response_is_accepted_and_sent_once()
    {
        using var line = new FaultyDatabaseProxy();
        await using var world = await new World(server).With(line).StartAsync();

        line.LoseResponseToCommitOf("9990433");
        var umid = await world.SendAsync("+9990433", WhatsApp(60, "Read"), Sms());
        await world.AdvanceAsync(TimeSpan.FromSeconds(5));

        line.Broken.Should().Be(1);
        (await world.QueryAsync<long>("SELECT count(*) FROM messages")).Should().Be(1);
        world.ChannelsCalled("+9990433").Should().Equal("WhatsApp");
        (await world.TimelineAsync(umid)).SucceededStep.Should().Be(1, "the call that was granted was made");
    }

    [Fact]
    public async Task While_the_database_is_unavailable_the_verification_is_repeated_and_a_committed_send_is_accepted_and_sent_once()
    {
        using var line = new FaultyDatabaseProxy();
        await using var world = await new World(server).With(line).With("MessageQueue:ResponseTimeout", "00:10:00").StartAsync();

        line.LoseResponseAndDatabaseAtCommitOf("9990433");
        var sending = world.SendAsync("+9990433", WhatsApp(60, "Read"), Sms());
        await Eventually.HoldsAsync(() => Task.FromResult(line.Broken == 1 && line.Refused > 20));
        sending.IsCompleted.Should().BeFalse("nobody knows yet");
        line.ComeBack();
        var umid = await sending;
        await world.AdvanceAsync(TimeSpan.FromSeconds(5));

        await IsSentOnceAsync(world, umid, "+9990433");
    }

    [Fact]
    public async Task A_send_with_an_unknown_result_returns_500_and_is_made_once_if_it_was_committed()
    {
        using var line = new FaultyDatabaseProxy();
        await using var world = await new World(server).With(line).With("MessageQueue:ResponseTimeout", "00:00:01").StartAsync();

        line.LoseResponseAndDatabaseAtCommitOf("9990433");
        using var response = await world.PostAsync(World.Text("+9990433", WhatsApp(60, "Read"), Sms()));
        await IsNotKnownAsync(response);
        line.ComeBack();
        await world.UntilAsync(() => Task.FromResult(world.Calls("+9990433").Count), calls => calls > 0);
        await world.AdvanceAsync(TimeSpan.FromMinutes(20));

        await IsSentOnceAsync(world, await world.QueryAsync<Guid>("SELECT id FROM messages"), "+9990433");
    }

    [Fact]
    public async Task A_batch_with_an_unknown_result_returns_500_and_is_made_once_if_it_was_committed()
    {
        using var line = new FaultyDatabaseProxy();
        await using var world = await new World(server).With(line).With("MessageQueue:ResponseTimeout", "00:00:01").StartAsync();
        var batch = new BatchRequest
        {
            Messages = [World.Text("+9990433", WhatsApp(60, "Read"), Sms()), World.Text("+99904331", WhatsApp(60, "Read"), Sms())],
        };

        line.LoseResponseAndDatabaseAtCommitOf("9990433");
        using var request = new HttpRequestMessage(HttpMethod.Post, Batches) { Content = JsonContent.Create(batch) };
        request.Headers.Add("Idempotency-Key", "the same");
        using var response = await world.Http.SendAsync(request);
        await IsNotKnownAsync(response);
        line.ComeBack();
        await world.UntilAsync(() => Task.FromResult(world.Calls().Count), calls => calls == 2);
        await world.AdvanceAsync(TimeSpan.FromMinutes(20));

        (await world.QueryAsync<long>("SELECT count(*) FROM messages")).Should().Be(2);
        world.Calls().Should().HaveCount(2);
        using var again = new HttpRequestMessage(HttpMethod.Post, Batches) { Content = JsonContent.Create(batch) };
        again.Headers.Add("Idempotency-Key", "the same");
        using var repeated = await world.Http.SendAsync(again);
        (await repeated.Content.ReadFromJsonAsync<BatchResponse>())!.AcceptedCount.Should().Be(
            2, "the key has the response of the first request");
        (await world.QueryAsync<long>("SELECT count(*) FROM messages")).Should().Be(2);
    }

    [Fact]
    public async Task A_call_that_was_granted_too_long_ago_was_provably_not_made_and_is_made_again()
    {
        using var line = new FaultyDatabaseProxy();
        await using var world = await new World(server).With(line).With("MessageQueue:ResponseTimeout", "00:00:01").StartAsync();

        line.LoseResponseAndDatabaseAtCommitOf("9990433");
        using var response = await world.PostAsync(World.Text("+9990433", Sms()));
        var umid = await world.QueryAsync<Guid>("SELECT id FROM messages");
        world.LostMessages.Add(umid);
        await world.AdvanceAsync(TimeSpan.FromSeconds(25));
        line.ComeBack();
        await world.UntilAsync(() => world.QueryAsync<bool>("SELECT deferrals = 1 FROM attempts"), deferred => deferred);
        world.LostMessages.Clear();
        await world.AdvanceAsync(TimeSpan.FromMinutes(20));

        world.Calls("+9990433").Should().HaveCount(1);
        (await world.QueryAsync<string>("SELECT resend FROM attempts")).Should().Be("none");
        (await world.QueryAsync<bool>("SELECT unknown FROM attempts")).Should().BeFalse();
    }

    [Fact]
    public async Task A_fallback_whose_commit_succeeded_without_a_response_is_called_once()
    {
        using var line = new FaultyDatabaseProxy();
        await using var world = await new World(server).With(line).StartAsync();
        var umid = await world.SendAsync("+9990333", WhatsApp(20, "Read"), Sms());
        await world.SettleAsync();

        line.LoseResponseToCommitOf("\"account\":\"sms-demo\"");
        await world.AdvanceAsync(TimeSpan.FromMinutes(20));

        line.Broken.Should().Be(1);
        world.ChannelsCalled("+9990333").Should().Equal("WhatsApp", "Sms");
        (await world.TimelineAsync(umid)).SucceededStep.Should().Be(2);
    }

    [Fact]
    public async Task A_cancel_whose_commit_succeeded_without_a_response_returns_its_result()
    {
        using var line = new FaultyDatabaseProxy();
        await using var world = await new World(server).With(line).StartAsync();
        var umid = await world.SendAsync("+9990333", WhatsApp(60, "Read"), Sms());
        await world.SettleAsync();

        line.LoseResponseToCommitOf("cancelled");

        (await world.CancelAsync(umid)).Should().Be(1);
        line.Broken.Should().Be(1);
    }

    [Fact]
    public async Task A_commit_that_never_arrived_stored_nothing_and_keeps_no_other_message_waiting()
    {
        using var line = new FaultyDatabaseProxy();
        await using var world = await new World(server).With(line).With("MessageQueue:ResponseTimeout", "00:10:00").StartAsync();

        line.HoldCommitOf("99904339");
        var held = world.PostAsync(World.Text("+99904339", Sms()));
        await Eventually.HoldsAsync(() => Task.FromResult(line.Held == 1));
        for (var i = 0; i < 8; i++)
            await world.SendAsync($"+9990433{i}", Sms());
        held.IsCompleted.Should().BeFalse();
        line.DropHeld();
        using var response = await held;

        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await response.Content.ReadAsStringAsync()).Should().Contain("stored nothing");
        (await world.QueryAsync<long>("SELECT count(*) FROM messages WHERE msisdn = '+99904339'")).Should().Be(0);
        await world.AdvanceAsync(TimeSpan.FromSeconds(5));
        world.Calls("+99904339").Should().BeEmpty();
    }

    [Fact]
    public async Task Without_a_database_a_send_returns_that_nothing_was_stored()
    {
        using var line = new FaultyDatabaseProxy();
        await using var world = await new World(server).With(line).StartAsync();

        line.GoAway();
        using var response = await world.PostAsync(World.Text("+9990433", Sms()));

        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await response.Content.ReadAsStringAsync()).Should().Contain("stored nothing");
        line.ComeBack();
    }

    [Fact]
    public async Task A_management_change_whose_commit_succeeded_without_a_response_returns_success()
    {
        using var line = new FaultyDatabaseProxy();
        await using var world = await new World(server).With(line).StartAsync();

        line.LoseResponseToCommitOf("lost-response");
        using var admin = new Operator(world.Http.BaseAddress!);
        await admin.DoneAsync(HttpMethod.Put, $"{Operator.Accounts}/{Guid.CreateVersion7()}", new { name = "lost-response" });

        line.Broken.Should().Be(1);
        (await world.QueryAsync<long>("SELECT count(*) FROM customer_accounts WHERE name = 'lost-response'")).Should().Be(1);
    }

    [Fact]
    public async Task A_result_whose_text_the_database_rejects_is_recorded_without_the_providers_text()
    {
        await using var world = await new World(server).StartAsync();
        await world.ExecuteAsync("ALTER TABLE provider_refs ADD CONSTRAINT none_fits CHECK (length(provider_id) < 3) NOT VALID");

        var umid = await world.SendAsync("+9990333", WhatsApp(600, "Read"), Sms());
        await world.UntilAsync(() => world.QueryAsync<bool>("SELECT best_status = 'accepted' FROM attempts"), accepted => accepted);

        world.Log.Lines.Should().Contain(line => line.Contains("without the provider's text") && line.Contains(umid.ToString()));
        world.Calls("+9990333").Should().HaveCount(1);
    }

    private static async Task IsNotKnownAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError, body.ToString());
        body.GetProperty("code").GetInt32().Should().Be(2000);
        body.GetProperty("message").GetString().Should().Contain("not known whether the request was stored. Repeat it with the same Idempotency-Key");
    }

    private static async Task IsSentOnceAsync(World world, Guid umid, string number)
    {
        (await world.QueryAsync<long>("SELECT count(*) FROM messages")).Should().Be(1);
        world.ChannelsCalled(number).Should().Equal("WhatsApp");
        var timeline = await world.TimelineAsync(umid);
        timeline.SucceededStep.Should().Be(1, "the call that was granted was made");
        (await world.QueryAsync<string>("SELECT resend FROM attempts")).Should().Be("none");
    }
}
