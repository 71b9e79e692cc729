using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace FallbackOrchestrator.Hosting;

/// <summary>
/// Logs: one JSON object a line (<c>Logs:Format</c> is <c>json</c>), or text for people. Neither contains secrets, texts or whole numbers.
/// </summary>
internal static class Logs
{
    private const string Host = "Microsoft.Extensions.Hosting.Internal.Host";

    /// <summary>Adds the log, and returns it for use before the service is built.</summary>
    public static Serilog.ILogger AddLogs(this WebApplicationBuilder builder)
    {
        var log = Configured(builder.Configuration).CreateLogger();
        builder.Services.AddSerilog(log); // Not disposed with the service, because its PostgreSQL is stopped later, and logs that.
        return log;
    }

    /// <summary>The reason why the section <c>Serilog</c> cannot be used; null if it can.</summary>
    public static string? WhyNot(IConfiguration configuration)
    {
        try
        {
            _ = new LoggerConfiguration().ReadFrom.Configuration(configuration);
            return null;
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or ArgumentException or FormatException)
        {
            return $"Serilog: {wrong.Message}";
        }
    }

    private static LoggerConfiguration Configured(ConfigurationManager configuration)
    {
        var logs = new LoggerConfiguration().MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Information)
            // The keys protect only the dashboard's forms and end with the process, so their encryption on disk does not matter.
            .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error)
            // A probe comes every few seconds; the trouble of the database is logged once when it begins (DatabaseAvailability).
            .MinimumLevel.Override("Microsoft.Extensions.Diagnostics.HealthChecks", LogEventLevel.Fatal)
            .MinimumLevel.Override("Hangfire", LogEventLevel.Warning)
            .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
            .ReadFrom.Configuration(configuration)
            .Enrich.FromLogContext()
            .Filter.ByExcluding(IsToldOtherwise);
        return string.Equals(configuration["Logs:Format"], "text", StringComparison.OrdinalIgnoreCase)
            ? logs.WriteTo.Console(
                outputTemplate: "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj}{NewLine}{Exception}", formatProvider: null)
            : logs.WriteTo.Console(new RenderedCompactJsonFormatter());
    }

    // If a start fails because of a setting, one sentence reports it; what stops because of that is not logged again.
    private static bool IsToldOtherwise(LogEvent entry) =>
        entry.Exception is { } failure
        && entry.Properties.TryGetValue("SourceContext", out var source) && source is ScalarValue { Value: Host }
        && (failure is OperationCanceledException || StartupError.Sentence(failure) is not null);
}
