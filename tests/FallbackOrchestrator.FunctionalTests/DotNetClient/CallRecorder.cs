using System.Net;
using FallbackOrchestrator.Client;

namespace FallbackOrchestrator.FunctionalTests.DotNetClient;

/// <summary>Makes every call of the client with everything that it can be given, and keeps their addresses.</summary>
internal sealed class CallRecorder : HttpMessageHandler
{
    private const string Own =
        """
        {"subAccountId":"shop","accountId":"00000000-0000-0000-0000-000000000001","channels":[],"channelAccounts":[],"sequences":[],
         "settings":{"resendUnknown":true,"appendSmsStep":false,"accountFailover":false,"stopWhenRefused":false,"repliesCountAsRead":false,"skipOptedOut":false,"strictMsisdn":false,"maskNumbers":true,"reachabilityDays":0,"priority":"transactional"},"scopes":[]}
        """;

    private readonly Dictionary<string, SortedSet<string>> _calls = [];

    /// <summary>The calls as the OpenAPI document writes them: method, path, and the names of all parameters that were given.</summary>
    public IEnumerable<string> Calls => _calls.Select(call => $"{call.Key} {string.Join(' ', call.Value)}".TrimEnd());

    public async Task MakeEveryCallAsync()
    {
        var client = new FallbackClient(
            new HttpClient(this), new FallbackClientOptions { BaseAddress = new Uri("http://service"), ApiKey = "k", Subaccount = "shop" });
        var message = new SendRequest { User = new("+6591234567"), Content = new TextContent("Hello") };
        var filter = new SearchFilter
        {
            ClientMessageId = "c",
            BatchId = Guid.Empty,
            Msisdn = "+6591234567",
            States = [MessageState.Completed],
            Outcomes = [Outcome.Failed],
            Channels = [Channel.Sms],
            From = DateTimeOffset.UnixEpoch,
            To = DateTimeOffset.UnixEpoch,
            Cursor = "c",
        };
        var counted = new StatisticsFilter
        {
            From = DateTimeOffset.UnixEpoch,
            To = DateTimeOffset.UnixEpoch,
            Country = "SG",
            Channel = Channel.Sms,
        };
        Func<Task>[] calls =
        [
            () => client.GetSubaccountAsync(),
            () => client.SendAsync(message),
            () => client.SendBatchAsync(new BatchRequest { Messages = [] }),
            () => client.SendLineNotificationAsync(new LineNotificationRequest { User = new("+6591234567"), Content = new Notice() }),
            () => client.SendLineNotificationBatchAsync(new LineNotificationBatchRequest { Messages = [] }),
            () => client.PreviewAsync(message),
            () => client.CancelAsync(Guid.Empty),
            () => client.CancelBatchAsync(Guid.Empty),
            () => client.SkipAsync(Guid.Empty),
            () => client.MarkReadAsync(Guid.Empty),
            () => client.GetOptOutsAsync("+6591234567"),
            () => client.DeleteOptOutsAsync("+6591234567", Channel.Sms),
            () => client.GetDetailsAsync(Guid.Empty),
            () => client.GetTimelineAsync(Guid.Empty),
            () => client.GetContentAsync(Guid.Empty),
            () => client.SearchPageAsync(filter, 10),
            () => client.ExportCsvAsync(Stream.Null, filter),
            () => client.GetStatisticsAsync(counted, StatisticsGrouping.Day),
            () => client.GetBatchStatisticsAsync(Guid.Empty),
            () => client.GetAdviceAsync(counted),
            () => client.GetSequenceAsync("parcel"),
            () => client.PutSequenceAsync("parcel", new SequenceRequest { Channels = [] }),
            () => client.DeleteSequenceAsync("parcel"),
            () => client.Webhooks.ListAsync(),
            () => client.Webhooks.PutAsync([]),
            () => client.Webhooks.DeleteAsync([]),
            () => client.Webhooks.RotateSecretAsync(new WebhookTarget("shop")),
            () => client.Webhooks.PingAsync(new WebhookTarget("shop")),
            () => client.Webhooks.ListDeliveriesAsync([DeliveryState.Failed], Guid.Empty),
            () => client.Webhooks.ReplayAsync(Guid.Empty),
        ];
        foreach (var call in calls)
        {
            try
            {
                await call();
            }
            catch (FallbackApiException)
            {
                // The response is no one of the service. The request was made.
            }
        }
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        var isReplay = address.AbsolutePath.EndsWith("/replay", StringComparison.Ordinal);
        var path = address.AbsolutePath
            .Replace("/subaccounts/shop", "/subaccounts/{subAccountId}", StringComparison.Ordinal)
            .Replace("/accounts/00000000-0000-0000-0000-000000000001", "/accounts/{accountId}", StringComparison.Ordinal)
            .Replace("/batch/00000000-0000-0000-0000-000000000000", "/batch/{batchId}", StringComparison.Ordinal)
            .Replace("/00000000-0000-0000-0000-000000000000", isReplay ? "/{id}" : "/{umid}", StringComparison.Ordinal)
            .Replace("/opt-outs/%2B6591234567", "/opt-outs/{person}", StringComparison.Ordinal)
            .Replace("/sequences/parcel", "/sequences/{name}", StringComparison.Ordinal);
        var call = $"{request.Method} {path}";
        if (!_calls.TryGetValue(call, out var parameters))
            _calls[call] = parameters = new SortedSet<string>(StringComparer.Ordinal);
        parameters.UnionWith(
            address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('=')[0]));
        parameters.UnionWith(request.Headers.Select(header => header.Key).Where(name => name != "Authorization"));
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Own) });
    }
}
