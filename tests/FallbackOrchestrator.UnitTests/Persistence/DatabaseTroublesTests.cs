using System.Net.Sockets;
using System.Reflection;
using FallbackOrchestrator.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace FallbackOrchestrator.UnitTests.Persistence;

/// <summary>Which errors speak of the database, and which of what it was asked for.</summary>
public sealed class DatabaseTroublesTests
{
    private static readonly Dictionary<DatabaseFault, string[]> Expected = new()
    {
        [DatabaseFault.Unreachable] = ["08000", "08001", "08003", "08004", "08006", "08007", "08P01"],
        [DatabaseFault.Interrupted] = ["57000", "57014", "57P01", "57P02", "57P03", "57P04", "57P05", "55000", "25P03", "25P04"],
        [DatabaseFault.ReadOnly] = ["25006"],
        [DatabaseFault.Exhausted] =
            ["53000", "53100", "53200", "53300", "53400", "58000", "58030", "58P01", "58P02", "F0000", "F0001"],
        [DatabaseFault.Forbidden] = ["28000", "28P01", "3D000", "3F000", "42501", "42P01", "42703", "42883"],
        [DatabaseFault.Conflict] = ["40000", "40001", "40003", "40P01", "55006", "55P03", "72000"],
        [DatabaseFault.LostSession] = ["26000", "42P05", "25001", "25P01", "25P02", "34000", "0A000"],
    };

    public static TheoryData<string> EveryState =>
    [
        .. typeof(
            PostgresErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(code => (string)code.GetRawConstantValue()!)
            .Concat(Expected.Values.SelectMany(states => states))
            .Distinct(),
    ];

    [Theory]
    [MemberData(nameof(EveryState))]
    public void Every_SQLSTATE_of_PostgreSQL_is_about_the_database_or_about_the_data(string state)
    {
        DatabaseFault? expected = Expected.Where(
            listed => listed.Value.Contains(state)).Select(listed => (DatabaseFault?)listed.Key).SingleOrDefault();

        DatabaseFaults.Of(Refused(state)).Should().Be(expected);
    }

    [Fact]
    public void An_unlisted_SQLSTATE_is_about_the_database_if_the_server_closes_the_connection_with_it()
    {
        DatabaseFaults.Of(Refused("XX000", "FATAL")).Should().Be(DatabaseFault.Interrupted, "poolers say so that they have no server");
        DatabaseFaults.Of(Refused("XX000", "PANIC")).Should().Be(DatabaseFault.Interrupted);
        DatabaseFaults.Of(Refused("XX000")).Should().BeNull("a row may be damaged");
    }

    public static TheoryData<Exception> BrokenConnections =>
    [
        new NpgsqlException("Failed to connect to 127.0.0.1:1", new SocketException((int)SocketError.ConnectionRefused)),
        new NpgsqlException("Exception while reading from stream", new IOException()),
        new NpgsqlException("Exception while reading from stream", new EndOfStreamException()),
        new NpgsqlException("Exception while reading from stream", new TimeoutException()),
        new NpgsqlException("The connection pool has been exhausted", new TimeoutException()),
        new NpgsqlException("Unable to connect to a suitable host.", new AggregateException(new SocketException())),
        new NpgsqlException("No suitable host was found."),
    ];

    [Theory]
    [MemberData(nameof(BrokenConnections))]
    public void A_connection_that_breaks_or_cannot_be_opened_is_a_fault_of_the_database(Exception failure) =>
        DatabaseFaults.Of(failure).Should().Be(DatabaseFault.Unreachable);

    [Fact]
    public void A_wrapped_exception_is_found()
    {
        DatabaseFaults.Of(new DbUpdateException("EF Core", Refused("25006"))).Should().Be(DatabaseFault.ReadOnly);
        DatabaseFaults.Of(
            new InvalidOperationException("likely due to a transient failure", Refused("57P01"))).Should().Be(DatabaseFault.Interrupted);
        DatabaseFaults.Of(new AggregateException(new NpgsqlException("gone"))).Should().Be(DatabaseFault.Unreachable);
    }

    [Fact]
    public void An_unexpected_message_in_Npgsql_is_a_fault_of_the_connection()
    {
#pragma warning disable CA2201 // It is what Npgsql throws.
        DatabaseFaults.Of(new Exception("Received unexpected backend message DataRow. Please file a bug.") { Source = "Npgsql" })
            .Should().Be(DatabaseFault.LostSession);
#pragma warning restore CA2201
        DatabaseFaults.Of(
            new InvalidOperationException("Connection is not open") { Source = "Npgsql" }).Should().Be(DatabaseFault.LostSession);
    }

    [Fact]
    public void Other_failures_are_no_fault_of_the_database()
    {
        DatabaseFaults.Of(null).Should().BeNull();
        DatabaseFaults.Of(new InvalidOperationException("a mistake of ours")).Should().BeNull();
        DatabaseFaults.Of(new HttpRequestException("a provider", new SocketException())).Should().BeNull("another server is meant");
        DatabaseFaults.Of(new InvalidCastException("a parameter") { Source = "Npgsql" }).Should().BeNull();
        DatabaseFaults.Of(new ObjectDisposedException("the pool") { Source = "Npgsql" }).Should().BeNull("the service stops");
        DatabaseFaults.Of(new OperationCanceledException("given up", Refused("57014"))).Should().BeNull("we cancelled it ourselves");
    }

    private static PostgresException Refused(string state, string severity = "ERROR") => new("why", severity, severity, state);
}
