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
        services.AddSingleton<AccountGates>();
        services.AddSingleton<ProviderMetrics>();
        services.AddSingleton<IAdmissionControl>(provider => provider.GetRequiredService<AccountGates>());
        services.AddSingleton<IReplicaShare>(provider => provider.GetRequiredService<AccountGates>());
        services.AddHttpClient(Dispatcher.HttpClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(3),
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
                ActivityHeadersPropagator = null, // Providers must not get a caller's trace headers.
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers(); // They would log addresses, which may contain data of a provider.
        services.AddHostedService<ReplicaHeartbeat>();
        services.AddHostedService<AccountWatch>();
        services.AddHostedService<Dispatcher>();
        services.AddHostedService<QueuePump>();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, OperationJson.Default));
        return services;
    }
}
