using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace FallbackOrchestrator.Hosting;

/// <summary>Logs: one JSON object a line (<c>Logs:Format</c> is <c>json</c>), or text to read. Neither holds secrets, texts or whole numbers.</summary>
internal static class Logs
{
    public static void AddLogs(this WebApplicationBuilder builder)
    {
        var json = !string.Equals(builder.Configuration["Logs:Format"], "text", StringComparison.OrdinalIgnoreCase);
        builder.Services.AddSerilog(
            logs =>
            {
                logs.MinimumLevel.Information()
                    .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
                    .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Information)
                    .MinimumLevel.Override("Hangfire", LogEventLevel.Warning)
                    .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
                    .ReadFrom.Configuration(builder.Configuration)
                    .Enrich.FromLogContext();
                if (json)
                    logs.WriteTo.Console(new RenderedCompactJsonFormatter());
                else
                    logs.WriteTo.Console(outputTemplate: "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj}{NewLine}{Exception}", formatProvider: null);
            },
            preserveStaticLogger: true);
    }
}
