using System.Net;
using System.Net.Http.Json;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Sending;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests.Inbound;

/// <summary>S15: who opted out of a channel is not called there any more.</summary>
public sealed class OptOutTests(OptOutTests.Respecting world) : IClassFixture<OptOutTests.Respecting>
{
    private const string Messages = "/api/v1/subaccounts/demo/messages";

    private static readonly TimeSpan AWhile = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task The_channel_is_skipped_with_a_warning_until_the_person_opts_in_again()
    {
        const string Number = "+9990333701";
        await world.Http.PostSmsAsync(Number, "STOP");

        var skipping = await SendAsync(World.Text(Number, Sms(60), WhatsApp()));
        await world.AdvanceAsync(AWhile);

        skipping.Warnings.Should().Equal("channels[0] (SMS) is skipped: the person opted out of this channel");
        world.ChannelsCalled(Number).Should().Equal("WhatsApp");
        var attempt = (await world.TimelineAsync(skipping.Umid)).Attempts[0];
        attempt.Status.Should().Be("rejected");
        attempt.Error!.Class.Should().Be("recipientRefused");

        await world.Http.PostSmsAsync(Number, "START");
        (await SendAsync(World.Text(Number, Sms()))).Warnings.Should().BeNull();
        await world.AdvanceAsync(AWhile);
        world.ChannelsCalled(Number).Should().Equal("WhatsApp", "Sms");
    }

    [Fact]
    public async Task A_message_that_could_use_no_other_channel_is_refused_and_the_others_of_its_batch_are_sent()
    {
        const string Number = "+9990333702";
        await world.Http.PostSmsAsync(Number, "stop");
        var request = World.Text(Number, Sms());

        using var refused = await world.PostAsync(request);
        using var batch = await world.Http.PostAsJsonAsync(
            $"{Messages}/batch", new BatchRequest { Messages = [request, World.Text("+9990333703", Sms())], IncludeMessagesInResponse = true });

        refused.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync()).Should().Contain("'user'").And.Contain("opted out of SMS").And.NotContain("333702");
        (await batch.Content.ReadFromJsonAsync<BatchResponse>())!.AcceptedCount.Should().Be(1);
        await world.AdvanceAsync(AWhile);
        world.ChannelsCalled(Number).Should().BeEmpty();
    }

    [Fact]
    public async Task A_customer_sees_an_opt_out_and_takes_it_back()
    {
        const string OptOuts = "/api/v1/subaccounts/demo/opt-outs/+9990333706";
        await world.Http.PostSmsAsync("+9990333706", "STOP");
        await world.Http.PostWhatsAppAsync("+9990333706", "STOP");

        (await world.Http.GetStringAsync(OptOuts)).Should().Be("""{"channels":["SMS","WhatsApp"]}""");
        (await world.Http.DeleteAsync($"{OptOuts}?channel=sms")).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await world.Http.GetStringAsync(OptOuts)).Should().Be("""{"channels":["WhatsApp"]}""");
        (await world.Http.DeleteAsync(OptOuts)).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await world.Http.GetStringAsync(OptOuts)).Should().Be("""{"channels":[]}""");
    }

    [Theory]
    [InlineData("+12", "'person'")]
    [InlineData("+hello", "'person'")]
    [InlineData("+6591234567?channel=Pigeon", "'channel'")]
    public async Task A_request_that_names_no_person_or_no_channel_is_refused(string query, string why)
    {
        using var response = await world.Http.DeleteAsync($"/api/v1/subaccounts/demo/opt-outs/{query}");

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).Should().Contain(why);
    }

    [Fact]
    public async Task Other_channels_and_other_people_are_called_as_before()
    {
        await world.Http.PostSmsAsync("+9990333704", "STOP");

        await SendAsync(World.Text("+9990333704", WhatsApp()));
        await SendAsync(World.Text("+9990333705", Sms()));
        await world.AdvanceAsync(AWhile);

        world.ChannelsCalled("+9990333704").Should().Equal("WhatsApp");
        world.ChannelsCalled("+9990333705").Should().Equal("Sms");
    }

    private async Task<SendResponse> SendAsync(SendRequest request)
    {
        using var response = await world.PostAsync(request);
        response.IsSuccessStatusCode.Should().BeTrue(await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<SendResponse>())!;
    }

    /// <summary>A world whose subaccount respects it.</summary>
    public sealed class Respecting : World
    {
        public Respecting(PostgresServer server) : base(server) =>
            With("Accounts:00000000-0000-0000-0000-000000000001:Subaccounts:demo:SkipOptedOut", "true");
    }
}
