using FallbackOrchestrator.Persistence;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace FallbackOrchestrator.UnitTests.Persistence;

/// <summary>What is said of a database in trouble.</summary>
public sealed class DatabaseConditionTests
{
    private static readonly PostgresException ReadOnly = new("cannot execute INSERT in a read-only transaction", "ERROR", "ERROR", "25006");
    private static readonly NpgsqlException Unreachable = new("Failed to connect");

    private readonly FakeTimeProvider _time = new();
    private readonly Lines _log = new();
    private readonly DatabaseAvailability _condition;

    public DatabaseConditionTests() => _condition = new DatabaseAvailability([], _time, _log);

    [Fact]
    public void A_trouble_is_logged_once_when_it_begins_and_once_when_it_is_over()
    {
        for (var i = 0; i < 100; i++)
        {
            _condition.Note(ReadOnly).Should().Be(DatabaseFault.ReadOnly);
            _time.Advance(TimeSpan.FromMilliseconds(150));
        }
        _time.Advance(TimeSpan.FromSeconds(1));
        _condition.NoteWritten();
        _condition.NoteWritten();

        _log.Written.Should().HaveCount(2);
        _log.Written[0].Should().Contain("ReadOnly").And.Contain("cannot execute INSERT in a read-only transaction");
        _log.Written[1].Should().Contain("used again, after 16.0 s");
    }

    [Fact]
    public void Failures_of_some_connections_are_one_trouble()
    {
        for (var i = 0; i < 20; i++)
        {
            _condition.Note(i % 2 == 0 ? ReadOnly : Unreachable);
            _condition.NoteWritten();
            _time.Advance(TimeSpan.FromMilliseconds(500));
            _condition.NoteWritten();
        }

        _log.Written.Should().HaveCount(2, "each kind is said once");
    }

    [Fact]
    public void The_next_trouble_is_logged_again()
    {
        _condition.Note(ReadOnly);
        _time.Advance(TimeSpan.FromSeconds(2));
        _condition.NoteWritten();
        _condition.Note(ReadOnly);

        _log.Written.Should().HaveCount(3);
    }

    [Fact]
    public void A_conflict_of_two_transactions_is_not_logged()
    {
        _condition.Note(new PostgresException("deadlock detected", "ERROR", "ERROR", "40P01")).Should().Be(DatabaseFault.Conflict);

        _log.Written.Should().BeEmpty();
    }

    private sealed class Lines : ILogger<DatabaseAvailability>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add(formatter(state, exception));
    }
}
