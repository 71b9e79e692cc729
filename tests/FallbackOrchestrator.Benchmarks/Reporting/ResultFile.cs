using System.Text.Encodings.Web;
using System.Text.Json;

namespace FallbackOrchestrator.Benchmarks.Reporting;

/// <summary>The figures of a run as JSON, with what they depend on: the machine, PostgreSQL's settings, the options.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the file; returns its path.</summary>
    public static async Task<string> WriteAsync(Report report, Options options, IReadOnlyDictionary<string, string> postgres)
    {
        var now = DateTimeOffset.UtcNow;
        Directory.CreateDirectory(options.Output);
        var path = Path.Combine(options.Output, $"{now:yyyyMMdd-HHmmss}-{options.Scenario}.json");
        await using var file = File.Create(path);
        await JsonSerializer.SerializeAsync(
            file,
            new
            {
                At = now,
                Machine = new
                {
                    Processors = Environment.ProcessorCount,
                    Memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
                    System = System.Runtime.InteropServices.RuntimeInformation.OSDescription,
                    Runtime = System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription,
                },
                Postgres = postgres,
                Options = options,
                Measurements = report.All.Select(one => new
                {
                    one.Scenario,
                    one.Case,
                    one.Subject,
                    one.Run,
                    Metrics = one.Metrics.ToDictionary(metric => metric.Name, metric => metric.Value),
                }),
            },
            Json);
        return path;
    }
}
