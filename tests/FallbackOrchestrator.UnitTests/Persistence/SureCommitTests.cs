using System.Net.Sockets;
using FallbackOrchestrator.Persistence;
using Npgsql;

namespace FallbackOrchestrator.UnitTests.Persistence;

public sealed class SureCommitTests
{
    [Theory]
    [InlineData("ERROR", "23514", false)] // a check that was broken
    [InlineData("ERROR", "40001", false)] // serialization
    [InlineData("ERROR", "53100", false)] // disk full
    [InlineData("ERROR", "25006", false)] // read only
    [InlineData("FATAL", "57P01", true)] // the session was ended, perhaps after the commit
    [InlineData("FATAL", "57P02", true)]
    [InlineData("FATAL", "25P03", true)]
    [InlineData("PANIC", "XX000", true)]
    [InlineData("ERROR", "57014", true)] // cancelled, perhaps after the commit
    [InlineData("ERROR", "08P01", true)] // a pooler lost its server
    [InlineData("ERROR", "08006", true)]
    [InlineData("ERROR", "40003", true)] // statement completion unknown
    public void Only_an_error_that_the_server_reported_has_rolled_back(string severity, string state, bool leavesDoubt) =>
        VerifiedCommit.LeavesDoubt(new PostgresException("refused", severity, severity, state)).Should().Be(leavesDoubt);

    [Fact]
    public void A_broken_connection_leaves_the_result_unknown()
    {
        VerifiedCommit.LeavesDoubt(new NpgsqlException("broken", new IOException())).Should().BeTrue();
        VerifiedCommit.LeavesDoubt(new NpgsqlException("late", new TimeoutException())).Should().BeTrue();
        VerifiedCommit.LeavesDoubt(new SocketException()).Should().BeTrue();
        VerifiedCommit.LeavesDoubt(new ObjectDisposedException("connection")).Should().BeTrue();
    }

    [Fact]
    public async Task A_transaction_that_wrote_nothing_needs_no_proof()
    {
        await using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1");

        (await VerifiedCommit.IsCommittedAsync(nowhere, 1, own: null, CancellationToken.None)).Should().BeTrue();
    }
}
