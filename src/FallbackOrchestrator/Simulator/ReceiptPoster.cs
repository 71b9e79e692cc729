using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Simulator;

/// <summary>Posts receipts to the service over connections that are kept, and records what came of each.</summary>
internal sealed class ReceiptPoster(CallLog log, IOptions<SimulatorOptions> options, TimeProvider time) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        MaxConnectionsPerServer = options.Value.Posters,
        ActivityHeadersPropagator = null, // A provider knows nothing of our traces.
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // The patience below runs on the TimeProvider.
    };

    /// <summary>Posts once. Answers the HTTP status, or null where no answer came; throws only when the process stops.</summary>
    public async Task<int?> PostAsync(PendingReceipt receipt, CancellationToken stoppingToken)
    {
        var now = time.GetUtcNow();
        int? status = null;
        using var overdue = new CancellationTokenSource(options.Value.ReceiptPatience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(overdue.Token, stoppingToken);
        try
        {
            using var request = receipt.Message.Provider.WriteReceipt(receipt, now);
            using var response = await _http.SendAsync(request, either.Token);
            status = (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            // Down, or the connection broke: recorded as no answer.
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            // Too slow: recorded as no answer.
        }

        var message = receipt.Message;
        log.Add(new RecordedReceipt(
            message.Provider.Name, message.Channel, message.To, message.Reference, message.ProviderId, receipt.Status, now, status));
        return status;
    }

    public void Dispose() => _http.Dispose();
}
