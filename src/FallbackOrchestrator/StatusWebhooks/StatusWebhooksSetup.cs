using FallbackOrchestrator.Orchestration;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>Registers the status webhooks: their configuration API, the outbox and the delivery.</summary>
internal static class StatusWebhooksSetup
{
    /// <summary>Adds them, with the settings of the section <c>StatusWebhooks</c>.</summary>
    public static IServiceCollection AddStatusWebhooks(this IServiceCollection services)
    {
        services.AddOptions<StatusWebhooksOptions>().BindConfiguration("StatusWebhooks");
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, WebhooksJson.Default));
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<WebhookDirectory>();
        services.AddSingleton<EndpointSlots>();
        services.AddSingleton<IReplicaShare>(provider => provider.GetRequiredService<EndpointSlots>());
        services.AddSingleton<StatusUpdateOutbox>();
        services.AddSingleton<IStatusUpdates>(provider => provider.GetRequiredService<StatusUpdateOutbox>());
        services.AddSingleton<IInboundUpdates, InboundUpdates>();
        services.AddSingleton<WebhookParser>();
        services.AddSingleton<EndpointConnections>();
        services.AddScoped<WebhookChange>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<WebhookCall>();
        services.AddSingleton<Ping>();
        services.AddSingleton<DeliveryResults>();
        services.AddSingleton<WebhookMetrics>();
        services.AddSingleton<OperationalEventOutbox>();
        services.AddHostedService(provider => provider.GetRequiredService<WebhookDirectory>());
        services.AddHostedService<StatusUpdateDelivery>();
        return services;
    }
}
