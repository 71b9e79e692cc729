using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Messages.Support;

namespace FallbackOrchestrator.UnitTests.Messages;

/// <summary>U10: a step with several accounts is tried at the next one before the message leaves the channel.</summary>
public class AccountFailoverTests
{
    private static readonly AttemptError Down = AttemptError.Of(ErrorClass.Unavailable, "503");

    private static readonly AttemptError NoCredit = AttemptError.Of(ErrorClass.Configuration, "402");

    private static readonly FallbackStep TwoAccounts = A.WhatsApp with { OtherAccounts = [new StepAccount(new("second"))] };

    [Fact]
    public void An_account_that_is_down_gives_way_to_the_next_one_at_once()
    {
        var story = Story.Of(TwoAccounts, A.Sms).Admit().End(new CallResult.Deferred(Down));

        story.Current.Should().Be(1);
        story.Message.AccountOf(1).Value.Should().Be("second");
        story.Message.CallDue(story.Now).Should().NotBeNull();
        story.Last<MessageEvent.AccountChanged>().Should().BeEquivalentTo(
            new { From = new ChannelAccountId("whatsapp"), To = new ChannelAccountId("second"), Error = Down });
        story.HandOver().Attempt(1).OpensAt.Should().Be(story.Now, "the window opens with the call that hands the message over");
    }

    [Theory]
    [InlineData(ErrorSubject.Account, 1)]
    [InlineData(ErrorSubject.Sender, 1)]
    [InlineData(ErrorSubject.Message, 2)]
    public void A_rejection_gives_way_if_it_is_about_the_account_and_not_about_the_message(ErrorSubject about, int current)
    {
        var story = Story.Of(TwoAccounts, A.Sms).Admit().End(new CallResult.Rejected(NoCredit, about));

        story.Current.Should().Be(current);
        story.Attempt(1).HasFailed.Should().Be(current == 2);
    }

    [Fact]
    public void With_no_account_left_the_next_channel_starts_at_once()
    {
        var story = Story.Of(TwoAccounts, A.Sms).Admit().End(new CallResult.Deferred(Down)).Admit().End(new CallResult.Deferred(Down));

        story.Current.Should().Be(2);
        story.OutcomeOf(1).Should().Be(AttemptOutcome.NotSent);
    }

    [Fact]
    public void If_the_last_account_only_limits_the_rate_they_are_tried_again()
    {
        var story = Story.Of(TwoAccounts, A.Sms).Admit().End(new CallResult.Deferred(Down)).Admit().Defer(5);

        story.Current.Should().Be(1);
        story.Message.AccountOf(1).Value.Should().Be("whatsapp");
        story.Attempt(1).DispatchAt.Should().Be(story.Now.AddSeconds(5));
    }

    [Fact]
    public void On_the_last_step_the_accounts_are_tried_in_turn_until_the_patience_is_over()
    {
        var story = Story.Of(A.Sms with { OtherAccounts = [new StepAccount(new("second"))] });
        var tried = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            tried.Add(story.Message.AccountOf(1).Value);
            story = story.Admit().End(new CallResult.Deferred(Down)).After(30);
        }

        tried.Should().Equal("sms", "second", "sms", "second", "sms");
        story.Outcome.Should().BeNull();
        story.After(A.Rules.PatienceOnLastStep.TotalSeconds).Outcome.Should().Be(Outcome.Failed);
    }

    [Fact]
    public void If_every_account_rejects_it_the_last_rejection_is_the_failure()
    {
        var rejected = new CallResult.Rejected(NoCredit, ErrorSubject.Account);
        var story = Story.Of(A.Sms with { OtherAccounts = [new StepAccount(new("second"))] }).Admit().End(rejected).Admit().End(rejected);

        story.Outcome.Should().Be(Outcome.Failed);
        story.Attempt(1).Failure!.Error.Should().Be(NoCredit);
    }

    [Fact]
    public void A_rejection_after_an_account_that_was_down_waits_for_that_one()
    {
        var story = Story.Of(A.Sms with { OtherAccounts = [new StepAccount(new("second"))] })
            .Admit().End(new CallResult.Deferred(Down)).Admit().End(new CallResult.Rejected(NoCredit, ErrorSubject.Account));

        story.Outcome.Should().BeNull();
        story.Message.AccountOf(1).Value.Should().Be("sms");
        story.After(5).HandOver().Receipt(1, AttemptStatus.Delivered).Outcome.Should().Be(Outcome.Succeeded);
    }

    [Fact]
    public void After_an_unknown_outcome_no_other_account_gets_it()
    {
        var withKey = TwoAccounts with { TakesIdempotencyKey = true };
        var story = Story.Of(withKey, A.Sms).Admit().Unknown().After(5).Admit().End(new CallResult.Deferred(Down));

        story.Message.AccountOf(1).Value.Should().Be("whatsapp");
        story.Events.Should().NotContain(what => what is MessageEvent.AccountChanged);
    }

    [Fact]
    public void An_open_circuit_and_a_missing_account_give_way_too()
    {
        Story.Of(TwoAccounts, A.Sms).CircuitOpen().Message.AccountOf(1).Value.Should().Be("second");
        Story.Of(TwoAccounts, A.Sms).AccountMissing().Message.AccountOf(1).Value.Should().Be("second");
        Story.Of(TwoAccounts, A.Sms).CircuitOpen().CircuitOpen().Current.Should().Be(2);
        Story.Of(TwoAccounts, A.Sms).AccountMissing().AccountMissing().Current.Should().Be(2);
    }

    [Fact]
    public void A_receipt_counts_for_the_account_that_has_the_message()
    {
        var story = Story.Of(TwoAccounts, A.Sms).Admit().End(new CallResult.Deferred(Down)).HandOver();

        story.Receipt(1, AttemptStatus.Read).Outcome.Should().BeNull("that is the first account's receipt");
        story.Decide(new Fact.ReceiptCame(1, new("second"), AttemptStatus.Read, story.Now)).Outcome.Should().Be(Outcome.Succeeded);
    }

    [Fact]
    public void The_next_account_has_its_own_abilities()
    {
        var step = TwoAccounts with { OtherAccounts = [new StepAccount(new("second"), CanBeRecalled: true)] };

        var story = Story.Of(step, A.Sms).Admit().End(new CallResult.Deferred(Down)).HandOver().After(60);

        story.Recall.Should().NotBeNull();
        Story.Of(step, A.Sms).HandOver().After(60).Recall.Should().BeNull();
    }

    [Fact]
    public void The_wait_for_an_account_that_limits_the_rate_is_not_ended_by_another_one_that_is_broken()
    {
        var limited = Story.Of(TwoAccounts, A.Sms).Admit().Defer().Admit();

        foreach (var story in new[]
        {
            limited.End(new CallResult.Deferred(Down)),
            limited.End(new CallResult.Rejected(NoCredit, ErrorSubject.Account)),
            Story.Of(TwoAccounts, A.Sms).Admit().Defer().CircuitOpen(),
            Story.Of(TwoAccounts, A.Sms).Admit().Defer().AccountMissing(),
        })
        {
            story.Current.Should().Be(1);
            story.After(10).HandOver().Message.AccountOf(1).Value.Should().Be("whatsapp");
        }
    }

    [Fact]
    public void With_three_accounts_the_one_that_may_recover_is_not_forgotten()
    {
        var three = A.Sms with { OtherAccounts = [new StepAccount(new("second")), new StepAccount(new("third"))] };
        var rejected = new CallResult.Rejected(NoCredit, ErrorSubject.Account);

        var story = Story.Of(three).Admit().End(new CallResult.Deferred(Down)).Admit().End(rejected).Admit().End(rejected);

        story.Outcome.Should().BeNull();
        story.After(30).HandOver().Receipt(1, AttemptStatus.Delivered).Outcome.Should().Be(Outcome.Succeeded);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_long_wait_that_one_account_asks_for_does_not_hold_the_others_up(int steps)
    {
        var story = Story.Of([TwoAccounts, .. Enumerable.Repeat(A.Sms, steps - 1)]).Admit().Defer(5).Admit().Defer(3600);

        story.Current.Should().Be(1);
        story.Outcome.Should().BeNull();
        story.After(30).HandOver().Message.AccountOf(1).Value.Should().Be("whatsapp");
    }

    [Fact]
    public void Without_a_call_the_wait_for_the_limits_of_the_next_account_costs_no_patience()
    {
        Story.Of(TwoAccounts, A.Sms).CircuitOpen().After(3600).Current.Should().Be(1, "the second account is only busy (S2)");
        Story.Of(TwoAccounts, A.Sms).AccountMissing().After(3600).Current.Should().Be(1);
        Story.Of(TwoAccounts, A.Sms).CircuitOpen().After(24 * 3600).Current.Should().Be(2);
    }
}
