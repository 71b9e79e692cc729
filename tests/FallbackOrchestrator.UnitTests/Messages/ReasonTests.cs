using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Messages.Support;

namespace FallbackOrchestrator.UnitTests.Messages;

/// <summary>A reason that changes is an event, though the status does not change.</summary>
public class ReasonTests
{
    private static readonly AttemptError Unclear = AttemptError.Of(ErrorClass.Other, "30008");

    private static Story HandedOver => Story.Of(A.WhatsApp, A.Sms).HandOver();

    [Fact]
    public void A_more_precise_reason_is_an_event()
    {
        var story = Failed(Failed(HandedOver, Unclear), A.NotReachable);

        story.Attempt(1).Failure!.Error.Should().Be(A.NotReachable);
        story.Last<MessageEvent.ReasonChanged>().Error.Should().Be(A.NotReachable);
        story.CauseOf<MessageEvent.ReasonChanged>().Should().Be(Cause.Receipt);
    }

    [Fact]
    public void A_reason_that_is_not_more_precise_is_no_event()
    {
        var story = Failed(Failed(Failed(HandedOver, A.NotReachable), Unclear), A.NotReachable);

        story.Attempt(1).Failure!.Error.Should().Be(A.NotReachable);
        story.Events.Should().NotContain(what => what is MessageEvent.ReasonChanged);
    }

    [Fact]
    public void A_reason_that_is_no_longer_shown_is_no_event()
    {
        var story = Failed(Failed(HandedOver, Unclear).Receipt(1, AttemptStatus.Delivered), A.NotReachable);

        story.Attempt(1).Status.Should().Be(AttemptStatus.Delivered);
        story.Events.Should().NotContain(what => what is MessageEvent.ReasonChanged);
    }

    [Fact]
    public void Two_reasons_at_once_are_one_status_event_and_one_change()
    {
        var story = HandedOver;
        var decided = story.Decide(
            A.Receipt(story.Message, 1, AttemptStatus.Undelivered, A.Start, Unclear),
                A.Receipt(story.Message, 1, AttemptStatus.Undelivered, A.Start, A.NotReachable));

        decided.Events.OfType<MessageEvent.ReasonChanged>().Should().ContainSingle();
    }

    [Theory]
    [InlineData(true, AttemptStatus.Read)]
    [InlineData(false, AttemptStatus.Delivered)]
    public void Played_audio_is_Read_and_anything_else_that_was_played_is_Delivered(bool audio, AttemptStatus status)
    {
        var story = Story.Of(A.WhatsApp with { IsAudio = audio }, A.Sms).HandOver();

        var played = story.Decide(A.Receipt(story.Message, 1, AttemptStatus.Delivered, A.Start) with { Played = true });

        played.Attempt(1).Status.Should().Be(status);
        story.Receipt(1, AttemptStatus.Delivered).Attempt(1).Status.Should().Be(AttemptStatus.Delivered);
    }

    [Fact]
    public void Every_error_text_can_be_stored()
    {
        var error = new AttemptError(ErrorClass.Other, 57, "1\0", new string('x', 499) + "😀");

        error.ProviderCode.Should().Be("1");
        error.Text.Should().Be(new string('x', 499));
        (error with { Text = "a\0" }).Text.Should().Be("a");
    }

    private static Story Failed(Story story, AttemptError why) =>
        story.Decide(A.Receipt(story.Message, 1, AttemptStatus.Undelivered, A.Start, why));
}
