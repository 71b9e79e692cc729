using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Messages.Support;

namespace FallbackOrchestrator.UnitTests.Messages;

/// <summary>Cancel, expiry, the confirm time, and the numbers of completions.</summary>
public class StoppingTests
{
    private static readonly FallbackStep AcceptedIsEnough = A.Step("WhatsApp", 60, SuccessStatus.Accepted);

    private static readonly FallbackStep SentIsEnough = A.Step("WhatsApp", 60, SuccessStatus.Sent);

    private static readonly Story TwoSteps = Story.Of(A.Viber, A.Sms);

    private static readonly Message Expiring = A.Message(A.Viber, A.Sms) with { ExpiresAt = A.Start.AddSeconds(100) };

    public static TheoryData<string, Func<Story>, int> Cancels => new()
    {
        { "scheduled", () => Story.Of(A.Scheduled(60, A.Sms)), 1 },
        { "queued", () => Story.Of(A.Sms), 1 },
        { "being called, so a retry is possible", () => Story.Of(A.Sms).Admit(), 1 },
        { "deferred", () => Story.Of(A.Sms).Admit().Defer(), 1 },
        { "unknown, so a resend is possible", () => Story.Of(A.Sms).Admit().Unknown(), 1 },
        { "unknown, without a resend", () => Story.Of(A.Message(A.Sms) with { MayResend = false }).Admit().Unknown(), 0 },
        { "the resend waits", () => Story.Of(A.Sms).Admit().Unknown().After(900), 1 },
        { "the resend is being called", () => Story.Of(A.Sms).Admit().Unknown().After(900).Admit(), 0 },
        { "being called, with a receipt already", () => Story.Of(A.Sms).Admit().Receipt(1, AttemptStatus.Sent), 0 },
        { "handed over, a step is to come", () => Story.Of(A.Viber, A.Sms).HandOver(), 1 },
        { "handed over, nothing is to come", () => Story.Of(A.Sms).HandOver(), 0 },
    };

    [Theory, MemberData(nameof(Cancels))]
    public void Cancel_without_a_success_completes_at_once_and_counts_1_if_something_could_be_stopped(
        string when, Func<Story> given, int count)
    {
        var story = given().Cancel();

        story.CancelledCount.Should().Be(count, when);
        story.Outcome.Should().Be(Outcome.Cancelled);
        story.CauseOf<MessageEvent.MessageStopped>().Should().Be(Cause.Cancel);
        story.CauseOf<MessageEvent.MessageCompleted>().Should().Be(Cause.Cancel);
        story.Cancel().CancelledCount.Should().Be(0, "again: 0");
        story.Cancel().Message.Completion.Should().Be(1);
    }

    [Fact]
    public void Cancel_with_a_provisional_success_keeps_it_and_the_message_is_cancelled_if_it_is_revoked()
    {
        var story = Story.Of(AcceptedIsEnough, A.Sms).HandOver().Cancel();

        story.CancelledCount.Should().Be(1);
        story.Outcome.Should().Be(Outcome.Succeeded);
        story.Message.Completion.Should().Be(1);

        var taken = story.Receipt(1, AttemptStatus.Undelivered);
        taken.Outcome.Should().Be(Outcome.Cancelled);
        taken.Current.Should().Be(1);
        taken.Message.Completion.Should().Be(2);
    }

    [Fact]
    public void Cancel_counts_a_provisional_success_that_comes_with_it()
    {
        var failed = Story.Of(AcceptedIsEnough).Admit().Reject();
        failed.Outcome.Should().Be(Outcome.Failed);
        var lateFirst = Story.Of(AcceptedIsEnough, A.Sms).Admit().Unknown().After(60).Admit().Reject();
        lateFirst.Outcome.Should().Be(Outcome.Failed);

        var story = lateFirst.Decide(lateFirst.Came(1, AttemptStatus.Accepted), new Fact.CancelRequested());

        story.CancelledCount.Should().Be(1);
        story.Outcome.Should().Be(Outcome.Succeeded);
        story.Receipt(1, AttemptStatus.Undelivered).Outcome.Should().Be(Outcome.Cancelled);
    }

    [Fact]
    public void Cancel_counts_a_withdrawn_step_that_would_have_been_due_again()
    {
        var story = Story.Of(AcceptedIsEnough, A.Sms).Admit().Unknown().After(60).Receipt(1, AttemptStatus.Accepted);

        var stopped = story.Decide(story.Came(1, AttemptStatus.Undelivered), new Fact.CancelRequested());

        stopped.CancelledCount.Should().Be(1);
        stopped.Outcome.Should().Be(Outcome.Cancelled);
        stopped.OutcomeOf(2).Should().Be(AttemptOutcome.Withdrawn);
    }

    [Fact]
    public void Cancel_after_an_outcome_changes_nothing()
    {
        foreach (var story in new[]
        {
            TwoSteps.HandOver().Receipt(1, AttemptStatus.Delivered),
            Story.Of(A.Sms).Admit().Reject(),
            Story.Of(AcceptedIsEnough, A.Sms).HandOver().AfterHours(1),
            Story.Of(Expiring).After(100),
            Story.Of(A.Sms).HandOver().AfterHours(48),
        })
        {
            var cancelled = story.Cancel();

            cancelled.CancelledCount.Should().Be(0);
            cancelled.Message.StoppedAs.Should().Be(story.Message.StoppedAs);
            cancelled.Timeline.Should().HaveCount(story.Timeline.Length);
        }
    }

    [Fact]
    public void Cancel_that_comes_with_the_success_is_too_late()
    {
        var story = TwoSteps.HandOver();

        story.Decide(new Fact.CancelRequested(), story.Came(1, AttemptStatus.Delivered)).Should().Match<Story>(cancelled =>
            cancelled.CancelledCount == 0 && cancelled.Outcome == Outcome.Succeeded && cancelled.Message.StoppedAs == null);
    }

    [Fact]
    public void A_cancelled_message_becomes_succeeded_when_an_attempt_reaches_its_success()
    {
        var story = TwoSteps.HandOver().Cancel().Receipt(1, AttemptStatus.Delivered);

        story.Outcome.Should().Be(Outcome.Succeeded);
        story.Message.Completion.Should().Be(2);
    }

    [Fact]
    public void A_cancelled_message_waits_for_its_running_call_and_then_for_nothing()
    {
        var story = TwoSteps.Admit().Cancel();

        story.Message.DueAt.Should().Be(A.Start.AddSeconds(30));
        story.After(30).Message.DueAt.Should().BeNull();
        story.After(30).Attempt(1).Unknown.Should().BeTrue();
    }

    [Fact]
    public void Expiry_no_step_starts_at_or_after_it()
    {
        var story = Story.Of(Expiring with { ExpiresAt = A.Start.AddSeconds(60) }).HandOver();
        story.After(59).Outcome.Should().BeNull();

        var expired = story.After(60);

        expired.Outcome.Should().Be(Outcome.Expired, "at the same instant expiry wins");
        expired.Current.Should().Be(1);
        expired.CauseOf<MessageEvent.MessageCompleted>().Should().Be(Cause.Expiry);
    }

    [Fact]
    public void Expiry_of_a_message_that_waits_in_our_queue()
    {
        var story = Story.Of(Expiring).After(100);

        story.Outcome.Should().Be(Outcome.Expired);
        story.OutcomeOf(1).Should().Be(AttemptOutcome.Withdrawn);
        Story.Of(Expiring).Unattended(100).Admit().Call.Should().BeNull();
    }

    [Fact]
    public void Expiry_wins_over_its_own_schedule()
    {
        var story = Story.Of(A.Scheduled(60, A.Sms) with { ExpiresAt = A.Start.AddSeconds(60) }).After(60);

        story.Outcome.Should().Be(Outcome.Expired);
        story.Current.Should().Be(0);
    }

    [Fact]
    public void An_expiry_that_was_not_processed_yet_wins_over_a_cancel()
    {
        var story = Story.Of(Expiring).HandOver().Receipt(1, AttemptStatus.Sent).Unattended(100).Cancel();

        story.Outcome.Should().Be(Outcome.Expired);
        story.CancelledCount.Should().Be(0, "no step could have started any more");
    }

    [Fact]
    public void Expiry_does_not_change_a_firm_success() =>
        Story.Of(Expiring).HandOver().Receipt(1, AttemptStatus.Delivered).After(200).Outcome.Should().Be(Outcome.Succeeded);

    [Fact]
    public void A_success_that_is_at_hand_at_the_expiry_counts()
    {
        var story = Story.Of(Expiring).HandOver().Unattended(100);

        story.Decide(story.Came(1, AttemptStatus.Delivered)).Outcome.Should().Be(Outcome.Succeeded);
    }

    [Fact]
    public void Unconfirmed_if_no_decisive_status_is_received_within_48_hours_of_the_last_handover()
    {
        var story = TwoSteps.HandOver().After(60).After(100).HandOver().Receipt(2, AttemptStatus.Sent);

        story.AfterHours(47.9).Outcome.Should().BeNull();
        var over = story.AfterHours(48);
        over.Outcome.Should().Be(Outcome.Unconfirmed);
        over.CauseOf<MessageEvent.MessageCompleted>().Should().Be(Cause.Deadline);
        over.Receipt(2, AttemptStatus.Undelivered).Outcome.Should().Be(Outcome.Unconfirmed, "nothing but a success changes it");
        over.Receipt(2, AttemptStatus.Delivered).Outcome.Should().Be(Outcome.Succeeded);
    }

    [Fact]
    public void Unconfirmed_on_a_step_without_a_window_skips_the_steps_to_come()
    {
        var story = Story.Of(A.Viber with { FallbackAfter = null }, A.Sms).HandOver().AfterHours(48);

        story.Outcome.Should().Be(Outcome.Unconfirmed);
        story.Current.Should().Be(1);
    }

    [Fact]
    public void Unconfirmed_counts_from_the_resend_if_there_was_one()
    {
        var story = Story.Of(A.Sms).Admit().Unknown().AfterHours(10).Admit().Accept();

        story.AfterHours(47.9).Outcome.Should().BeNull();
        story.AfterHours(48).Outcome.Should().Be(Outcome.Unconfirmed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3599)]
    [InlineData(3600)]
    public void Unconfirmed_is_a_stop_if_a_later_success_is_revoked_it_holds_again_and_nothing_starts(int seconds)
    {
        var unconfirmed = Story.Of(A.Step("WhatsApp", null, SuccessStatus.Sent), A.Sms).HandOver().AfterHours(48);
        unconfirmed.Message.StoppedAs.Should().Be(Outcome.Unconfirmed);
        unconfirmed.CauseOf<MessageEvent.MessageStopped>().Should().Be(Cause.Deadline);
        var late = unconfirmed.Receipt(1, AttemptStatus.Sent);
        late.Outcome.Should().Be(Outcome.Succeeded);
        late.Cancel().CancelledCount.Should().Be(0, "there is nothing to stop any more");

        var taken = late.After(seconds).Receipt(1, AttemptStatus.Undelivered);

        taken.Outcome.Should().Be(Outcome.Unconfirmed);
        taken.Message.Completion.Should().Be(3);
        taken.AfterHours(100).Current.Should().Be(1, "the person must not get an SMS two days late");
        taken.Receipt(1, AttemptStatus.Delivered).Outcome.Should().Be(Outcome.Succeeded);
    }

    public static TheoryData<string, Func<Story>, Outcome> Stops => new()
    {
        { "cancelled", () => Story.Of(SentIsEnough, A.Sms).HandOver().Cancel(), Outcome.Cancelled },
        {
            "expired",
            () => Story.Of(A.Message(SentIsEnough, A.Sms) with { ExpiresAt = A.Start.AddSeconds(50) }).HandOver().After(50),
            Outcome.Expired
        },
        { "unconfirmed", () => Story.Of(SentIsEnough with { FallbackAfter = null }, A.Sms).HandOver().AfterHours(48), Outcome.Unconfirmed },
    };

    [Theory, MemberData(nameof(Stops))]
    public void The_outcome_that_stopped_a_message_holds_again_if_a_later_success_is_revoked(string how, Func<Story> given, Outcome outcome)
    {
        var stopped = given();
        stopped.Outcome.Should().Be(outcome, how);

        var taken = stopped.Receipt(1, AttemptStatus.Sent).After(1).Receipt(1, AttemptStatus.Undelivered);

        taken.Outcome.Should().Be(outcome, how);
        taken.AfterHours(100).Current.Should().Be(1, how);
    }

    [Fact]
    public void Completions_are_numbered_and_say_whether_they_are_provisional()
    {
        var story = Story.Of(AcceptedIsEnough, A.Sms).HandOver().Receipt(1, AttemptStatus.Undelivered)
            .HandOver().Receipt(2, AttemptStatus.Undelivered).After(1).Receipt(2, AttemptStatus.Delivered);

        story.Events.OfType<MessageEvent.MessageCompleted>().Should().Equal(
            new MessageEvent.MessageCompleted(Outcome.Succeeded, 1, true),
            new MessageEvent.MessageCompleted(Outcome.Failed, 2, false),
            new MessageEvent.MessageCompleted(Outcome.Succeeded, 3, false));
        story.Message.CompletedAt.Should().Be(story.Now);
        story.Message.TimelineLength.Should().Be(story.Timeline.Length);
    }

    [Fact]
    public void The_timeline_lists_the_events_in_order()
    {
        var story = Story.Of(A.WhatsApp, A.Sms).HandOver("w").After(60).HandOver("s").Receipt(2, AttemptStatus.Delivered);

        story.Timeline.Select(entry => $"{entry.Step} {entry.Cause} {entry.Event.GetType().Name}").Should().Equal(
            "1 Request AttemptQueued",
            "1 Dispatch CallStarted",
            "1 Dispatch StatusChanged",
            "1 Deadline AttemptTimedOut",
            "2 Deadline AttemptQueued",
            "2 Dispatch CallStarted",
            "2 Dispatch StatusChanged",
            "2 Receipt StatusChanged",
            "2 Receipt MessageCompleted");
    }
}
