using System.Net;
using System.Net.Http.Json;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Sending;
using FallbackOrchestrator.Sending.Contents;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>Many messages in one request.</summary>
public sealed class BatchTests(World world) : IClassFixture<World>
{
    private const string Batches = "/api/v1/subaccounts/demo/messages/batch";

    private static readonly BatchTemplate Template = new()
    {
        Type = "text",
        Content = new RequestedContent { Text = "Hello World!" },
        Channels = [RequestedSteps.WhatsApp(60), RequestedSteps.Sms()],
    };

    [Fact]
    public async Task Missing_properties_of_a_message_are_taken_whole_from_the_template()
    {
        var batch = await SendAsync(
            To("+9990344101"),
            To("+9990344102") with { Channels = [RequestedSteps.Sms()] });

        await world.SettleAsync();
        await world.AdvanceAsync(TimeSpan.FromSeconds(2));

        batch.AcceptedCount.Should().Be(2);
        world.ChannelsCalled("+9990344101").Should().Equal("WhatsApp");
        world.ChannelsCalled("+9990344102").Should().Equal("Sms");
    }

    [Fact]
    public async Task A_rejected_message_has_a_reason_and_does_not_affect_the_others()
    {
        var batch = await SendAsync(To("+9990344111"), To("nobody"), To("+9990344112") with { Type = "smoke" });

        batch.AcceptedCount.Should().Be(1);
        batch.RejectedCount.Should().Be(2);
        batch.ClientBatchId.Should().Be("promo-12");
        batch.Messages!.Select(message => message.Status.State).Should().Equal("queued", "rejected", "rejected");
        batch.Messages!.Select(message => message.Status.ErrorCode).Should().Equal(null, 1002, 3010);
        (await world.DetailsAsync(batch.Messages![0].Umid)).Data.Should().ContainSingle();
        using var refused = await world.Http.GetAsync($"/api/v1/subaccounts/demo/messages/{batch.Messages[1].Umid}");
        refused.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Cancelling_a_batch_stops_its_fallbacks_and_counts_those_that_could_be_stopped()
    {
        var batch = await SendAsync(To("+9990144121"), To("+9990144122"), To("+9990344123"));
        await world.SettleAsync();
        await world.AdvanceAsync(TimeSpan.FromSeconds(5));

        using var cancel = await world.Http.DeleteAsync($"{Batches}/{batch.BatchId}");
        using var again = await world.Http.DeleteAsync($"{Batches}/{batch.BatchId}");
        await world.AdvanceAsync(TimeSpan.FromMinutes(2));

        (await cancel.Content.ReadFromJsonAsync<CancelResponse>())!.CancelledCount.Should().Be(2, "the third was delivered");
        (await again.Content.ReadFromJsonAsync<CancelResponse>())!.CancelledCount.Should().Be(0);
        world.ChannelsCalled("+9990144121").Should().Equal("WhatsApp");
    }

    [Theory]
    [InlineData("""{ "messages": [] }""", 3012)]
    [InlineData("""{ }""", 3012)]
    [InlineData("""{ "messages": [ { } ], "clientBatchId": "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890" }""", 3014)]
    public async Task An_invalid_batch_is_rejected_as_a_whole(string body, int code)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await world.Http.PostAsync(Batches, content);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync<ApiError>())!.Code.Should().Be(code);
    }

    private static SendRequest To(string number) => new() { User = new RequestedUser { Msisdn = number } };

    private async Task<BatchResponse> SendAsync(params SendRequest[] messages)
    {
        using var response = await world.Http.PostAsJsonAsync(Batches, new BatchRequest
        {
            Messages = messages,
            Template = Template,
            ClientBatchId = "promo-12",
            IncludeMessagesInResponse = true,
        });
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        return (await response.Content.ReadFromJsonAsync<BatchResponse>())!;
    }
}
