using System.Net.Http.Json;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>A call that a fake provider received.</summary>
/// <param name="Channel">The channel: WhatsApp, Viber or Sms.</param>
/// <param name="To">The recipient as the call wrote it.</param>
/// <param name="Reference">Our reference.</param>
/// <param name="At">When it came.</param>
/// <param name="Status">The HTTP status of the response; null where the connection was broken instead.</param>
internal sealed record ProviderCallSeen(string? Channel, string? To, string? Reference, DateTimeOffset At, int? Status);

/// <summary>The fake providers in a process of their own: they remember what they saw when the service is killed.</summary>
internal sealed class SimulatorProcess : IAsyncDisposable
{
    private readonly OwnProcess _process;
    private readonly HttpClient _http;

    private SimulatorProcess(OwnProcess process, Uri address)
    {
        _process = process;
        Address = address;
        _http = new HttpClient { BaseAddress = address };
    }

    public Uri Address { get; }

    /// <summary>Starts it.</summary>
    /// <param name="receiptsTo">The service's address.</param>
    /// <param name="settings">Settings that go over those of Development.</param>
    public static async Task<SimulatorProcess> StartAsync(Uri receiptsTo, params (string Name, string Value)[] settings)
    {
        var process = OwnProcess.Start(
            [
                "simulator", "--urls", "http://127.0.0.1:0", "--Simulator:ReceiptsTo", receiptsTo.AbsoluteUri, "--Simulator:ReceiptGap",
                "00:00:00.1",
                .. settings.Select(setting => $"--{setting.Name}={setting.Value}"),
            ],
            []);
        try
        {
            return new SimulatorProcess(process, await process.ListeningAsync());
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>The calls for a number, oldest first; for all numbers without one.</summary>
    public async Task<IReadOnlyList<ProviderCallSeen>> CallsAsync(string? to = null) =>
        (await _http.GetFromJsonAsync<List<ProviderCallSeen>>($"/simulator/calls?to={Uri.EscapeDataString(to ?? "")}"))!;

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _process.DisposeAsync();
    }
}
