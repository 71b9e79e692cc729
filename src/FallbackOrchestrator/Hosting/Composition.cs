using System.Text.Json;
using System.Text.Json.Serialization;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Dispatching;
using FallbackOrchestrator.Fallback;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Receipts;
using FallbackOrchestrator.Sending;
using FallbackOrchestrator.Sending.Contents;
using FallbackOrchestrator.StatusWebhooks;
using FallbackOrchestrator.Subaccounts;
using FallbackOrchestrator.Subaccounts.Management;
using FallbackOrchestrator.Tracking;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Hosting;

/// <summary>
/// What each concern registers. Hosted services stop in the reverse of the order in which they are added, after the web server: what asks for
/// new work stops first, then the dispatcher when its calls have ended, and the door last.
/// </summary>
internal static class Composition
{
    public static void AddStatusWebhooks(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<StatusWebhooksOptions>().BindConfiguration("StatusWebhooks").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<WebhookDirectory>();
        builder.Services.AddSingleton<EndpointSlots>();
        builder.Services.AddSingleton<IReplicaShare>(services => services.GetRequiredService<EndpointSlots>());
        builder.Services.AddSingleton<StatusUpdateOutbox>();
        builder.Services.AddSingleton<IStatusUpdates>(services => services.GetRequiredService<StatusUpdateOutbox>());
        builder.Services.AddSingleton<WebhookParser>();
        builder.Services.AddSingleton<EndpointConnections>();
        builder.Services.AddScoped<WebhookChange>();
        builder.Services.AddSingleton<AccessTokens>();
        builder.Services.AddSingleton<WebhookCall>();
        builder.Services.AddSingleton<Ping>();
        builder.Services.AddHostedService(services => services.GetRequiredService<WebhookDirectory>());
        builder.Services.AddSingleton<DeliveryResults>();
        builder.Services.AddHostedService<StatusUpdateDelivery>();
    }

    public static void AddOrchestration(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<MessageQueueOptions>().BindConfiguration("MessageQueue").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(builder.Configuration.GetSection("Rules").Get<Rules>() ?? new Rules());
        builder.Services.AddSingleton<GrantedCalls>();
        builder.Services.AddSingleton<MessageDoor>();
        builder.Services.AddHostedService(services => services.GetRequiredService<MessageDoor>());
        builder.Services.AddSingleton<MessageLookup>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(50));
    }

    public static void AddDispatching(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PublicAddress>();
        builder.Services.AddSingleton<ReceiptAddresses>();
        builder.Services.AddSingleton(services => ChannelCatalog.Read(
            builder.Configuration,
            ChannelCatalog.ProvidersIn(typeof(IProvider).Assembly),
            services.GetRequiredService<PublicAddress>().Resolve));
        builder.Services.AddSingleton<AccountGates>();
        builder.Services.AddSingleton<IAdmissionControl>(services => services.GetRequiredService<AccountGates>());
        builder.Services.AddSingleton<IReplicaShare>(services => services.GetRequiredService<AccountGates>());
        builder.Services.AddSingleton<Random>(_ => new ChanceOfTheProcess());
        builder.Services.AddHttpClient(Dispatcher.HttpClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(3),
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
                ActivityHeadersPropagator = null, // What a caller wrote into its trace is not for providers.
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers(); // They would write addresses, and with them what a provider puts there.
        builder.Services.AddHostedService<ReplicaHeartbeat>();
        builder.Services.AddHostedService<Dispatcher>();
        builder.Services.AddHostedService<QueuePump>();
    }

    public static void AddReceipts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ReceiptTraces>();
        builder.Services.AddSingleton<ReceiptIntake>();
        builder.Services.AddSingleton<ReceiptRecorder>();
        builder.Services.AddHostedService<ParkedReceiptsSweep>();
    }

    public static void AddSending(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SendOptions>().BindConfiguration("Sending").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<Preview>();
        builder.Services.AddSingleton<IdempotencyKeys>();
        builder.Services.AddSingleton<IdempotencyKey>();
        builder.Services.AddSingleton(services => new SendRequestParser(
            services.GetRequiredService<IOptions<SendOptions>>().Value,
            address => WebhookParser.WhyNot(address, services.GetRequiredService<IOptions<StatusWebhooksOptions>>().Value)));
        builder.Services.AddSingleton<SendContextChecks>();
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
            json.SerializerOptions.PropertyNameCaseInsensitive = true;
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.MaxDepth = 32;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, SendJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(1, TrackingJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(2, ProblemsJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(3, WebhooksJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(4, ManagementJson.Default);
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
            json.SerializerOptions.Converters.Add(new StorableText());
            json.SerializerOptions.Converters.Add(new JsonTime());
        });
    }

    public static void AddTracking(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ExportOptions>().BindConfiguration("Exports").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<RunningExports>();
    }

    public static void AddSubaccounts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(services => new SequenceEntryParser(services.GetRequiredService<IOptions<SendOptions>>().Value.ShortestWindow));
        builder.Services.AddSingleton(services => ConfiguredSubaccounts.Read(
            builder.Configuration, services.GetRequiredService<ChannelCatalog>(), services.GetRequiredService<SequenceEntryParser>()));
        builder.Services.AddSingleton<SubaccountDirectory>();
        builder.Services.AddHostedService(services => services.GetRequiredService<SubaccountDirectory>());
        builder.Services.AddApiKeys();
        builder.Services.AddManagement();
    }

    public static void AddFallback(this WebApplicationBuilder builder) => builder.Services.AddHostedService<DeadlineWatcher>();

    // The one place where chance comes from; whoever needs it takes a Random.
    private sealed class ChanceOfTheProcess : Random
    {
        private readonly Lock _lock = new();

        protected override double Sample()
        {
            lock (_lock)
                return base.Sample();
        }

        public override double NextDouble() => Sample();
    }
}
