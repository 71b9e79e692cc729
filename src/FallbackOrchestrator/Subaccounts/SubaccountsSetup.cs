using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Subaccounts.Management;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>Registers accounts, subaccounts and keys, configured or managed by the API.</summary>
internal static class SubaccountsSetup
{
    /// <summary>Adds them, with the accounts of the sections <c>Accounts</c> and <c>Admin</c>.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="shortestWindow">The shortest window that a step may have.</param>
    /// <param name="rules">The rules for secrets of channel accounts.</param>
    public static IServiceCollection AddSubaccounts(
        this IServiceCollection services, IConfiguration configuration, Func<IServiceProvider, TimeSpan> shortestWindow, SecretRules rules)
    {
        services.AddSingleton(rules);
        services.AddSingleton<StoredChannelAccounts>();
        services.AddSingleton(provider => new SequenceEntryParser(shortestWindow(provider)));
        services.AddSingleton(provider => ConfiguredSubaccounts.Read(
            configuration, provider.GetRequiredService<ChannelCatalog>(), provider.GetRequiredService<SequenceEntryParser>()));
        services.AddSingleton<SubaccountDirectory>();
        services.AddHostedService(provider => provider.GetRequiredService<SubaccountDirectory>());
        services.AddApiKeys();
        services.AddManagement();
        return services;
    }

    /// <summary>Maps the routes of the management API, and those with which a customer sees its own subaccount.</summary>
    public static void MapManagementApis(this IEndpointRouteBuilder app)
    {
        app.MapOwnSubaccount();
        app.MapManagement();
    }
}
