using FallbackOrchestrator.FunctionalTests.Support;
using Npgsql;

namespace FallbackOrchestrator.FunctionalTests;

public sealed class PostgresServerTests(PostgresServer server)
{
    [Fact]
    public async Task Gives_every_test_a_database_of_its_own_and_copies_one_on_request()
    {
        var original = await server.CreateDatabaseAsync();
        await ExecuteAsync(original, "CREATE TABLE word AS SELECT 'copied' AS text");

        var copy = await server.CreateDatabaseAsync(original);
        var empty = await server.CreateDatabaseAsync();

        (await ExecuteAsync(copy, "SELECT text FROM word")).Should().Be("copied");
        (await ExecuteAsync(empty, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).Should().Be(0L);
        foreach (var database in new[] { original, copy, empty })
            await server.DropDatabaseAsync(database);
        var useAfterDrop = () => ExecuteAsync(copy, "SELECT 1");
        (await useAfterDrop.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.InvalidCatalogName);
    }

    private static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await using var command = dataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
