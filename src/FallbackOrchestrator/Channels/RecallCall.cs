using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>Asks a provider to withdraw a message, in the way of all calls to providers.</summary>
/// <param name="http">The HTTP client for providers.</param>
/// <param name="tokens">The access tokens, for adapters that need one.</param>
/// <param name="time">The clock of the time limit.</param>
public sealed class RecallCall(HttpClient http, AccessTokens tokens, TimeProvider time)
{
    /// <summary>Makes the call. It is never repeated, and nothing that goes wrong with it is an exception.</summary>
    /// <param name="adapter">The account's adapter.</param>
    /// <param name="recall">The attempt to withdraw.</param>
    /// <param name="patience">The time limit for the response, including the connection.</param>
    /// <param name="stoppingToken">Cancels the call.</param>
    public async Task<RecallResult> MakeAsync(
        IChannelAdapter adapter, Recall recall, TimeSpan patience, CancellationToken stoppingToken)
    {
        using var overdue = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(overdue.Token, stoppingToken);
        try
        {
            using var request = adapter.WriteRecall(recall);
            if (request is null)
                return new RecallResult.Failed("the provider's id of the message is not known");
            var (token, why) = await tokens.GetAsync(http, adapter.AccessTokens, either.Token);
            if (why is not null)
                return new RecallResult.Failed("no access token");
            token?.AddTo(request);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var read = await ProviderResponse.ReadAsync(response, time, either.Token);
            tokens.ForgetIfRefused(token, read);
            return adapter.ReadRecallResponse(read);
        }
#pragma warning disable CA1031 // Whatever went wrong: the provider may still deliver the message, and the next step must not wait.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return new RecallResult.Failed(
                overdue.IsCancellationRequested ? "no response in time" : $"{failure.GetType().Name} during the call");
        }
    }
}
