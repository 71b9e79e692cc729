using System.Globalization;
using FallbackOrchestrator.Persistence.Counting;

namespace FallbackOrchestrator.UnitTests.Persistence.Counting;

public class CountPeriodTests
{
    [Theory]
    [InlineData("2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z", "2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z")]
    [InlineData("2026-03-01T10:59:59Z", "2026-03-01T11:00:01Z", "2026-03-01T10:00:00Z", "2026-03-01T12:00:00Z")]
    [InlineData("2026-03-01T10:10:00Z", "2026-03-01T10:20:00Z", "2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z")]
    [InlineData("2026-03-01T10:00:00Z", "2026-03-01T10:00:00Z", "2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z")]
    [InlineData("2026-03-01T10:30:00+05:30", "2026-03-01T12:30:00+05:30", "2026-03-01T05:00:00Z", "2026-03-01T07:00:00Z")]
    public void A_period_has_every_hour_that_lies_partly_in_it(string from, string to, string first, string last) =>
        CountPeriod.Around(At(from), At(to)).Should().Be(new CountPeriod(At(first), At(last)));

    [Theory]
    [InlineData("2026-03-01T00:00:00Z", "2026-03-03T00:00:00Z", "2026-03-01T00:00:00Z", "2026-03-03T00:00:00Z")]
    [InlineData("2026-03-01T01:00:00Z", "2026-03-03T23:00:00Z", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z")]
    [InlineData("2026-03-01T23:00:00Z", "2026-03-02T01:00:00Z", "2026-03-02T01:00:00Z", "2026-03-02T01:00:00Z")]
    [InlineData("2026-03-01T10:00:00Z", "2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z")]
    [InlineData("2026-03-01T10:00:00Z", "2026-03-02T00:00:00Z", "2026-03-02T00:00:00Z", "2026-03-02T00:00:00Z")]
    public void Its_days_are_whole_and_the_hours_before_and_after_them_complete_it(
        string from, string to, string firstDay, string endOfDays)
    {
        var period = CountPeriod.Around(At(from), At(to));

        (period.FirstDay, period.EndOfDays).Should().Be((At(firstDay), At(endOfDays)));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
