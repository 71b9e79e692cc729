using FallbackOrchestrator.Persistence;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Sending;

/// <summary>Registers Send, batch, LINE Official Notifications, preview, skip and cancel.</summary>
internal static class SendingSetup
{
    /// <summary>Adds them, with the settings of the section <c>Sending</c>.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="whyNot">Returns the reason why a request's address for receipts may not be called; null if it may.</param>
    public static IServiceCollection AddSending(this IServiceCollection services, Func<IServiceProvider, Func<string, string?>> whyNot)
    {
        services.AddOptions<SendOptions>().BindConfiguration("Sending");
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, SendJson.Default));
        services.AddSingleton<Preview>();
        services.AddSingleton<IdempotencyKeys>();
        services.AddSingleton<IdempotencyKey>();
        services.AddSingleton(
            provider => new SendRequestParser(provider.GetRequiredService<IOptions<SendOptions>>().Value, whyNot(provider)));
        services.AddSingleton<LineNotificationParser>();
        services.AddSingleton<Reachability>();
        services.AddSingleton<ReachabilityChecks>();
        services.AddSingleton<SendContextChecks>();
        services.AddSingleton<Batches>();
        return services;
    }

    /// <summary>Maps their routes.</summary>
    public static void MapSending(this IEndpointRouteBuilder app)
    {
        app.MapSend();
        app.MapBatches();
        app.MapLineNotifications();
        app.MapSkip();
    }
}
