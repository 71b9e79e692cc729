using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Persistence.Secrets;
using FallbackOrchestrator.StatusWebhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>What the parts that deliver status updates take from the service, for tests that put these parts together themselves.</summary>
internal static class WebhookParts
{
    public static ServiceProvider Of(string database, NpgsqlDataSource data) => new ServiceCollection()
        .AddMetrics()
        .AddLogging()
        .AddKeyedSingleton(OrchestratorDbContext.Managing, data)
        .AddStoredSecrets(new ConfigurationBuilder().Build())
        .AddSingleton<WebhookSecrets>()
        .AddKeyedScoped(OrchestratorDbContext.Managing, (_, _) => new OrchestratorDbContext(
            new DbContextOptionsBuilder<OrchestratorDbContext>().UseNpgsql(database).UseSnakeCaseNamingConvention().Options))
        .BuildServiceProvider();
}
