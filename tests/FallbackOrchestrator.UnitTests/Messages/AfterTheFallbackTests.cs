using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Messages.Support;

namespace FallbackOrchestrator.UnitTests.Messages;

/// <summary>L1 to L3 and L6: reports about earlier steps after a later step has started.</summary>
public class AfterTheFallbackTests
{
    private static readonly Story OnStep2 = Story.Of(A.WhatsApp, A.Viber, A.Sms).HandOver("w").After(60);

    [Theory]
    [InlineData(false, AttemptOutcome.Withdrawn)]
    [InlineData(true, AttemptOutcome.Open)]
    public void L1_A_late_success_stops_the_rest(bool handedOver, AttemptOutcome second)
    {
        var story = (handedOver ? OnStep2.HandOver("v") : OnStep2).Receipt(1, AttemptStatus.Read);

        story.Outcome.Should().Be(Outcome.Succeeded);
        story.Message.SucceededStep.Should().Be(1);
        story.OutcomeOf(2).Should().Be(second);
        story.AfterHours(1).Current.Should().Be(2, "the steps to come are skipped");
        story.CauseOf<MessageEvent.MessageCompleted>().Should().Be(Cause.Receipt);
    }

    [Fact]
    public void L1_A_late_status_below_success_changes_only_its_row()
    {
        var story = OnStep2.Receipt(1, AttemptStatus.Delivered);

        story.Attempt(1).Status.Should().Be(AttemptStatus.Delivered);
        story.Outcome.Should().BeNull();
        story.Current.Should().Be(2);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void L2_The_success_that_was_recorded_first_is_the_succeeded_step(int first, int second)
    {
        var story = OnStep2.HandOver("v").After(1).Receipt(first, AttemptStatus.Read).After(1).Receipt(second, AttemptStatus.Read);

        story.Message.SucceededStep.Should().Be(first);
        story.Message.Completion.Should().Be(1);
    }

    [Fact]
    public void L2_It_changes_only_when_that_success_is_revoked()
    {
        var story = Story.Of(A.Step("WhatsApp", 60, SuccessStatus.Accepted), A.Viber).Admit().Unknown().After(60)
            .HandOver("v").Receipt(1, AttemptStatus.Accepted).After(1).Receipt(2, AttemptStatus.Delivered);
        story.Message.SucceededStep.Should().Be(1);
        story.Message.Completion.Should().Be(2, "the second success made the outcome firm");

        var taken = story.Receipt(1, AttemptStatus.Undelivered);

        taken.Message.SucceededStep.Should().Be(2);
        taken.Message.Outcome.Should().Be(Outcome.Succeeded);
        taken.Message.Completion.Should().Be(3);
        taken.Receipt(1, AttemptStatus.Delivered).Message.SucceededStep.Should().Be(2, "it is recorded later now");
    }

    [Fact]
    public void L2_Of_the_remaining_successes_the_one_recorded_first_takes_its_place()
    {
        var story = Story.Of(A.Step("WhatsApp", 60, SuccessStatus.Accepted), A.Viber, A.Sms).Admit().Unknown().After(60)
            .HandOver("v").After(60).HandOver("s").Receipt(1, AttemptStatus.Accepted)
            .After(1).Receipt(3, AttemptStatus.Delivered).After(1).Receipt(2, AttemptStatus.Delivered);

        story.Receipt(1, AttemptStatus.Undelivered).Message.SucceededStep.Should().Be(3);
    }

    [Fact]
    public void L2_Of_two_successes_in_one_group_the_earlier_step_has_succeeded()
    {
        var story = OnStep2.HandOver("v");

        story.Decide(story.Came(2, AttemptStatus.Read), story.Came(1, AttemptStatus.Read)).Message.SucceededStep.Should().Be(1);
    }

    [Fact]
    public void L3_Two_attempts_delivered_and_at_their_success_are_a_duplicate_delivery()
    {
        var story = OnStep2.HandOver("v").Receipt(2, AttemptStatus.Delivered);
        story.Message.DuplicateDelivery.Should().BeFalse();

        var delivered = story.Receipt(1, AttemptStatus.Delivered);
        delivered.Message.DuplicateDelivery.Should().BeFalse("the first step asked for Read: that the fallback came was asked for");
        delivered.Message.DeliveredOn.Should().Equal(1, 2);

        var read = delivered.Receipt(1, AttemptStatus.Read);
        read.Message.DuplicateDelivery.Should().BeTrue();
        read.Events.Should().ContainSingle(what => what is MessageEvent.DeliveredTwice);
    }

    [Theory]
    [InlineData(AttemptStatus.Delivered, AttemptStatus.Delivered)]
    [InlineData(AttemptStatus.Read, AttemptStatus.Delivered)]
    [InlineData(AttemptStatus.Delivered, AttemptStatus.Read)]
    public void L3_One_attempt_that_was_delivered_under_both_ids_of_its_resend_is_a_duplicate_delivery(
        AttemptStatus first, AttemptStatus second)
    {
        var resent = Story.Of(A.Sms).Admit().Unknown().After(900).Admit().Accept("b");

        var once = resent.Receipt(1, first, "b").Receipt(1, AttemptStatus.Delivered, "b");
        once.Message.DuplicateDelivery.Should().BeFalse("the same status was received twice");
        once.Receipt(1, AttemptStatus.Sent, "a").Message.DuplicateDelivery.Should().BeFalse("the other did not arrive");

        foreach (var twice in new[] { once.Receipt(1, second, "a"), resent.Receipt(1, second, "a").Receipt(1, first, "b") })
        {
            twice.Message.DuplicateDelivery.Should().BeTrue();
            twice.Events.Should().ContainSingle(what => what is MessageEvent.DeliveredTwice);
            twice.Message.DeliveredOn.Should().Equal(1);
        }
        resent.Decide(
            resent.Came(1, second, "a"), resent.Came(1, first, "b")).Message.DuplicateDelivery.Should().BeTrue("in one group, too");
    }

    [Fact]
    public void L3_Two_ids_without_a_resend_are_one_delivery() =>
        Story.Of(A.Sms).Admit().Accept("a").Receipt(1, AttemptStatus.Delivered, "a").Receipt(1, AttemptStatus.Delivered, "b")
            .Message.DuplicateDelivery.Should().BeFalse("it was handed over once");

    [Fact]
    public void L3_A_success_below_Delivered_is_no_delivery()
    {
        var story = Story.Of(A.Step("WhatsApp", 60, SuccessStatus.Accepted), A.Sms).Admit().Unknown().After(60)
            .HandOver().Receipt(2, AttemptStatus.Delivered).Receipt(1, AttemptStatus.Sent);

        story.Message.DuplicateDelivery.Should().BeFalse();
        story.Message.DeliveredOn.Should().Equal(2);
    }

    [Fact]
    public void L6_A_receipt_that_is_at_hand_when_the_deadline_is_acted_on_counts()
    {
        var story = Story.Of(A.WhatsApp, A.Sms).HandOver().Unattended(600);

        story.Decide(story.Came(1, AttemptStatus.Read)).Current.Should().Be(1);
        story.Decide().Current.Should().Be(2);
    }

    [Theory]
    [InlineData(30, null)]
    [InlineData(31, 31)]
    [InlineData(600, 90)]
    public void L6_A_silence_of_more_than_30_s_holds_windows_open_for_its_length_or_90_s(int silence, int? held)
    {
        var now = A.Start.AddSeconds(silence);

        OutageGrace.After(A.Start, now)?.HeldUntil.Should().Be(now.AddSeconds(held ?? 0));
        (OutageGrace.After(A.Start, now) is null).Should().Be(held is null);
    }

    [Theory]
    [InlineData(59, false)] // ended before the outage
    [InlineData(60, true)]
    [InlineData(100, true)]
    [InlineData(101, false)] // ends after it
    public void L6_Windows_that_ended_in_the_outage_stay_open(int secondsIntoIt, bool held)
    {
        var grace = new OutageGrace(A.Start.AddSeconds(59), A.Start.AddSeconds(100), A.Start.AddSeconds(141));
        var closesAt = A.Start.AddSeconds(secondsIntoIt);

        grace.Extend(closesAt).Should().Be(held ? grace.HeldUntil : closesAt);
    }

    [Fact]
    public void L6_The_window_closes_when_the_grace_is_over_and_expiry_is_not_moved()
    {
        var grace = OutageGrace.After(A.Start.AddSeconds(10), A.Start.AddSeconds(70));
        var back = Story.Of(A.Message(A.WhatsApp, A.Sms) with { ExpiresAt = A.Start.AddSeconds(200) }).HandOver().Unattended(70)
            with { Rules = A.Rules with { Grace = grace } };

        var held = back.Decide();
        held.Current.Should().Be(1);
        held.Message.DueAt.Should().Be(A.Start.AddSeconds(130));
        held.After(59).Receipt(1, AttemptStatus.Read).Message.SucceededStep.Should().Be(1);
        held.After(60).Current.Should().Be(2);
        back.Unattended(130).Decide().Outcome.Should().Be(Outcome.Expired);
    }
}
