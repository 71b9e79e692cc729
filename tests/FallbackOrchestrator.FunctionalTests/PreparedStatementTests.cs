using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Persistence;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using NpgsqlTypes;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>What becomes of a connection on which a statement failed.</summary>
public sealed class PreparedStatementTests(PostgresServer server)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_on_which_a_statement_failed_while_it_was_being_prepared_is_not_used_again(bool isNoted)
    {
        var database = await server.CreateDatabaseAsync();
        await using (var data = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database) { MaxAutoPrepare = 10, AutoPrepareMinUsages = 2, MaxPoolSize = 1 }))
        {
            var condition = new DatabaseAvailability([data], TimeProvider.System, NullLogger<DatabaseAvailability>.Instance);
            await ReadAsync(data, "{}");
            // The second use prepares it, and the parameter is refused before the statement is described.
            var failure = await FailureOfAsync(() => ReadAsync(data, "{"));
            failure.Should().BeOfType<PostgresException>();
            if (isNoted)
                condition.Note(failure!).Should().BeNull("it speaks of the data");

            var next = await FailureOfAsync(() => ReadAsync(data, "{}"));

            if (isNoted)
                next.Should().BeNull();
            else
                DatabaseFaults.Of(next).Should().Be(
                    DatabaseFault.LostSession, "this is what Npgsql does, and why the failure must be noted");
        }
        await server.DropDatabaseAsync(database);
    }

    private static async Task ReadAsync(NpgsqlDataSource data, string json)
    {
        await using var command = data.CreateCommand("SELECT $1::jsonb");
        command.Parameters.Add(new NpgsqlParameter { Value = json, NpgsqlDbType = NpgsqlDbType.Jsonb });
        await command.ExecuteScalarAsync();
    }

    private static async Task<Exception?> FailureOfAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
#pragma warning disable CA1031 // Whatever it is, it is looked at.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return failure;
        }
    }
}
