using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using FallbackOrchestrator.EmbeddedPostgres;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>The Prometheus of this machine, which scrapes one service every second.</summary>
internal sealed class Prometheus : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prometheus-");
    private readonly int _port = ServiceProcess.FreePort();
    private readonly HttpClient _http = new();
    private Process? _process;

    private Prometheus() => _http.BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}/"));

    /// <summary>Starts it; skips the test where it is not installed.</summary>
    /// <param name="service">The service to scrape.</param>
    /// <param name="key">The key of its metrics.</param>
    public static async Task<Prometheus> StartAsync(Uri service, string key)
    {
        Assert.SkipUnless(ChildProcess.Find("prometheus") is not null, "Prometheus is not installed (the package prometheus)");
        var prometheus = new Prometheus();
        var settings = Path.Combine(prometheus._folder.FullName, "prometheus.yml");
        await File.WriteAllTextAsync(
            settings,
            $$"""
            global: { scrape_interval: 1s, scrape_timeout: 1s }
            scrape_configs:
              - job_name: fallback-orchestrator
                authorization: { credentials: {{key}} }
                static_configs: [ { targets: [ "{{service.Authority}}" ] } ]
            """);
        prometheus._process = Process.Start(new ProcessStartInfo(
            ChildProcess.Find("prometheus")!,
            [
                $"--config.file={settings}", $"--storage.tsdb.path={Path.Combine(prometheus._folder.FullName, "data")}",
                $"--web.listen-address=127.0.0.1:{prometheus._port.ToString(CultureInfo.InvariantCulture)}", "--log.level=error",
            ]));
        return prometheus;
    }

    /// <summary>The number of series that a query finds; null if it cannot be asked yet.</summary>
    /// <exception cref="InvalidOperationException">The query is wrong.</exception>
    public async Task<int?> CountAsync(string query)
    {
        try
        {
            using var response = await _http.GetAsync($"api/v1/query?query={Uri.EscapeDataString(query)}");
            if ((int)response.StatusCode is >= 500)
                return null;
            var result = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            return result["status"]!.GetValue<string>() == "success"
                ? result["data"]!["result"]!.AsArray().Count
                : throw new InvalidOperationException($"{query}: {result["error"]}");
        }
        catch (HttpRequestException)
        {
            return null; // It does not listen yet.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        _folder.Delete(recursive: true);
    }
}
