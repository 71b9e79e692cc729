using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Simulator;

/// <summary>Posts receipts to the service over persistent connections, and records the results.</summary>
internal sealed class ReceiptPoster(CallLog log, IOptions<SimulatorOptions> options, TimeProvider time) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        MaxConnectionsPerServer = options.Value.Posters,
        ActivityHeadersPropagator = null, // A provider does not know our traces.
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // The time limit below uses the TimeProvider.
    };

    /// <summary>Posts once. Returns the HTTP status, or null if there was no response; throws only when the process stops.</summary>
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
            // The service is down, or the connection broke: recorded as no response.
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            // Too slow: recorded as no response.
        }

        var message = receipt.Message;
        log.Add(new RecordedReceipt(
            message.Provider.Name, message.Channel, message.To, message.Reference, message.ProviderId, receipt.Status, now, status));
        return status;
    }

    /// <summary>Posts the reply of a person, once. Returns the HTTP status, or null if there was no response.</summary>
    public async Task<int?> PostReplyAsync(HttpRequestMessage reply, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.SendAsync(reply, cancellationToken);
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();
}
