using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using Microsoft.Extensions.Time.Testing;

namespace FallbackOrchestrator.UnitTests.Orchestration;

/// <summary>Who stores batches, and who waits.</summary>
public class BatchPlacesTests
{
    private static readonly SubaccountId Busy = new("busy");
    private static readonly SubaccountId Quiet = new("quiet");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task One_subaccount_never_holds_the_last_slot()
    {
        var places = new BatchSlots(3, _time);
        var busy = Enumerable.Range(0, 5).Select(_ => EnterAsync(places, Busy)).ToList();
        await Task.WhenAll(busy.Take(2));

        busy.Skip(2).Should().OnlyContain(one => !one.IsCompleted);
        (await EnterAsync(places, Quiet)).Should().NotBeNull("the place is free, however many batches of the other one wait");
    }

    [Fact]
    public async Task A_free_slot_goes_to_the_subaccount_that_has_waited_longest_for_a_turn()
    {
        var places = new BatchSlots(2, _time);
        var other = await EnterAsync(places, new SubaccountId("other"));
        var first = await EnterAsync(places, Busy);
        var more = Enumerable.Range(0, 3).Select(_ => EnterAsync(places, Busy)).ToList();
        var quiet = EnterAsync(places, Quiet);

        other!.Dispose();

        (await quiet).Should().NotBeNull("the other subaccount holds all that it may");
        more.Should().OnlyContain(one => !one.IsCompleted);

        first!.Dispose();
        (await more[0]).Should().NotBeNull();
    }

    [Fact]
    public async Task Subaccounts_take_turns_however_many_batches_each_has_waiting()
    {
        var places = new BatchSlots(2, _time);
        var held = new[] { await EnterAsync(places, new SubaccountId("x")), await EnterAsync(places, new SubaccountId("y")) };
        var order = new List<string>();
        var waiting = new[] { "a", "a", "a", "b", "c" }.Select(async id =>
        {
            var place = await EnterAsync(places, new SubaccountId(id));
            lock (order)
                order.Add(id);
            place!.Dispose();
        }).ToList();

        held[0]!.Dispose();
        await Task.WhenAll(waiting);
        held[1]!.Dispose();

        order.Take(3).Should().BeEquivalentTo("a", "b", "c");
    }

    [Fact]
    public async Task A_wait_that_times_out_returns_null_and_takes_no_slot()
    {
        var places = new BatchSlots(2, _time);
        var first = await EnterAsync(places, Busy);
        var second = EnterAsync(places, Busy);

        _time.Advance(Patience);

        (await second).Should().BeNull();
        first!.Dispose();
        (await EnterAsync(places, Busy)).Should().NotBeNull();
    }

    [Fact]
    public async Task A_caller_that_has_gone_takes_no_slot()
    {
        var places = new BatchSlots(2, _time);
        var first = await EnterAsync(places, Busy);
        using var gone = new CancellationTokenSource();
        var second = places.EnterAsync(Busy, Patience, gone.Token);

        await gone.CancelAsync();

        await second.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        first!.Dispose();
        (await EnterAsync(places, Busy)).Should().NotBeNull();
    }

    private static Task<IDisposable?> EnterAsync(BatchSlots places, SubaccountId subaccount) =>
        places.EnterAsync(subaccount, Patience, CancellationToken.None);
}
