using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.Orchestration;

/// <summary>Registers the message door, by which every change of a message passes.</summary>
internal static class OrchestrationSetup
{
    // When the service stops, running calls end first, and their results are recorded.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(50);

    /// <summary>Adds it, with the settings of the sections <c>MessageQueue</c> and <c>Rules</c>.</summary>
    public static IServiceCollection AddOrchestration(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MessageQueueOptions>().BindConfiguration("MessageQueue");
        services.AddSingleton(configuration.GetSection("Rules").Get<Rules>() ?? new Rules());
        services.AddSingleton<GrantedCalls>();
        services.AddSingleton<ImmediateCalls>();
        services.AddSingleton<FailedMessages>();
        services.AddSingleton<MessageMetrics>();
        services.AddSingleton<DoorMetrics>();
        services.AddSingleton(_ => new ChangedHours(TimeProvider.System));
        services.AddSingleton<MessageDoor>();
        services.AddSingleton<MessageLookup>();
        services.AddHostedService(provider => provider.GetRequiredService<MessageDoor>());
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        return services;
    }
}
