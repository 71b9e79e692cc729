using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Messages.Support;

namespace FallbackOrchestrator.UnitTests.Messages;

/// <summary>S14, S15: what is remembered of a person skips steps, within limits.</summary>
public class RememberedSkipsTests
{
    private static readonly RememberedOfStep Nothing = new(null, HasOptedOut: false);
    private static readonly RememberedOfStep Absent = new(A.Start.AddDays(2), HasOptedOut: false);
    private static readonly RememberedOfStep Out = new(null, HasOptedOut: true);

    private static readonly ErrorClass?[] NoneOfTwo = [null, null];

    [Fact]
    public void A_step_whose_channel_the_person_is_not_on_is_skipped() => Skipped([A.WhatsApp, A.Sms], Absent, Nothing)
        .Should().Equal(ErrorClass.NotReachable, null);

    [Fact]
    public void An_absence_that_is_over_when_the_message_starts_skips_nothing() => RememberedSkips.In(
        [A.WhatsApp, A.Sms], [Absent, Nothing], A.Start.AddDays(2)).Should().OnlyContain(step => step.CannotApply == null);

    [Fact]
    public void Absences_alone_never_skip_every_step() =>
        Skipped([A.WhatsApp, A.Sms], Absent, Absent).Should().Equal(NoneOfTwo);

    [Fact]
    public void Nor_do_they_if_the_other_steps_are_not_possible_anyway() => Skipped(
        [A.WhatsApp, A.Sms with { CannotApply = A.NotReachable }], Absent, Nothing).Should().Equal(null, ErrorClass.NotReachable);

    [Fact]
    public void A_step_whose_absence_would_end_the_sequence_is_not_skipped() => Skipped(
        [A.WhatsApp with { StopOn = [ErrorClass.NotReachable] }, A.Sms], Absent, Nothing).Should().Equal(NoneOfTwo);

    [Fact]
    public void Opt_outs_may_leave_no_step() =>
        Skipped([A.WhatsApp, A.Sms], Out, Out).Should().Equal(ErrorClass.RecipientRefused, ErrorClass.RecipientRefused);

    [Fact]
    public void An_absence_does_not_skip_the_last_step_that_opt_outs_leave() =>
        Skipped([A.WhatsApp, A.Sms], Out, Absent).Should().Equal(ErrorClass.RecipientRefused, null);

    private static IEnumerable<ErrorClass?> Skipped(FallbackStep[] steps, params RememberedOfStep[] remembered) =>
        RememberedSkips.In([.. steps], remembered, A.Start).Select(step => step.CannotApply?.Class);
}
