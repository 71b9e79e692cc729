using System.Globalization;

namespace FallbackOrchestrator.UnitTests.Reading;

/// <summary>One meaning of a time, on every host.</summary>
public class TimeTextTests
{
    [Theory]
    [InlineData("2026-11-26T09:30:00Z", "2026-11-26T09:30:00+00:00", true)]
    [InlineData("2026-11-26T09:30:00z", "2026-11-26T09:30:00+00:00", true)]
    [InlineData("2026-11-26t09:30:00z", "2026-11-26T09:30:00+00:00", true)]
    [InlineData("2026-11-26 09:30:00Z", "2026-11-26T09:30:00+00:00", true)]
    [InlineData("2026-11-26T09:30Z", "2026-11-26T09:30:00+00:00", true)]
    [InlineData("2026-11-26T09:30:00.123456789Z", "2026-11-26T09:30:00.1234567+00:00", true)]
    [InlineData("2026-11-26T09:30:00+05:30", "2026-11-26T04:00:00+00:00", true)]
    [InlineData("2026-11-26T09:30:00+0530", "2026-11-26T04:00:00+00:00", true)]
    [InlineData("2026-11-26T09:30:00-05", "2026-11-26T14:30:00+00:00", true)]
    [InlineData("2026-11-26T09:30:00", "2026-11-26T09:30:00+00:00", false)]
    [InlineData("2026-11-26T09:30", "2026-11-26T09:30:00+00:00", false)]
    [InlineData("2026-11-26", "2026-11-26T00:00:00+00:00", false)]
    [InlineData("  2026-11-26  ", "2026-11-26T00:00:00+00:00", false)]
    public void A_time_means_the_same_everywhere_and_without_an_offset_UTC(string text, string means, bool hasOffset)
    {
        TimeText.TryRead(text, out var time, out var had).Should().BeTrue();

        time.UtcDateTime.Should().Be(DateTimeOffset.Parse(means, CultureInfo.InvariantCulture, DateTimeStyles.None).UtcDateTime);
        had.Should().Be(hasOffset);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tomorrow")]
    [InlineData("1795653450")]
    [InlineData("10:00")]
    [InlineData("26.11.2026")]
    [InlineData("11/26/2026")]
    [InlineData("2026-11-31T00:00:00Z")]
    [InlineData("2026-13-01")]
    [InlineData("2026-11-26T25:00:00Z")]
    [InlineData("2026-11-26T09:30:00+15:00")]
    [InlineData("2026-11-26T09:30:00+05:60")]
    [InlineData("2026-11-26T09:30:00 05:30")]
    [InlineData("2026-11-26T09:30:00ZZ")]
    [InlineData("2026-11-26T09:30:00+")]
    [InlineData("0001-01-01T00:00:00+05:30")]
    [InlineData("9999-12-31T23:59:59-05:00")]
    [InlineData("2026-11-26T09:30:00.Z5")]
    public void A_text_that_is_no_time_is_rejected(string text) => TimeText.TryRead(text, out _, out _).Should().BeFalse();

    [Theory]
    [InlineData("2026-11-26T03:56:59 05:30", "2026-11-25T22:26:59+00:00")]
    [InlineData("2026-11-26 03:56:59 05:30", "2026-11-25T22:26:59+00:00")]
    [InlineData("2026-11-26T03:56:59 0530", "2026-11-25T22:26:59+00:00")]
    [InlineData("2026-11-26 03:56:59", "2026-11-26T03:56:59+00:00")]
    public void In_a_query_a_plus_that_arrived_as_a_blank_is_a_plus(string text, string means)
    {
        TimeText.TryRead(text, out var time, out _, fromQuery: true).Should().BeTrue();

        time.UtcDateTime.Should().Be(DateTimeOffset.Parse(means, CultureInfo.InvariantCulture, DateTimeStyles.None).UtcDateTime);
    }
}
