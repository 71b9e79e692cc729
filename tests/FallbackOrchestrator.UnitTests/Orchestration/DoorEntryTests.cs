using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.UnitTests.Orchestration;

public sealed class DoorEntryTests
{
    private readonly QueuedFacts _entry = new(Umid.New(DateTimeOffset.UnixEpoch), null, [], null);

    [Fact]
    public async Task An_entry_that_waits_in_the_queue_for_too_long_is_withdrawn_and_not_stored()
    {
        var waiting = () => _entry.EndedAsync(TimeSpan.Zero);

        await waiting.Should().ThrowAsync<NotStoredException>();
        _entry.TryTake().Should().BeFalse("nobody may store it any more");
    }

    [Fact]
    public async Task An_entry_that_is_in_a_group_for_too_long_may_be_stored_or_not()
    {
        _entry.TryTake().Should().BeTrue();
        var waiting = () => _entry.EndedAsync(TimeSpan.Zero);

        await waiting.Should().ThrowAsync<CommitUnknownException>();
    }

    [Fact]
    public async Task The_result_is_returned_even_if_it_is_a_time_out()
    {
        _entry.TryTake();
        _entry.Fail(new TimeoutException("of something else"));
        var waiting = () => _entry.EndedAsync(TimeSpan.FromMinutes(10));

        (await waiting.Should().ThrowAsync<TimeoutException>()).WithMessage("of something else");
    }
}
