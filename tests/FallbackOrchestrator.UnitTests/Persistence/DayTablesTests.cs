using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.UnitTests.Persistence;

/// <summary>Which table a message's id leads to.</summary>
public sealed class DayTablesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-11-22T00:00:00.000Z", "_20261122")]
    [InlineData("2026-11-22T23:59:59.999Z", "_20261122")]
    [InlineData("2026-11-23T00:00:00.000Z", "_20261123")]
    [InlineData("2026-11-24T23:59:59.999Z", "_20261124")]
    public void The_days_around_now_are_named(string at, string suffix)
    {
        DayTables.Split([Guid.CreateVersion7(At(at))], Noon).Should().ContainSingle().Which.Suffix.Should().Be(suffix);
    }

    [Theory]
    [InlineData("2026-11-21T23:59:59.999Z")]
    [InlineData("2026-11-25T00:00:00.000Z")]
    [InlineData("1970-01-01T00:00:00.000Z")]
    [InlineData("9999-12-31T23:59:59.999Z")]
    public void Any_other_day_is_left_to_PostgreSQL_because_its_table_may_not_exist(string at)
    {
        DayTables.Split([Guid.CreateVersion7(At(at))], Noon).Should().ContainSingle().Which.Suffix.Should().BeEmpty();
    }

    [Fact]
    public void An_invented_id_leads_to_no_table()
    {
        DayTables.Split([Guid.Parse("ffffffff-ffff-ffff-ffff-ffffffffffff"), Guid.Empty], Noon)
            .Should().ContainSingle().Which.Suffix.Should().BeEmpty();
    }

    [Fact]
    public void Ids_keep_their_order()
    {
        var ids = new[] { -50, -30, -26, -3, 0, 3 }.Select(hours => Guid.CreateVersion7(Noon.AddHours(hours))).ToArray();

        DayTables.Split(ids, Noon).SelectMany(day => day.Ids).Should().Equal(ids);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
