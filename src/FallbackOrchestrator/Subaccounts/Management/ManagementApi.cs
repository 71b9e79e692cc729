namespace FallbackOrchestrator.Subaccounts.Management;

/// <summary>The management API for customers, what they may use, and their keys. It exists only if an admin key is configured.</summary>
internal static class ManagementApi
{
    public static IServiceCollection AddManagement(this IServiceCollection services) => services
        .ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ManagementJson.Default))
        .AddSingleton<ManagementRequestParser>()
        .AddScoped<DirectoryChange>()
        .AddSingleton<ChannelAccountRequestParser>()
        .AddSingleton<ChannelAccountViews>()
        .AddScoped<ChannelAccountStore>()
        .AddScoped<SequenceStore>();

    public static IEndpointRouteBuilder MapManagement(this IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetRequiredService<ConfiguredSubaccounts>().AdminKeys.Count == 0)
            return app;
        var admin = app.MapGroup("/api/v1/admin").WithTags("Management").ForAdmin();
        admin.MapAccounts();
        admin.MapSubaccounts();
        admin.MapSequences();
        admin.MapKeys();
        admin.MapChannelAccounts();
        return app;
    }
}
