using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>
/// Calls a provider about a message that it has, in the way of all calls to providers: to withdraw it, to learn its status, or to show the
/// person that what they wrote was read.
/// </summary>
/// <param name="http">The HTTP client for providers.</param>
/// <param name="tokens">The access tokens, for adapters that need one.</param>
/// <param name="time">The clock of the time limit.</param>
public sealed class ImmediateCall(HttpClient http, AccessTokens tokens, TimeProvider time)
{
    private const string UnknownId = "the provider's id of the message is not known";

    /// <summary>Withdraws a message. The call is never repeated, and nothing that goes wrong with it is an exception.</summary>
    /// <param name="adapter">The account's adapter.</param>
    /// <param name="recall">The attempt to withdraw.</param>
    /// <param name="patience">The time limit for the response, including the connection.</param>
    /// <param name="stoppingToken">Cancels the call.</param>
    public Task<RecallResult> RecallAsync(
        IChannelAdapter adapter, Recall recall, TimeSpan patience, CancellationToken stoppingToken) => MakeAsync(
            adapter, () => adapter.WriteRecall(recall), adapter.ReadRecallResponse, new RecallResult.Failed(UnknownId),
            why => new RecallResult.Failed(why), patience, stoppingToken);

    /// <summary>Asks for a status. The call is never repeated, and nothing that goes wrong with it is an exception.</summary>
    /// <param name="adapter">The account's adapter.</param>
    /// <param name="query">The attempt.</param>
    /// <param name="patience">The time limit for the response, including the connection.</param>
    /// <param name="stoppingToken">Cancels the call.</param>
    public Task<StatusQueryResult> QueryAsync(
        IChannelAdapter adapter, StatusQuery query, TimeSpan patience, CancellationToken stoppingToken) => MakeAsync(
            adapter, () => adapter.WriteStatusQuery(query), response => adapter.ReadStatus(query, response),
            new StatusQueryResult.Failed(UnknownId), why => new StatusQueryResult.Failed(why), patience, stoppingToken);

    /// <summary>
    /// Marks what a person wrote as read. The call is never repeated, and nothing that goes wrong with it is an exception.
    /// </summary>
    /// <param name="adapter">The adapter of the account to which it was written.</param>
    /// <param name="providerId">The provider's id of the message.</param>
    /// <param name="stoppingToken">Cancels the call.</param>
    /// <returns>
    /// The HTTP status of the provider's response; 0 if the provider did not respond, and null if its messages cannot be marked.
    /// </returns>
    public Task<int?> MarkReadAsync(IChannelAdapter adapter, string providerId, CancellationToken stoppingToken) => MakeAsync<int?>(
        adapter, () => adapter.WriteReadMark(providerId), response => response.Status, unwritten: null, _ => 0, Rules.CallTimeout,
        stoppingToken);

    private async Task<TResult> MakeAsync<TResult>(
        IChannelAdapter adapter,
        Func<HttpRequestMessage?> write,
        Func<ProviderResponse, TResult> read,
        TResult unwritten,
        Func<string, TResult> failed,
        TimeSpan patience,
        CancellationToken stoppingToken)
    {
        using var overdue = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(overdue.Token, stoppingToken);
        try
        {
            using var request = write();
            if (request is null)
                return unwritten;
            var (token, why) = await tokens.GetAsync(http, adapter.AccessTokens, either.Token);
            if (why is not null)
                return failed("no access token");
            token?.AddTo(request);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var complete = await ProviderResponse.ReadAsync(response, time, either.Token);
            tokens.ForgetIfRefused(token, complete);
            return read(complete);
        }
#pragma warning disable CA1031 // Whatever went wrong: nothing is learned about the message, and it must not wait.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return failed(overdue.IsCancellationRequested ? "no response in time" : $"{failure.GetType().Name} during the call");
        }
    }
}
