using FallbackOrchestrator.WebConsole.Parts;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace FallbackOrchestrator.WebConsole;

/// <summary>Registers the console: pages in the same process that call the API with the keys of whoever signed in.</summary>
internal static class WebConsoleSetup
{
    /// <summary>Where the console is.</summary>
    public const string Path = "/console";

    /// <summary>The connection of open pages.</summary>
    private const string CircuitPath = "/_blazor";

    /// <summary>Serves the files of the pages also where the program was built and not published.</summary>
    public static void ServeBuiltFiles(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseStaticWebAssets();
        // In Development the framework would add a route for every path, to find files that were changed since the build.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
    }

    /// <summary>Adds it.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="connect">Makes a client whose relative addresses are those of this process; null before it listens.</param>
    /// <param name="demo">The keys of the demo; null outside Development.</param>
    public static IServiceCollection AddWebConsole(
        this IServiceCollection services, Func<IServiceProvider, HttpClient?> connect, ConsoleKeys? demo)
    {
        services.AddOptions<WebConsoleOptions>().BindConfiguration(WebConsoleOptions.Section);
        // A page that lost its connection is loaded again (console.js), so the old one need not be kept, nor read for nobody.
        services.AddRazorComponents().AddInteractiveServerComponents(circuits => circuits.DisconnectedCircuitMaxRetained = 0);
        services.AddConsoleCookie();
        services.AddSingleton(provider => new OwnApi(() => connect(provider)));
        services.AddSingleton(new DemoKeys(demo));
        services.AddSingleton<OpenPages>();
        services.AddSingleton<SharedReads>();
        services.AddSingleton<MessageWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<MessageWatch>());
        services.AddScoped<AuthenticationStateProvider, ServerAuthenticationStateProvider>();
        services.AddScoped<ConsoleSession>();
        services.AddScoped<ConsoleApi>();
        return services;
    }

    /// <summary>Maps the pages, their files and the sign-in, if the settings want the console.</summary>
    public static void MapWebConsole(this WebApplication app)
    {
        if (!IsEnabled(app.Configuration))
            return;
        app.UseWhen(http => Includes(http.Request.Path), console =>
        {
            console.UseConsoleCookie();
            console.UseConsoleAuthorization();
            console.UseAntiforgery();
            console.UseNewForms();
        });
        app.MapStaticAssets().AllowAnonymous();
        app.MapSignIn();
        app.MapExportDownload();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(circuits => circuits.ContentSecurityFrameAncestorsPolicy = null)
            .AllowAnonymous(); // ConsoleAuthorization asks for the session.
    }

    /// <summary>True if the service has a console.</summary>
    public static bool IsEnabled(IConfiguration configuration) =>
        (configuration.GetSection(WebConsoleOptions.Section).Get<WebConsoleOptions>() ?? new WebConsoleOptions()).Enabled;

    /// <summary>True for the pages of the console and the connections of open pages.</summary>
    private static bool Includes(PathString path) => path.StartsWithSegments(Path) || path.StartsWithSegments(CircuitPath);
}
