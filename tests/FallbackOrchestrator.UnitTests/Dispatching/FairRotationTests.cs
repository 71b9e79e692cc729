using FallbackOrchestrator.Dispatching;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.UnitTests.Dispatching;

/// <summary>Which subaccount is next in a queue, and whether another claim may find more.</summary>
public sealed class FairRotationTests
{
    private static readonly QueueId Queue = new(new ChannelAccountId("sms"), Priority.Transactional);

    private readonly FairRotation _turns = new();

    [Fact]
    public void A_claim_of_everything_that_is_due_leaves_nothing()
    {
        Note(["a", "b"], most: 10, ("a", 2), ("b", 1)).Should().BeFalse();
        _turns.ServedLast(Queue).Should().BeNull();
    }

    [Fact]
    public void A_claim_that_reaches_its_limit_may_leave_some() => Note(["a"], most: 3, ("a", 3)).Should().BeTrue();

    [Fact]
    public void A_subaccount_that_has_used_its_share_may_have_more() => Note(["a", "b"], most: 10, ("a", 5), ("b", 1)).Should().BeTrue();

    [Fact]
    public void After_a_claim_that_reached_its_limit_the_next_begins_after_the_last_served_subaccount()
    {
        Note(["a", "b", "c"], most: 2, ("a", 1), ("b", 1)).Should().BeTrue();

        _turns.ServedLast(Queue).Should().Be(new SubaccountId("b"));
    }

    [Fact]
    public void A_claim_that_began_in_the_middle_and_reached_the_end_leaves_those_before_its_beginning()
    {
        Note(["a", "b", "c"], most: 2, ("a", 1), ("b", 1));

        Note(["c"], most: 2, ("c", 0)).Should().BeTrue("a and b have not been looked at since");

        _turns.ServedLast(Queue).Should().BeNull();
        Note([], most: 2).Should().BeFalse("now everybody has been looked at");
    }

    [Fact]
    public void If_more_subaccounts_follow_and_something_was_claimed_it_continues_at_once()
    {
        Note(["a"], most: 10, next: "m", ("a", 1)).Should().BeTrue();

        _turns.ServedLast(Queue).Should().Be(new SubaccountId("m"));
    }

    [Fact]
    public void If_nothing_was_claimed_it_continues_later_however_many_subaccounts_follow()
    {
        Note(["a"], most: 10, next: "m").Should().BeFalse();
        _turns.ServedLast(Queue).Should().Be(new SubaccountId("m"));

        Note([], most: 10, next: "z").Should().BeFalse();
        _turns.ServedLast(Queue).Should().Be(new SubaccountId("z"));
    }

    [Fact]
    public void Each_queue_has_its_own_rotation()
    {
        Note(["a", "b"], most: 1, ("a", 1));

        _turns.ServedLast(Queue with { Priority = Priority.Marketing }).Should().BeNull();
        _turns.ServedLast(Queue with { Account = new ChannelAccountId("other") }).Should().BeNull();
    }

    private bool Note(string[] subaccounts, int most, params (string Subaccount, int Claimed)[] claims) =>
        Note(subaccounts, most, null, claims);

    private bool Note(string[] subaccounts, int most, string? next, params (string Subaccount, int Claimed)[] claims) => _turns.Note(
        new QueueClaim(
            Queue, [.. subaccounts.Select(name => new SubaccountId(name))], most) { Next = next is null ? null : new SubaccountId(next) },
        claims.Where(claim => claim.Claimed > 0).ToDictionary(claim => new SubaccountId(claim.Subaccount), claim => claim.Claimed));
}
