namespace FallbackOrchestrator.Statistics;

/// <summary>Registers statistics and advice.</summary>
internal static class StatisticsSetup
{
    public static IServiceCollection AddStatistics(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, StatisticsJson.Default));
        services.AddHostedService<CountingService>();
        return services;
    }

    /// <summary>Maps their routes.</summary>
    public static void MapStatistics(this IEndpointRouteBuilder app)
    {
        app.MapFigures();
        app.MapAdvice();
    }
}
