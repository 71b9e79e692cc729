namespace FallbackOrchestrator.Fallback;

/// <summary>Registers the checks of due messages.</summary>
internal static class FallbackSetup
{
    public static IServiceCollection AddFallback(this IServiceCollection services)
    {
        services.AddSingleton<DueMessagesRun>();
        services.AddSingleton<DueCheckMetrics>();
        services.AddSingleton<CheckDueJob>();
        services.AddHostedService<DeadlineWatcher>();
        return services;
    }
}
