namespace FallbackOrchestrator.Tracking;

/// <summary>Registers details, timeline, search and export.</summary>
internal static class TrackingSetup
{
    /// <summary>Adds them, with the settings of the section <c>Exports</c>.</summary>
    public static IServiceCollection AddTracking(this IServiceCollection services)
    {
        services.AddOptions<ExportOptions>().BindConfiguration("Exports");
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, TrackingJson.Default));
        services.AddSingleton<RunningExports>();
        return services;
    }

    /// <summary>Maps their routes.</summary>
    public static void MapTracking(this IEndpointRouteBuilder app)
    {
        app.MapDetails();
        app.MapSearch();
    }
}
