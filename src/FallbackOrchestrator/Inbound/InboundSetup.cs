namespace FallbackOrchestrator.Inbound;

/// <summary>Registers what people write: inbound messages, and the people who opted out.</summary>
internal static class InboundSetup
{
    /// <summary>Adds them, with the settings of the section <c>Inbound</c>.</summary>
    public static IServiceCollection AddInbound(this IServiceCollection services)
    {
        services.AddOptions<InboundOptions>().BindConfiguration("Inbound");
        services.AddSingleton<InboundMetrics>();
        services.AddSingleton<OptOutWords>();
        services.AddSingleton<InboundRouting>();
        services.AddSingleton<InboundRecorder>();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, InboundApiJson.Default));
        return services;
    }

    /// <summary>Maps their routes.</summary>
    public static void MapInbound(this IEndpointRouteBuilder app)
    {
        app.MapReadMarks();
        app.MapOptOuts();
    }
}
