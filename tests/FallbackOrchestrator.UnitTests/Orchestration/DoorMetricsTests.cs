using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.UnitTests.Support;
using Npgsql;

namespace FallbackOrchestrator.UnitTests.Orchestration;

public sealed class DoorMetricsTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly RecordedMetrics _recorded = new();
    private readonly DoorMetrics _metrics;

    public DoorMetricsTests() => _metrics = new DoorMetrics(_recorded.Meters);

    public static TheoryData<Exception, string> Failures => new()
    {
        { new NpgsqlException("no connection"), "unreachable" },
        { new PostgresException("deadlock", "ERROR", "ERROR", PostgresErrorCodes.DeadlockDetected), "conflict" },
        { new PostgresException("read-only", "ERROR", "ERROR", PostgresErrorCodes.ReadOnlySqlTransaction), "readOnly" },
        { new InvalidOperationException("a bug"), "error" },
    };

    public static TheoryData<Exception> NoFailures => new() { new KeyTakenException(), new OperationCanceledException() };

    [Fact]
    public void A_commit_is_counted_with_the_size_of_its_group()
    {
        _metrics.Committed(3, Second);

        _recorded.Take().Should().Equal("fallback.door.group.size{} 3", "fallback.door.transaction.duration{result=committed} 1");
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failed_transaction_is_counted_by_the_kind_of_trouble(Exception failure, string result)
    {
        _metrics.Failed(failure, Second);

        _recorded.Take().Should().Equal($"fallback.door.transaction.duration{{result={result}}} 1");
    }

    [Theory]
    [MemberData(nameof(NoFailures))]
    public void A_repeated_request_and_a_withdrawn_one_are_no_failures(Exception expected)
    {
        _metrics.Failed(expected, Second);

        _recorded.Take().Should().BeEmpty();
    }

    public void Dispose() => _recorded.Dispose();
}
