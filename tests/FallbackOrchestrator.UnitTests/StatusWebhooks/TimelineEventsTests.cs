using System.Text.Json.Nodes;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.StatusWebhooks;
using FallbackOrchestrator.UnitTests.Messages.Support;

namespace FallbackOrchestrator.UnitTests.StatusWebhooks;

public class TimelineEventsTests
{
    [Fact]
    public void The_event_of_a_fallback_has_its_cause_and_the_running_step()
    {
        var waiting = Story.Of(A.WhatsApp, A.Viber, A.Sms).HandOver().Unattended(60);

        var events = TimelineEvents.Of(waiting.ChangeAfter()).Select(update => update.Body).ToList();

        events[0].Should().Be(
            """{"type":"message.attemptTimedOut","timestamp":"2026-03-02T09:01:00+00:00","data":{"umid":"0195f000-0000-7000-8000-000000000001","subAccountId":"acme","clientMessageId":"order-7781","sequence":4,"step":1,"channel":"WhatsApp","channelId":"whatsapp","status":"accepted","cause":"deadline","state":"inProgress","next":{"step":2,"channel":"Viber","thenChannel":"SMS"}}}""");
        events[1].Should().StartWith("{\"type\":\"message.attemptQueued\"");
    }

    [Fact]
    public void The_numbers_of_a_messages_events_have_no_gaps()
    {
        var first = TimelineEvents.Of(new Story(A.Message(A.WhatsApp, A.Sms), A.Start, A.Rules).ChangeAfter());
        var then = TimelineEvents.Of(Story.Of(A.WhatsApp, A.Sms).ChangeAfter(new Fact.Admitted(1)));

        first.Concat(then).Select(update => update.Seq).Should().Equal(1, 2);
    }

    [Fact]
    public void The_event_of_an_open_window_has_its_deadline()
    {
        var queued = Story.Of(A.WhatsApp, A.Sms);

        Data(queued.ChangeAfter(new Fact.Admitted(1)))["next"]!["deadline"]!.GetValue<DateTimeOffset>().Should().Be(A.Start.AddSeconds(60));
    }

    [Fact]
    public void The_event_of_a_provisional_success_has_the_time_until_which_it_is_provisional()
    {
        var accepted = A.Step("WhatsApp", null, SuccessStatus.Accepted);
        var calling = Story.Of(accepted, A.Sms).Admit();

        var data = Data(calling.ChangeAfter(calling.Ended(new CallResult.Accepted("id"))));

        data["detail"]!["outcome"]!.GetValue<string>().Should().Be("succeeded");
        data["detail"]!["completion"]!.GetValue<int>().Should().Be(1);
        data["detail"]!["provisional"]!.GetValue<bool>().Should().BeTrue();
        data["provisionalUntil"]!.GetValue<DateTimeOffset>().Should().Be(A.Start.AddHours(1));
        data["next"].Should().BeNull();
    }

    private static JsonNode Data(MessageChange change) => JsonNode.Parse(TimelineEvents.Of(change).Last().Body)!["data"]!;
}
