using System.Net;
using System.Net.Http.Json;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Sending;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>A message quotes an earlier one (<c>context.umid</c>): WhatsApp shows the earlier one above it.</summary>
public sealed class QuotationTests(World world) : IClassFixture<World>
{
    private const string Messages = "/api/v1/subaccounts/demo/messages";

    [Fact]
    public async Task The_call_has_the_providers_own_id_of_the_quoted_message()
    {
        var question = await world.SendAsync("+9990444301", WhatsApp());
        await world.AdvanceAsync(TimeSpan.FromSeconds(5));

        var (status, response, _) = await SendAsync(Quoting(question, "+9990444302", WhatsApp(60), Sms()));
        await world.AdvanceAsync(TimeSpan.FromSeconds(5));

        status.Should().Be(HttpStatusCode.OK);
        response!.Warnings.Should().BeNull();
        var asked = world.Calls("+9990444301").Single();
        asked.Quoted.Should().BeNull("a message without a context quotes nothing");
        world.Calls("+9990444302").Single().Quoted.Should().Be(asked.ProviderId).And.NotBeNullOrEmpty();
    }

    [Fact]
    public async Task The_same_holds_for_a_batch_and_for_a_message_that_is_handed_over_later()
    {
        var question = await world.SendAsync("+9990444303", WhatsApp());
        await world.AdvanceAsync(TimeSpan.FromSeconds(5));
        var later = Quoting(question, "+9990444304", WhatsApp()) with { Scheduled = world.Now.AddMinutes(5) };

        using var response = await world.Http.PostAsJsonAsync($"{Messages}/batch", new BatchRequest { Messages = [later], IncludeMessagesInResponse = true });
        await world.AdvanceAsync(TimeSpan.FromMinutes(6));

        (await response.Content.ReadFromJsonAsync<BatchResponse>())!.AcceptedCount.Should().Be(1);
        world.Calls("+9990444304").Single().Quoted.Should().Be(world.Calls("+9990444303").Single().ProviderId);
    }

    [Fact]
    public async Task A_message_that_the_account_never_sent_is_not_quoted_and_there_is_a_warning()
    {
        var bySms = await world.SendAsync("+9990444305", Sms());
        await world.AdvanceAsync(TimeSpan.FromSeconds(5));

        var (_, response, _) = await SendAsync(Quoting(bySms, "+9990444306", WhatsApp()));
        await world.AdvanceAsync(TimeSpan.FromSeconds(5));

        response!.Warnings.Should().ContainSingle().Which.Should().StartWith(
            "channels[0] (WhatsApp) has not sent the message of context.umid");
        world.Calls("+9990444306").Single().Quoted.Should().BeNull();
    }

    [Fact]
    public async Task A_sequence_without_a_channel_that_quotes_is_sent_with_a_warning()
    {
        var question = await world.SendAsync("+9990444307", WhatsApp());

        var (status, response, _) = await SendAsync(Quoting(question, "+9990444308", Viber(60), Sms()));

        status.Should().Be(HttpStatusCode.OK);
        response!.Warnings.Should().Equal("context.umid is not used: none of the channels can quote");
    }

    [Fact]
    public async Task A_message_that_nobody_knows_or_that_is_another_tenants_cannot_be_quoted()
    {
        var others = await world.SendAsync("+9990444309", WhatsApp());
        await world.ExecuteAsync("UPDATE messages SET subaccount_id = 'another' WHERE id = $1", others);

        foreach (var umid in new[] { others, Guid.Parse("aa7c29ad-4433-2211-9c8b-00004e2b9ecc") })
        {
            var request = Quoting(umid, "+9990444310", WhatsApp());
            var (status, _, problem) = await SendAsync(request);
            var preview = await SendAsync(request, "/preview");
            using var batch = await world.Http.PostAsJsonAsync(
                $"{Messages}/batch",
                    new BatchRequest { Messages = [request, World.Text("+9990444311", Sms())], IncludeMessagesInResponse = true });
            var batched = (await batch.Content.ReadFromJsonAsync<BatchResponse>())!;

            status.Should().Be(HttpStatusCode.BadRequest);
            problem!.Code.Should().Be(1000);
            problem.Message.Should().Contain("'context.umid'");
            preview.Problem!.Message.Should().Be(problem.Message);
            batched.Messages![0].Status.ErrorMessage.Should().Be(problem.Message);
            batched.AcceptedCount.Should().Be(1, "the other messages of the batch are none the worse");
        }
        await world.AdvanceAsync(TimeSpan.FromSeconds(5));
        world.Calls("+9990444310").Should().BeEmpty();
    }

    private static SendRequest Quoting(Guid umid, string number, params RequestedStep[] channels) =>
        World.Text(number, channels) with { Context = new RequestedContext { Umid = umid.ToString() } };

    private async Task<(HttpStatusCode Status, SendResponse? Response, ApiError? Problem)> SendAsync(SendRequest request, string call = "")
    {
        using var response = await world.Http.PostAsJsonAsync(Messages + call, request);
        return response.IsSuccessStatusCode
            ? (response.StatusCode, call.Length == 0 ? await response.Content.ReadFromJsonAsync<SendResponse>() : null, null)
            : (response.StatusCode, null, await response.Content.ReadFromJsonAsync<ApiError>());
    }
}
