using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>Tells people that what they wrote was read, in the way of all calls to providers.</summary>
/// <param name="http">The HTTP client for providers.</param>
/// <param name="tokens">The access tokens, for adapters that need one.</param>
/// <param name="time">The clock of the time limit.</param>
public sealed class ReadMarks(HttpClient http, AccessTokens tokens, TimeProvider time)
{
    /// <summary>Marks a message as read, within 8 seconds.</summary>
    /// <param name="adapter">The adapter of the account to which it was written.</param>
    /// <param name="providerId">The provider's id of the message.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>
    /// The HTTP status of the provider's response; 0 if the provider did not respond, and null if its messages cannot be marked.
    /// </returns>
    public async Task<int?> SendAsync(IChannelAdapter adapter, string providerId, CancellationToken cancellationToken)
    {
        using var overdue = new CancellationTokenSource(Rules.CallTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(overdue.Token, cancellationToken);
        try
        {
            using var request = adapter.WriteReadMark(providerId);
            if (request is null)
                return null;
            var (token, why) = await tokens.GetAsync(http, adapter.AccessTokens, either.Token);
            if (why is not null)
                return 0;
            token?.AddTo(request);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return (int)response.StatusCode;
        }
        catch (Exception failed)
            when (failed is HttpRequestException or OperationCanceledException or IOException && !cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
    }
}
