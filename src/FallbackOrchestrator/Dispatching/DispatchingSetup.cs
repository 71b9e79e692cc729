using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Orchestration;

namespace FallbackOrchestrator.Dispatching;

/// <summary>Registers the calls to providers: channel accounts, their limits, the queues and the dispatcher.</summary>
internal static class DispatchingSetup
{
    /// <summary>Adds them, with the channel accounts of the section <c>ChannelAccounts</c>.</summary>
    public static IServiceCollection AddDispatching(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<PublicAddress>();
        services.AddSingleton<ReceiptAddresses>();
        services.AddSingleton(provider => ChannelCatalog.Read(
            configuration,
            ChannelCatalog.ProvidersIn(typeof(IProvider).Assembly),
            provider.GetRequiredService<PublicAddress>().Resolve));
        services.AddSingleton<IRefreshTokens, RefreshTokens>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<AccountGates>();
        services.AddSingleton<ProviderMetrics>();
        services.AddSingleton<IAdmissionControl>(provider => provider.GetRequiredService<AccountGates>());
        services.AddSingleton<IReplicaShare>(provider => provider.GetRequiredService<AccountGates>());
        services.AddHttpClient(ProviderHttp.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(ProviderHttp.Handler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers(); // They would log addresses, which may contain data of a provider.
        services.AddHostedService<ReplicaHeartbeat>();
        services.AddHostedService<AccountWatch>();
        services.AddHostedService<Dispatcher>();
        services.AddHostedService<ImmediateCaller>();
        services.AddHostedService<QueuePump>();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, OperationJson.Default));
        return services;
    }
}
