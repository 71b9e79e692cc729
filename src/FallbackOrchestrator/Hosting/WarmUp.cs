using System.Net.Http.Headers;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Subaccounts;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Hosting;

/// <summary>
/// Makes a new process fast before it reports ready: .NET compiles a method well only after it was called some thousand times, PostgreSQL
/// plans a statement for each connection, and connections have to be opened. So the process sends itself Sends over HTTP, through every
/// layer to the database, where their transactions are rolled back. If that fails, the process reports ready without it.
/// </summary>
internal sealed partial class WarmUp(
    SubaccountDirectory directory,
    ChannelCatalog catalog,
    IServer server,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    IOptions<WarmUpOptions> options,
    ILogger<WarmUp> logger) : BackgroundService
{
    private volatile bool _isOver;

    /// <summary>True when the process is warm, or has given up becoming so.</summary>
    public bool IsOver => _isOver || options.Value.Duration == TimeSpan.Zero;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (IsOver)
            return;
        try
        {
            await ApplicationStarted.BegunAsync(lifetime, stoppingToken);
            using var http = OwnAddress.Client(server);
            if (http is not null && Channels() is { Count: > 0 } channels)
                await SendAsync(http, channels, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops before it was warm.
        }
#pragma warning disable CA1031 // A cold process is slower for a minute, and works.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailed(failure.Message);
        }
        finally
        {
            directory.CloseWarmUp();
            _isOver = true;
        }
    }

    private async Task SendAsync(HttpClient http, IReadOnlyList<string> channels, CancellationToken stoppingToken)
    {
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", directory.OpenWarmUp());
        var began = time.GetTimestamp();
        var sent = 0;
        await Task.WhenAll(Enumerable.Range(0, options.Value.Connections).Select(_ => Task.Run(SendUntilItIsOverAsync, stoppingToken)));
        LogWarm(sent, (long)time.GetElapsedTime(began).TotalMilliseconds);

        async Task SendUntilItIsOverAsync()
        {
            while (time.GetElapsedTime(began) < options.Value.Duration)
            {
                using var request = Request(channels, Interlocked.Increment(ref sent), time.GetUtcNow());
                using var response = await http.SendAsync(request, stoppingToken);
                response.EnsureSuccessStatusCode();
            }
        }
    }

    // As customers send them: with and without an idempotency key, a text or a template, with the international number or a national one.
    private static HttpRequestMessage Request(IReadOnlyList<string> channels, int number, DateTimeOffset now)
    {
        var user = number % 4 == 0 ? """{"msisdn":"91234567","country":"SG"}""" : """{"msisdn":"+6591234567"}""";
        var content = number % 8 == 0
            ? """ "type":"template","content":{"template":{"name":"warm_up","language":"en"},"fallbackText":"Warm-up"} """
            : """ "type":"text","content":{"text":"Warm-up"} """;
        var steps = string.Join(',', channels.Select((channel, place) => place == channels.Count - 1
            ? $$"""{"channel":"{{channel}}"}""" : $$"""{"channel":"{{channel}}","fallbackAfter":3600,"successStatus":"Delivered"}"""));
        var body = $$"""{"user":{{user}},"clientMessageId":"warm-up-{{number}}",{{content}},"channels":[{{steps}}]}""";
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/subaccounts/{SubaccountId.WarmUp}/messages")
        {
            Content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json")),
        };
        if (number % 2 == 0)
            request.Headers.Add("Idempotency-Key", $"warm-up-{Guid.CreateVersion7(now)}");
        return request;
    }

    // Two channels: one that may have a status to wait for, and the last one.
    private IReadOnlyList<string> Channels() =>
    [
        .. catalog.Accounts.Where(account => !account.IsDisabled).Select(account => account.Channel.Name.Value)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(2),
    ];

    [LoggerMessage(5401, LogLevel.Information, "Warm after {Count} requests of its own in {Milliseconds} ms")]
    private partial void LogWarm(int count, long milliseconds);

    [LoggerMessage(5402, LogLevel.Information, "The warm-up ended early ({Reason}); the first requests take longer")]
    private partial void LogFailed(string reason);
}
