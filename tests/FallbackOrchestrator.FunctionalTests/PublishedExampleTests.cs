using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>
/// The examples of 8x8's page on fallback (https://developer.8x8.com/connect/docs/messaging-apps-fallback-management), word for word.
/// </summary>
public sealed class PublishedExampleTests(World world) : IClassFixture<World>
{
    private const string Rest =
        """
            "user": {
                "msisdn": "+65000000"
            },
            "type": "text",

            "content": {
                "text": "Hello World!",
                "sms": {
                    "encoding": "AUTO",
                    "source": "SENDERID"
                }
            }
        }
        """;

    private const string AllThree =
        """
        {
            "channels": [
                { "channel": "WhatsApp", "fallbackAfter": 60, "successStatus": "Read" },
                { "channel": "Viber", "fallbackAfter": 60, "successStatus": "Delivered" },
                { "channel": "SMS" }
            ],

        """ + Rest;

    private const string OnlyIfWhatsAppRejects =
        """
        {
            "channels": [
                { "channel": "WhatsApp", "successStatus": "Accepted" },
                { "channel": "SMS" } 
                ],

        """ + Rest;

    private const string WhatsAppOnly =
        """
        {
            "channels": [ { "channel": "WhatsApp" } ],

        """ + Rest;

    [Fact]
    public async Task Goes_to_Viber_after_60_seconds_without_Read_and_to_SMS_after_60_without_Delivered()
    {
        var sent = await world.SendJsonAsync(AllThree);
        await world.AdvanceAsync(TimeSpan.FromSeconds(125));

        sent.Status.State.Should().Be("queued");
        sent.User.Msisdn.Should().Be("+65000000");
        var message = await world.TimelineAsync(sent.Umid);
        message.SucceededStep.Should().Be(3);
        message.Attempts.Select(attempt => attempt.Status).Should().Equal("delivered", "sent", "delivered");
        (message.Attempts[1].OpensAt - message.Attempts[0].OpensAt).Should().BeCloseTo(
            TimeSpan.FromSeconds(60.5), TimeSpan.FromSeconds(0.5));
        (message.Attempts[2].OpensAt - message.Attempts[1].OpensAt).Should().BeCloseTo(
            TimeSpan.FromSeconds(60.5), TimeSpan.FromSeconds(0.5));
        (await world.DetailsAsync(sent.Umid)).Data.Select(
            record => (record.Channel, record.Status.State, record.Status.Detail)).Should().Equal(
            ("WhatsApp", "delivered", "delivered_to_recipient"),
            ("Viber", "delivered", "delivered_to_operator"),
            ("SMS", "delivered", "delivered_to_recipient"));
    }

    [Fact]
    public async Task Sends_the_SMS_when_WhatsApp_accepts_the_message_and_then_reports_that_it_cannot_deliver()
    {
        var sent = await world.SendJsonAsync(OnlyIfWhatsAppRejects.Replace("+65000000", "+9990533", StringComparison.Ordinal));
        await world.SettleAsync();

        var taken = await world.TimelineAsync(sent.Umid);
        taken.Outcome.Should().Be("succeeded");
        taken.Provisional.Should().BeTrue();

        await world.AdvanceAsync(TimeSpan.FromSeconds(5));

        var message = await world.TimelineAsync(sent.Umid);
        message.SucceededStep.Should().Be(2);
        message.Provisional.Should().BeFalse();
        message.Completion.Should().Be(2);
        message.Attempts.Select(attempt => attempt.Status).Should().Equal("undelivered", "delivered");
        message.Events.Select(line => line.What).Should().ContainInOrder("messageCompleted", "successTakenBack", "messageCompleted");
        world.ChannelsCalled("+9990533").Should().Equal("WhatsApp", "Sms");
    }

    [Fact]
    public async Task Sends_the_SMS_when_WhatsApp_rejects_the_message()
    {
        var sent = await world.SendJsonAsync(OnlyIfWhatsAppRejects.Replace("+65000000", "+9990033", StringComparison.Ordinal));
        await world.AdvanceAsync(TimeSpan.FromSeconds(5));

        (await world.TimelineAsync(sent.Umid)).SucceededStep.Should().Be(2);
    }

    [Fact]
    public async Task Sends_no_SMS_when_WhatsApp_accepts_the_message()
    {
        var sent = await world.SendJsonAsync(OnlyIfWhatsAppRejects);
        await world.AdvanceAsync(TimeSpan.FromHours(2));

        var message = await world.TimelineAsync(sent.Umid);
        message.SucceededStep.Should().Be(1);
        message.Attempts.Select(attempt => attempt.Outcome).Should().Equal("succeeded", "skipped");
    }

    [Fact]
    public async Task Uses_a_single_channel_if_only_one_is_named()
    {
        var sent = await world.SendJsonAsync(WhatsAppOnly);
        await world.AdvanceAsync(TimeSpan.FromSeconds(5));

        var message = await world.TimelineAsync(sent.Umid);
        message.SucceededStep.Should().Be(1);
        message.Attempts.Should().ContainSingle().Which.SuccessStatus.Should().Be("Delivered");
    }
}
