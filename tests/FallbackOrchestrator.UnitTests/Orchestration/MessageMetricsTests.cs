using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.UnitTests.Messages.Support;
using FallbackOrchestrator.UnitTests.StatusWebhooks;
using FallbackOrchestrator.UnitTests.Support;
using A = FallbackOrchestrator.UnitTests.Messages.Support.A;

namespace FallbackOrchestrator.UnitTests.Orchestration;

public sealed class MessageMetricsTests : IDisposable
{
    private readonly RecordedMetrics _recorded = new();
    private readonly MessageMetrics _metrics;

    public MessageMetricsTests() => _metrics = new MessageMetrics(_recorded.Meters);

    private static Story HandedOver => Story.Of(A.WhatsApp, A.Viber, A.Sms).HandOver();

    [Fact]
    public void An_accepted_message_is_counted_with_its_first_attempt()
    {
        _metrics.Count(new Story(A.Message(A.WhatsApp, A.Sms), A.Start, A.Rules).ChangeAfter() with { IsNew = true });

        _recorded.Take().Should().Equal(
            "fallback.messages.accepted{} 1", "fallback.attempts.started{channel=WhatsApp,account=whatsapp} 1");
    }

    [Fact]
    public void A_fallback_is_counted_with_both_channels_its_cause_and_the_lateness_of_its_decision()
    {
        var late = HandedOver.Unattended(60.5).ChangeAfter();

        _metrics.Count(late);

        _recorded.Take().Should().Equal(
            "fallback.attempts.started{channel=Viber,account=viber} 1",
            "fallback.fallbacks{from=WhatsApp,to=Viber,cause=deadline} 1",
            "fallback.deadlines.lateness{} 0.5");
    }

    [Fact]
    public void A_failure_is_a_fallback_by_failure_and_no_lateness()
    {
        _metrics.Count(HandedOver.ChangeAfter(HandedOver.Came(1, AttemptStatus.Undelivered)));

        _recorded.Take().Should().Contain("fallback.fallbacks{from=WhatsApp,to=Viber,cause=failure} 1")
            .And.Contain("fallback.attempts.statuses{channel=WhatsApp,account=whatsapp,status=undelivered} 1")
            .And.NotContain(line => line.StartsWith("fallback.deadlines", StringComparison.Ordinal));
    }

    [Fact]
    public void Delivered_and_read_are_counted_with_their_delay_since_the_call_and_a_success_with_its_channel_and_step()
    {
        var later = HandedOver.Unattended(12);

        _metrics.Count(later.ChangeAfter(later.Came(1, AttemptStatus.Read)));

        _recorded.Take().Should().BeEquivalentTo(
            "fallback.attempts.statuses{channel=WhatsApp,account=whatsapp,status=read} 1",
            "fallback.attempts.status.delay{channel=WhatsApp,status=read} 12",
            "fallback.messages.completed{outcome=succeeded,channel=WhatsApp,step=1} 1");
    }

    [Fact]
    public void A_message_that_fails_is_completed_on_no_channel()
    {
        var last = Story.Of(A.Sms).HandOver();

        _metrics.Count(last.ChangeAfter(last.Came(1, AttemptStatus.Undelivered)));

        _recorded.Take().Should().Contain("fallback.messages.completed{outcome=failed,channel=none,step=none} 1");
    }

    public void Dispose() => _recorded.Dispose();
}
