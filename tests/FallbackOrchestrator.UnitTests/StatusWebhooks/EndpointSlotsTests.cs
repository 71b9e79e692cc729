using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.StatusWebhooks;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.UnitTests.StatusWebhooks;

/// <summary>The places for calls to customers' endpoints.</summary>
public sealed class EndpointSlotsTests
{
    private readonly EndpointSlots _lanes = new(Options.Create(new StatusWebhooksOptions { PerEndpoint = 4, Concurrency = 6 }));

    [Fact]
    public void An_endpoint_has_a_fixed_number_of_slots()
    {
        Enter("one", 5).Should().Be(4);
        _lanes.Leave("one", Umid(0), look: false);
        Enter("one", 5, from: 5).Should().Be(1);
    }

    [Fact]
    public void All_endpoints_together_have_no_more_slots_than_the_replica()
    {
        (Enter("one", 4) + Enter("two", 4)).Should().Be(6);
    }

    [Fact]
    public void Replicas_share_the_slots_of_an_endpoint_and_each_has_at_least_one()
    {
        _lanes.ShareAmong(2);
        Enter("one", 4).Should().Be(2);
        _lanes.ShareAmong(100);
        Enter("two", 4).Should().Be(1);
    }

    [Fact]
    public void No_update_overtakes_waiting_updates_of_its_endpoint()
    {
        _lanes.NoteDue(["one"]);
        Claim("one", claimed: 4);
        for (var i = 0; i < 4; i++)
            _lanes.Leave("one", Umid(i), look: true);

        Enter("one", 1, from: 9).Should().Be(0, "the last claim found more than there were places");
        Claim("one", claimed: 1);
        Enter("one", 1, from: 10).Should().Be(1);
    }

    [Fact]
    public void An_update_that_waits_for_a_running_call_is_claimed_when_the_call_has_ended()
    {
        Enter("one", 1).Should().Be(1);
        _lanes.NoteWaiting("one", Umid(0));
        Claim("one", claimed: 0);
        _lanes.TakeFreeSlots().Should().BeEmpty("nothing is known to be due");

        _lanes.Leave("one", Umid(0), look: false);

        _lanes.TakeFreeSlots().Should().Equal(new EndpointSlotCount("one", 4));
    }

    [Fact]
    public void Endpoints_take_turns_if_there_are_not_enough_slots_for_all()
    {
        _lanes.NoteDue(["one", "two", "three"]);

        _lanes.TakeFreeSlots().Should().Equal(new EndpointSlotCount("one", 4), new EndpointSlotCount("two", 2));
        _lanes.Settle([new("one", 4), new("two", 2)], []);
        _lanes.TakeFreeSlots().Should().Equal(new EndpointSlotCount("three", 4));
    }

    [Fact]
    public void A_test_of_an_endpoint_overtakes_waiting_updates_and_takes_a_slot_like_any_call()
    {
        _lanes.NoteDue(["one"]);
        Claim("one", claimed: 4);
        _lanes.TryEnterFirst("one", Umid(8)).Should().BeFalse("all places are taken");
        _lanes.Leave("one", Umid(0), look: true);

        _lanes.TryEnterFirst("one", Umid(8)).Should().BeTrue();
        _lanes.TryEnterFirst("one", Umid(9)).Should().BeFalse();
        _lanes.Leave("one", Umid(8), look: false);
        _lanes.Close();
        _lanes.TryEnterFirst("one", Umid(9)).Should().BeFalse();
    }

    [Fact]
    public void No_slot_is_given_out_once_it_is_closed()
    {
        _lanes.Close();

        Enter("one", 1).Should().Be(0);
    }

    private int Enter(string lane, int count, int from = 0) => Enumerable.Range(from, count).Count(i => _lanes.TryEnter(lane, Umid(i)));

    private void Claim(string lane, int claimed)
    {
        var turn = _lanes.TakeFreeSlots();
        turn.Should().ContainSingle().Which.EndpointKey.Should().Be(lane);
        _lanes.Settle(
            turn, [.. Enumerable.Range(0,
                claimed).Select(i => new ClaimedUpdate(Guid.NewGuid(), Umid(i), default, lane, null, null, "", 1, default))]);
    }

    private static Umid Umid(int number) => new(new Guid(number, 0, 0, new byte[8]));
}
