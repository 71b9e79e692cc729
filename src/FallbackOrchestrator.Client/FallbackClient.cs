using System.Runtime.CompilerServices;
using System.Text.Json;

namespace FallbackOrchestrator.Client;

/// <summary>
/// Calls Fallback Orchestrator for one subaccount. It has no state but its <see cref="HttpClient"/>: make one and use it from every thread.
/// </summary>
/// <remarks>
/// Every call throws a <see cref="FallbackApiException"/> if the service refuses it, an <see cref="HttpRequestException"/> if the service
/// cannot be reached, and a <see cref="TaskCanceledException"/> if it does not respond within <see cref="HttpClient.Timeout"/>. Calls that are safe to repeat are repeated; see <see cref="FallbackClientOptions.MaxAttempts"/>.
/// </remarks>
public sealed class FallbackClient
{
    private const int LongestPage = 500;

    private readonly Transport _transport;
    private readonly string _path;

    /// <summary>A client.</summary>
    /// <param name="http">Sends the requests. Its <see cref="HttpClient.Timeout"/> is the limit of each try. It is not disposed of.</param>
    /// <param name="options">Where the service is, and who calls it.</param>
    /// <exception cref="ArgumentException">An option is wrong; the message names it.</exception>
    public FallbackClient(HttpClient http, FallbackClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        _transport = new Transport(http, options);
        _path = $"/api/v1/subaccounts/{Uri.EscapeDataString(options.Subaccount)}";
        Webhooks = new WebhooksClient(
            _transport, async cancellationToken => (await GetSubaccountAsync(cancellationToken).ConfigureAwait(false)).AccountId);
    }

    /// <summary>The webhooks of the account.</summary>
    public WebhooksClient Webhooks { get; }

    private string Messages => $"{_path}/messages";

    /// <summary>Sends a message. When it returns, the message is stored.</summary>
    /// <param name="request">The message.</param>
    /// <param name="idempotencyKey">
    /// Makes the call safe to repeat for 24 hours: the same key and the same message get the same response, and there is one message. Store
    /// it with your order, and give it again if your program had to start again. If it is null, the client makes one for this call, so that
    /// its own tries create one message.
    /// </param>
    /// <param name="cancellationToken">Cancels the call; the message may be stored all the same.</param>
    /// <exception cref="FallbackApiException">The service refused it; the message names the field and how to correct it.</exception>
    public Task<SendResponse> SendAsync(
        SendRequest request, string? idempotencyKey = null, CancellationToken cancellationToken = default) => _transport.WithKeyAsync(
        Messages, request, ClientJson.Default.SendRequest, idempotencyKey, ClientJson.Default.SendResponse, cancellationToken);

    /// <summary>Sends up to 10,000 messages in one transaction. Those that cannot be accepted are rejected one by one.</summary>
    /// <param name="request">The messages.</param>
    /// <param name="idempotencyKey">As for <see cref="SendAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the call; the messages may be stored all the same.</param>
    /// <exception cref="FallbackApiException">The service refused it.</exception>
    public Task<BatchResponse> SendBatchAsync(
        BatchRequest request, string? idempotencyKey = null, CancellationToken cancellationToken = default) => _transport.WithKeyAsync(
        $"{Messages}/batch", request, ClientJson.Default.BatchRequest, idempotencyKey, ClientJson.Default.BatchResponse, cancellationToken);

    /// <summary>Sends a LINE Official Notification.</summary>
    /// <param name="request">The notice.</param>
    /// <param name="idempotencyKey">As for <see cref="SendAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the call; the message may be stored all the same.</param>
    /// <exception cref="FallbackApiException">The service refused it.</exception>
    public Task<SendResponse> SendLineNotificationAsync(
        LineNotificationRequest request, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        _transport.WithKeyAsync(
            $"{_path}/lon", request, ClientJson.Default.LineNotificationRequest, idempotencyKey, ClientJson.Default.SendResponse,
            cancellationToken);

    /// <summary>
    /// Sends up to 10,000 LINE Official Notifications in one transaction. Those that cannot be accepted are rejected one by one.
    /// </summary>
    /// <param name="request">The notices.</param>
    /// <param name="idempotencyKey">As for <see cref="SendAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the call; the messages may be stored all the same.</param>
    /// <exception cref="FallbackApiException">The service refused it.</exception>
    public Task<BatchResponse> SendLineNotificationBatchAsync(
        LineNotificationBatchRequest request, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        _transport.WithKeyAsync(
            $"{_path}/lon/batch", request, ClientJson.Default.LineNotificationBatchRequest, idempotencyKey,
            ClientJson.Default.BatchResponse, cancellationToken);

    /// <summary>Shows the plan of a message. Nothing is stored or sent.</summary>
    /// <param name="request">The message.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FallbackApiException">A Send would be refused in the same way.</exception>
    public Task<PreviewResponse> PreviewAsync(SendRequest request, CancellationToken cancellationToken = default) => _transport.OnceAsync(
        HttpMethod.Post, $"{Messages}/preview", request, ClientJson.Default.SendRequest, ClientJson.Default.PreviewResponse,
        cancellationToken);

    /// <summary>Cancels a message, a fallback under way included. It is sent once.</summary>
    /// <param name="umid">The message.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FallbackApiException">The service refused it.</exception>
    public Task<CancelResponse> CancelAsync(Guid umid, CancellationToken cancellationToken = default) => _transport.OnceAsync(
        HttpMethod.Delete, $"{Messages}/{umid}", ClientJson.Default.CancelResponse, cancellationToken);

    /// <summary>Cancels every message of a batch. It is sent once.</summary>
    /// <param name="batchId">The batch.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FallbackApiException">The service refused it.</exception>
    public Task<CancelResponse> CancelBatchAsync(Guid batchId, CancellationToken cancellationToken = default) => _transport.OnceAsync(
        HttpMethod.Delete, $"{Messages}/batch/{batchId}", ClientJson.Default.CancelResponse, cancellationToken);

    /// <summary>Starts the next step now. It is sent once.</summary>
    /// <param name="umid">The message.</param>
    /// <param name="step">The step to leave, from 1; null for the current one. Name it if you may repeat the call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FallbackApiException">The service refused it.</exception>
    public Task<SkipResponse> SkipAsync(Guid umid, int? step = null, CancellationToken cancellationToken = default) => _transport.OnceAsync(
        HttpMethod.Post, $"{Messages}/{umid}/skip", new SkipRequest(step), ClientJson.Default.SkipRequest, ClientJson.Default.SkipResponse,
        cancellationToken);

    /// <summary>Shows a person that an inbound message was read, on WhatsApp. It is sent once.</summary>
    /// <param name="umid">The inbound message: <see cref="InboundPayload.Umid"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FallbackApiException">There is no such message, or it cannot be marked.</exception>
    public Task MarkReadAsync(Guid umid, CancellationToken cancellationToken = default) =>
        _transport.OnceAsync(HttpMethod.Post, $"{Messages}/{umid}/read", body: null, cancellationToken);

    /// <summary>The channels of which a person opted out by a word such as STOP.</summary>
    /// <param name="person">The number with its +, or the person's id on a channel.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FallbackApiException">The service refused it.</exception>
    public Task<OptOuts> GetOptOutsAsync(string person, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(OptOutPath(person), ClientJson.Default.OptOuts, cancellationToken);

    /// <summary>Takes an opt-out back, for a person who opted in again by other means. It is sent once.</summary>
    /// <param name="person">The number with its +, or the person's id on a channel.</param>
    /// <param name="channel">Only of this channel; null for all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FallbackApiException">The service refused it.</exception>
    public Task DeleteOptOutsAsync(string person, Channel? channel = null, CancellationToken cancellationToken = default) =>
        _transport.OnceAsync(
            HttpMethod.Delete, $"{OptOutPath(person)}{new Query().Add("channel", channel)}", body: null, cancellationToken);

    /// <summary>One record for each channel that was tried, in 8x8's words.</summary>
    /// <param name="umid">The message.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FallbackApiException">There is no such message.</exception>
    public Task<MessageDetails> GetDetailsAsync(Guid umid, CancellationToken cancellationToken = default) =>
        _transport.GetAsync($"{Messages}/{umid}", ClientJson.Default.MessageDetails, cancellationToken);

    /// <summary>Everything that happened to a message, and why.</summary>
    /// <param name="umid">The message.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FallbackApiException">There is no such message.</exception>
    public Task<MessageTimeline> GetTimelineAsync(Guid umid, CancellationToken cancellationToken = default) =>
        _transport.GetAsync($"{Messages}/{umid}/timeline", ClientJson.Default.MessageTimeline, cancellationToken);

    /// <summary>What each step of a message sends.</summary>
    /// <param name="umid">The message.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FallbackApiException">There is no such message.</exception>
    public Task<MessageContent> GetContentAsync(Guid umid, CancellationToken cancellationToken = default) =>
        _transport.GetAsync($"{Messages}/{umid}/content", ClientJson.Default.MessageContent, cancellationToken);

    /// <summary>
    /// Asks again and again until a message is completed. For tests and tools: a webhook tells you at once, and costs no requests.
    /// </summary>
    /// <param name="umid">The message.</param>
    /// <param name="pause">The time between two requests.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="FallbackApiException">There is no such message.</exception>
    public async Task<MessageTimeline> WaitUntilCompletedAsync(Guid umid, TimeSpan pause, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var timeline = await GetTimelineAsync(umid, cancellationToken).ConfigureAwait(false);
            if (timeline.State == MessageState.Completed)
                return timeline;
            await Task.Delay(pause, _transport.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>All messages that match a filter, the newest first; the pages are fetched as they are needed.</summary>
    /// <param name="filter">What to find; null for everything.</param>
    /// <param name="pageSize">The messages of one request, 1 to 500.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="FallbackApiException">The service refused it.</exception>
    public async IAsyncEnumerable<MessageSummary> SearchAsync(
        SearchFilter? filter = null, int pageSize = LongestPage, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var rest = filter ?? new SearchFilter(); ;)
        {
            var page = await SearchPageAsync(rest, pageSize, cancellationToken).ConfigureAwait(false);
            foreach (var message in page.Data)
                yield return message;
            if (page.Cursor is null)
                yield break;
            rest = rest with { Cursor = page.Cursor };
        }
    }

    /// <summary>One page of a search. Its cursor, in the filter, gives the next one.</summary>
    /// <param name="filter">What to find; null for everything.</param>
    /// <param name="limit">The most messages, 1 to 500; null for 50.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FallbackApiException">The service refused it.</exception>
    public Task<MessagePage> SearchPageAsync(
        SearchFilter? filter = null, int? limit = null, CancellationToken cancellationToken = default) => _transport.GetAsync(
        $"{Messages}{(filter ?? new SearchFilter()).ToQuery().Add("limit", limit)}", ClientJson.Default.MessagePage, cancellationToken);

    /// <summary>Streams all messages that match a filter, with their steps, the newest first, in one request.</summary>
    /// <param name="filter">What to find; null for everything.</param>
    /// <param name="cancellationToken">Ends the export.</param>
    /// <exception cref="FallbackApiException">The service refused it.</exception>
    /// <exception cref="IOException">
    /// The stream broke off. Continue with the last message's umid as <see cref="SearchFilter.Cursor"/>.
    /// </exception>
    public async IAsyncEnumerable<ExportedMessage> ExportAsync(
        SearchFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var response = await _transport.StreamAsync(Export(filter, "ndjson"), cancellationToken).ConfigureAwait(false);
        var lines = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var messages = JsonSerializer.DeserializeAsyncEnumerable(
            lines, ClientJson.Default.ExportedMessage, topLevelValues: true, cancellationToken);
        await foreach (var message in messages.ConfigureAwait(false))
            yield return message!;
    }

    /// <summary>Writes all messages that match a filter as CSV, the newest first.</summary>
    /// <param name="to">Where to write.</param>
    /// <param name="filter">What to find; null for everything.</param>
    /// <param name="cancellationToken">Ends the export.</param>
    /// <exception cref="FallbackApiException">The service refused it.</exception>
    /// <exception cref="IOException">The stream broke off: what was written is not complete.</exception>
    public async Task ExportCsvAsync(Stream to, SearchFilter? filter = null, CancellationToken cancellationToken = default)
    {
        using var response = await _transport.StreamAsync(Export(filter, "csv"), cancellationToken).ConfigureAwait(false);
        await response.Content.CopyToAsync(to, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What became of the messages of a period.</summary>
    /// <param name="filter">The period and more; null for the last 30 days.</param>
    /// <param name="groupBy">Counts groups besides.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FallbackApiException">The service refused it.</exception>
    public Task<MessageStatistics> GetStatisticsAsync(
        StatisticsFilter? filter = null, StatisticsGrouping? groupBy = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(
            $"{_path}/statistics{(filter ?? new StatisticsFilter()).ToQuery().Add("groupBy", groupBy)}",
            ClientJson.Default.MessageStatistics, cancellationToken);

    /// <summary>What became of the messages of a batch.</summary>
    /// <param name="batchId">The batch.</param>
    /// <param name="groupBy">By sequence or country.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FallbackApiException">There is no such batch.</exception>
    public Task<MessageStatistics> GetBatchStatisticsAsync(
        Guid batchId, StatisticsGrouping? groupBy = null, CancellationToken cancellationToken = default) => _transport.GetAsync(
        $"{_path}/statistics{new Query().Add("batchId", batchId.ToString()).Add("groupBy", groupBy)}", ClientJson.Default.MessageStatistics,
        cancellationToken);

    /// <summary>What shorter and longer windows would have meant for the messages of a period.</summary>
    /// <param name="filter">The period and more; null for the last 30 days.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FallbackApiException">The service refused it.</exception>
    public Task<WindowAdvice> GetAdviceAsync(StatisticsFilter? filter = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(
            $"{_path}/advice{(filter ?? new StatisticsFilter()).ToQuery()}", ClientJson.Default.WindowAdvice, cancellationToken);

    /// <summary>The subaccount: its channels, sequences and settings, and the scopes of the key.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FallbackApiException">The service refused it.</exception>
    public Task<Subaccount> GetSubaccountAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync(_path, ClientJson.Default.Subaccount, cancellationToken);

    /// <summary>One of the subaccount's sequences.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FallbackApiException">There is no such sequence.</exception>
    public Task<Sequence> GetSequenceAsync(string name, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(SequencePath(name), ClientJson.Default.Sequence, cancellationToken);

    /// <summary>Creates or replaces a sequence of the subaccount. It is sent once. The key needs the scope <c>settings</c>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="sequence">The sequence.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FallbackApiException">The service refused it.</exception>
    public Task<Sequence> PutSequenceAsync(string name, SequenceRequest sequence, CancellationToken cancellationToken = default) =>
        _transport.OnceAsync(
            HttpMethod.Put, SequencePath(name), sequence, ClientJson.Default.SequenceRequest, ClientJson.Default.Sequence,
            cancellationToken);

    /// <summary>Deletes a sequence of the subaccount. It is sent once. The key needs the scope <c>settings</c>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FallbackApiException">The service refused it.</exception>
    public Task DeleteSequenceAsync(string name, CancellationToken cancellationToken = default) =>
        _transport.OnceAsync(HttpMethod.Delete, SequencePath(name), body: null, cancellationToken);

    private string Export(SearchFilter? filter, string format) =>
        $"{Messages}/export{(filter ?? new SearchFilter()).ToQuery().Add("format", format)}";

    private string OptOutPath(string person) => $"{_path}/opt-outs/{Uri.EscapeDataString(person)}";

    private string SequencePath(string name) => $"{_path}/sequences/{Uri.EscapeDataString(name)}";
}
