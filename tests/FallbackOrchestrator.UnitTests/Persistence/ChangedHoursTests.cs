using FallbackOrchestrator.Persistence;
using Microsoft.Extensions.Time.Testing;

namespace FallbackOrchestrator.UnitTests.Persistence;

public class ChangedHoursTests
{
    private static readonly DateTimeOffset Nine = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_mark_serves_the_changes_of_half_a_minute()
    {
        var hours = new ChangedHours(_time);
        Guid[] messages = [Guid.CreateVersion7(Nine), Guid.CreateVersion7(Nine.AddMinutes(59)), Guid.CreateVersion7(Nine.AddHours(-30))];

        hours.Unmarked(messages).Should().Equal(Nine, Nine.AddHours(-30));
        hours.Note([Nine], hours.Timestamp);
        _time.Advance(ChangedHours.Lasting - TimeSpan.FromMilliseconds(1));
        hours.Unmarked(messages).Should().Equal(Nine.AddHours(-30));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        hours.Unmarked(messages).Should().Equal(Nine, Nine.AddHours(-30));
    }

    [Fact]
    public void A_mark_counts_from_before_its_statement_and_one_that_was_not_committed_serves_nothing()
    {
        var hours = new ChangedHours(_time);
        var began = hours.Timestamp;
        _time.Advance(TimeSpan.FromSeconds(20));
        hours.Unmarked([Guid.CreateVersion7(Nine)]).Should().Equal(Nine);
        hours.Unmarked([Guid.CreateVersion7(Nine)]).Should().Equal(Nine);

        hours.Note([Nine], began);
        _time.Advance(TimeSpan.FromSeconds(10));

        hours.Unmarked([Guid.CreateVersion7(Nine)]).Should().Equal(Nine);
    }

    [Fact]
    public void A_mark_is_removed_only_when_no_change_relies_on_it_any_more() =>
        (ChangedHours.RemovedAfter - ChangedHours.Lasting).Should().BeGreaterThan(TimeSpan.FromMinutes(2));

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff")]
    public void Any_id_has_an_hour(string id) =>
        Uuid7.HourOf(Guid.Parse(id)).Should().BeOnOrAfter(DateTimeOffset.UnixEpoch).And.BeBefore(DateTimeOffset.MaxValue);
}
