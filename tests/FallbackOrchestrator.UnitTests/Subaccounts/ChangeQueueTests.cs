using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Subaccounts;

namespace FallbackOrchestrator.UnitTests.Subaccounts;

public class ChangeQueueTests
{
    private static readonly SubaccountId Shop = new("shop");

    private readonly ChangeQueue _turns = new();

    [Fact]
    public async Task An_operator_goes_before_customers_that_wait()
    {
        await TakeAsync(Shop);
        var customer = TakeAsync(Shop);
        var other = TakeAsync(new SubaccountId("other"));
        var operators = TakeAsync(null);

        _turns.GiveBack(Shop);
        (await operators).Should().BeTrue();
        customer.IsCompleted.Should().BeFalse();
        _turns.GiveBack(null);
        (await customer).Should().BeTrue();
        other.IsCompleted.Should().BeFalse("customers come in their order");
    }

    [Fact]
    public async Task A_customer_may_have_a_few_changes_at_once_and_others_are_not_concerned()
    {
        var taken = Enumerable.Range(0, SubaccountLimits.MostChangesAtOnce).Select(_ => TakeAsync(Shop)).ToList();

        (await TakeAsync(Shop)).Should().BeFalse();
        TakeAsync(new SubaccountId("other")).IsCompleted.Should().BeFalse("it waits, and is not refused");
        foreach (var one in taken)
        {
            (await one).Should().BeTrue();
            _turns.GiveBack(Shop);
        }
        TakeAsync(Shop).IsCompleted.Should().BeFalse("it may again, behind the other");
    }

    [Fact]
    public async Task A_caller_that_gives_up_leaves_the_turn_to_the_next()
    {
        using var cancels = new CancellationTokenSource();
        await TakeAsync(null);
        var impatient = _turns.TryTakeAsync(Shop, cancels.Token);
        var next = TakeAsync(Shop);

        await cancels.CancelAsync();
        var waiting = () => impatient;
        await waiting.Should().ThrowAsync<OperationCanceledException>();
        _turns.GiveBack(null);

        (await next).Should().BeTrue();
    }

    private Task<bool> TakeAsync(SubaccountId? customer) => _turns.TryTakeAsync(customer, CancellationToken.None);
}
