using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Persistence.Secrets;
using FallbackOrchestrator.Subaccounts;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace FallbackOrchestrator.Hosting.Commands;

/// <summary>Reads the channel accounts of the database for <see cref="Doctor"/>. It changes nothing there.</summary>
internal static class StoredAccounts
{
    private const int Longest = 10; // Seconds, as for the other checks of the database.

    /// <summary>Adds them to the catalog; returns what is wrong with those that cannot be read.</summary>
    public static async Task<IReadOnlyList<Finding>> AddAsync(IConfiguration configuration, ChannelCatalog catalog)
    {
        if (Database.ConnectionString(configuration) is not { } connectionString)
            return [];
        try
        {
            var way = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = Longest };
            await using var data = ConnectionPools.Open(way, [], "doctor");
            return await AddAsync(data, configuration, catalog);
        }
        // What is wrong with the database was named before, or it has no such table yet.
        catch (Exception unusable) when (unusable is ArgumentException or NpgsqlException || DatabaseFaults.Of(unusable) is not null)
        {
            return [];
        }
    }

    private static async Task<IReadOnlyList<Finding>> AddAsync(NpgsqlDataSource data, IConfiguration configuration, ChannelCatalog catalog)
    {
        await using var services = new ServiceCollection().AddLogging().AddKeyedSingleton(OrchestratorDbContext.Managing, data)
            .AddStoredSecrets(configuration).BuildServiceProvider();
        await using (var connection = await data.OpenConnectionAsync())
            await services.GetRequiredService<KeyRing>().ReadAsync(connection, CancellationToken.None);
        await using var db = new OrchestratorDbContext(
            new DbContextOptionsBuilder<OrchestratorDbContext>().UseNpgsql(data).UseSnakeCaseNamingConvention().Options);
        var stored = new StoredChannelAccounts(catalog, services.GetRequiredService<StoredSecrets>());
        var (accounts, findings) = (new List<ChannelAccount>(), new List<Finding>());
        foreach (var row in await db.ChannelAccounts.AsNoTracking().OrderBy(row => row.Id).ToListAsync())
        {
            try
            {
                accounts.Add(stored.Read(row));
            }
            catch (Exception why) when (why is UnreadableSecretException or InvalidSettingsException)
            {
                findings.Add(Finding.Wrong($"account {row.Id}", why.Message.ReplaceLineEndings("; ")));
            }
        }
        catalog.SetStored(accounts);
        return findings;
    }
}
