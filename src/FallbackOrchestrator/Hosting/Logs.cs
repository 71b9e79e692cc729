using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace FallbackOrchestrator.Hosting;

/// <summary>
/// Logs: one JSON object a line (<c>Logs:Format</c> is <c>json</c>), or text to read. Neither holds secrets, texts or whole numbers.
/// </summary>
internal static class Logs
{
    private const string Host = "Microsoft.Extensions.Hosting.Internal.Host";

    /// <summary>Adds the log, and returns it for what happens before the service is built.</summary>
    public static Serilog.ILogger AddLogs(this WebApplicationBuilder builder)
    {
        var log = Configured(builder.Configuration).CreateLogger();
        builder.Services.AddSerilog(log); // Not disposed with the service: its PostgreSQL is stopped later, and says so.
        return log;
    }

    /// <summary>Why the section <c>Serilog</c> cannot be used; null where it can.</summary>
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
            // Only the dashboard's forms are protected, by keys that go with the process: whether they are encrypted on a disk does not
            // matter.
            .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error)
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

    // A start that fails by somebody's mistake is told in one sentence, and what stops because of it is no news.
    private static bool IsToldOtherwise(LogEvent entry) =>
        entry.Exception is { } failure
        && entry.Properties.TryGetValue("SourceContext", out var source) && source is ScalarValue { Value: Host }
        && (failure is OperationCanceledException || StartupError.Sentence(failure) is not null);
}
