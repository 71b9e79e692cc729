using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Messages.Support;

namespace FallbackOrchestrator.UnitTests.Messages;

public class FallbackSequenceTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public void A_sequence_has_1_to_10_steps(int steps, bool allowed)
    {
        var making = FluentActions.Invoking(() => new FallbackSequence([.. Enumerable.Repeat(A.Viber, steps)]));

        if (allowed)
            making.Should().NotThrow();
        else
            making.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Sequences_are_equal_when_their_steps_are()
    {
        new FallbackSequence([A.WhatsApp, A.Sms]).Should().Be(new FallbackSequence([A.WhatsApp, A.Sms]));
        new FallbackSequence([A.WhatsApp, A.Sms]).Should().NotBe(new FallbackSequence([A.Sms, A.WhatsApp]));
    }

    [Theory]
    [InlineData(1, 60)] // the only step with a window of its own that counts: the last one has none
    [InlineData(2, null)]
    public void S8_The_window_of_the_last_step_is_ignored(int step, int? seconds) =>
        new FallbackSequence([A.WhatsApp, A.Viber]).WindowOf(step)?.TotalSeconds.Should().Be(seconds);

    [Theory]
    [InlineData(SuccessStatus.Read, SuccessStatus.Delivered)]
    [InlineData(SuccessStatus.Delivered, SuccessStatus.Delivered)]
    [InlineData(SuccessStatus.Sent, SuccessStatus.Sent)]
    [InlineData(SuccessStatus.Accepted, SuccessStatus.Accepted)]
    public void S8_Delivered_is_enough_for_Read_only_on_the_last_step(SuccessStatus asked, SuccessStatus onTheLast)
    {
        var step = A.Step("WhatsApp", 60, asked);
        var sequence = new FallbackSequence([step, step]);

        sequence.SuccessOf(1).Should().Be(asked);
        sequence.SuccessOf(2).Should().Be(onTheLast);
    }

    [Theory]
    [InlineData(1, 60)] // the window
    [InlineData(2, 300)] // the window, but 5 minutes at most
    [InlineData(3, 60)] // without a window
    [InlineData(4, 900)] // the last step
    public void U4_The_patience_of_a_step(int step, int seconds)
    {
        var sequence = new FallbackSequence(
            [A.Viber, A.Step("RCS", 86400, SuccessStatus.Delivered), A.Step("Zalo", null, SuccessStatus.Delivered), A.Sms]);

        A.Rules.PatienceOf(sequence, step).TotalSeconds.Should().Be(seconds);
    }
}
