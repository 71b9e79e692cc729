using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>
/// Makes one call to a provider and classifies its result, in the same way for all adapters. A call that failed before anything was sent is
/// deferred; everything unclear after the request may have been sent is unknown. It never sends twice.
/// </summary>
/// <param name="http">The HTTP client.</param>
/// <param name="tokens">The access tokens, for adapters that need one.</param>
/// <param name="time">The clock for the time limit, and for <c>Retry-After</c> dates.</param>
/// <param name="noteOdd">Gets each response in which members were left out; may be null.</param>
public sealed class ProviderCall(HttpClient http, AccessTokens tokens, TimeProvider time, Action<UnexpectedMembers>? noteOdd = null)
{
    /// <param name="adapter">The account's adapter.</param>
    /// <param name="handover">The attempt to hand over.</param>
    /// <param name="patience">The time limit for the response, including the connection.</param>
    /// <param name="stoppingToken">Cancels the call; if the request was sent by then, the result is unknown.</param>
    public async Task<CallResult> SendAsync(
        IChannelAdapter adapter, Handover handover, TimeSpan patience, CancellationToken stoppingToken)
    {
        using var overdue = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(overdue.Token, stoppingToken);
        AccessToken? token;
        HttpRequestMessage request;
        try
        {
            var began = time.GetTimestamp();
            (token, var why) = await tokens.GetAsync(http, adapter.AccessTokens, either.Token);
            if (why is not null)
                return why.AsCallResult;
            var remaining = token is null ? handover : handover.After(time.GetElapsedTime(began));
            request = adapter.WriteCall(remaining with { WrittenAt = time.GetUtcNow() });
            token?.AddTo(request);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return Unreachable("no access token in time");
        }
#pragma warning disable CA1031 // An adapter is a plug-in: nothing was sent, and its exception must neither repeat nor end the step.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            return new CallResult.Broken($"{broken.GetType().Name} while writing the call");
        }

        using (request)
        {
            try
            {
                using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
                var body = await BodyAsync(response, either.Token, stoppingToken);
                var read = new ProviderResponse(
                    (int)response.StatusCode, body, ProviderResponse.RetryAfterIn(response.Headers, time));
                var result = Kept(
                    ErrorTextRedactor.WithoutQuotes(adapter.ReadResponse(read), handover, token?.Value), handover, adapter.Traits);
                // A token may have been revoked, or have ended earlier than the provider said. That is no fault of the message or of the
                // credentials: the call was refused before it was processed, and the next one gets a new token.
                if (tokens.ForgetIfRefused(token, read) && token!.MayHaveEnded(time.GetUtcNow()))
                    result = Unreachable("the access token has ended");
                if (read.Unexpected.Names.Count > 0)
                    noteOdd?.Invoke(read.Unexpected);
                return result;
            }
            catch (HttpRequestException failed) when (NothingLeft(failed.HttpRequestError))
            {
                return Unreachable(failed.HttpRequestError.ToString());
            }
            // The connection's own time-out; it is wrapped in a cancellation that nobody requested.
            catch (OperationCanceledException cancelled) when (cancelled.InnerException is TimeoutException
                && !either.IsCancellationRequested)
            {
                return Unreachable("ConnectTimeout");
            }
#pragma warning disable CA1031 // After the request may have been sent, every exception means: unknown.
            catch (Exception surprise)
#pragma warning restore CA1031
            {
                return new CallResult.Unknown(
                    overdue.IsCancellationRequested ? "no response in time" : $"{surprise.GetType().Name} after the request left");
            }
        }
    }

    private static CallResult.Deferred Unreachable(string how) =>
        new(AttemptError.Of(ErrorClass.Unavailable, how), About: ErrorSubject.Account);

    /// <summary>The result in a form that can be recorded, whichever adapter read it.</summary>
    private static CallResult Kept(CallResult result, Handover handover, AdapterCapabilities traits) => result switch
    {
        // Accepted, but without an id that a receipt could name. Only the reference is left, as after any response that could not be read.
        CallResult.Accepted accepted when traits.RespondsWithId && ProviderIds.Usable(accepted.ProviderId) is null =>
            new CallResult.Unknown("a response whose id cannot be kept", ErrorSubject.Message),
        // A sender that the message named is the customer's, and no reason to stop the account for others.
        CallResult.Rejected { About: ErrorSubject.Sender, Error: var error } when handover.Sms?.Source is not null =>
            new CallResult.Rejected(error.Class == ErrorClass.Configuration
                ? new AttemptError(ErrorClass.BadRequest, ErrorCodes.InvalidParameter, error.ProviderCode, error.Text)
                : error),
        _ => result,
    };

    // Only these errors occur before a byte of the request is sent; after every other failure the request may have arrived.
    private static bool NothingLeft(HttpRequestError error) => error
        is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;

    // The status alone tells a rejection; a body that breaks off would only explain it. An acceptance needs its body, because the id is in
    // it.
    private static async Task<ReadOnlyMemory<byte>> BodyAsync(
        HttpResponseMessage response, CancellationToken cancellationToken, CancellationToken stoppingToken)
    {
        try
        {
            return await ProviderResponse.BodyAsync(response.Content, cancellationToken);
        }
#pragma warning disable CA1031 // Any way in which it breaks off.
        catch (Exception) when ((int)response.StatusCode >= 400 && !stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return ReadOnlyMemory<byte>.Empty;
        }
    }
}
