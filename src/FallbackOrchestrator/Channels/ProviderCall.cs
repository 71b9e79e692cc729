using System.Net.Http.Headers;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>
/// Performs one call to a provider and classifies what came of it, once for all adapters: refused before anything was sent is
/// deferred, anything unclear after the request may have left is unknown. It never sends twice.
/// </summary>
/// <param name="http">What to call by.</param>
/// <param name="time">For the patience, and for dates to come back at.</param>
/// <param name="noteOdd">Told of each answer in which members were left out; null where nobody wants to know.</param>
public sealed class ProviderCall(HttpClient http, TimeProvider time, Action<UnexpectedMembers>? noteOdd = null)
{
    /// <summary>How much of an answer is read; the rest means nothing to an adapter.</summary>
    public const int LongestAnswer = 64 * 1024;

    /// <param name="adapter">The account's adapter.</param>
    /// <param name="handover">What to hand over.</param>
    /// <param name="patience">How long an answer may take, the connection included.</param>
    /// <param name="stoppingToken">Cancels the call; what had left by then is unknown.</param>
    public async Task<CallResult> SendAsync(
        IChannelAdapter adapter, Handover handover, TimeSpan patience, CancellationToken stoppingToken)
    {
        HttpRequestMessage request;
        try
        {
            request = adapter.WriteCall(handover);
        }
#pragma warning disable CA1031 // An adapter is a plug-in: whatever it throws here, nothing was sent, and the step must not loop or die.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            return new CallResult.Broken($"{broken.GetType().Name} while writing the call");
        }

        using (request)
        {
            using var overdue = new CancellationTokenSource(patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(overdue.Token, stoppingToken);
            try
            {
                using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
                var body = await BodyAsync(response, either.Token, stoppingToken);
                var answer = new ProviderResponse((int)response.StatusCode, body, RetryAfter(response.Headers.RetryAfter));
                var result = Kept(ErrorTextRedactor.WithoutQuotes(adapter.ReadResponse(answer), handover), handover);
                if (answer.Unexpected.Names.Count > 0)
                    noteOdd?.Invoke(answer.Unexpected);
                return result;
            }
            catch (HttpRequestException failed) when (NothingLeft(failed.HttpRequestError))
            {
                return Unreachable(failed.HttpRequestError.ToString());
            }
            // The connection's own time-out: it comes wrapped as a cancellation that nobody asked for.
            catch (OperationCanceledException cancelled) when (cancelled.InnerException is TimeoutException
                && !either.IsCancellationRequested)
            {
                return Unreachable("ConnectTimeout");
            }
#pragma warning disable CA1031 // After the request may have left, every surprise means the same: we do not know.
            catch (Exception surprise)
#pragma warning restore CA1031
            {
                return new CallResult.Unknown(
                    overdue.IsCancellationRequested ? "no answer in time" : $"{surprise.GetType().Name} after the request left");
            }
        }
    }

    private static CallResult.Deferred Unreachable(string how) =>
        new(AttemptError.Of(ErrorClass.Unavailable, how), About: ErrorSubject.Account);

    /// <summary>The result as it can be recorded, whichever adapter read it.</summary>
    private static CallResult Kept(CallResult result, Handover handover) => result switch
    {
        // Taken, but by no name that a receipt could be found by: the reference is left, as after any answer that could not be read.
        CallResult.Accepted accepted when ProviderIds.Usable(accepted.ProviderId) is null =>
            new CallResult.Unknown("an answer whose id cannot be kept", ErrorSubject.Message),
        // A sender that the message brought is the customer's, and no reason to stop the account for others.
        CallResult.Rejected { About: ErrorSubject.Sender, Error: var error } when handover.Sms?.Source is not null =>
            new CallResult.Rejected(error.Class == ErrorClass.Configuration
                ? new AttemptError(ErrorClass.BadRequest, ErrorCodes.InvalidParameter, error.ProviderCode, error.Text)
                : error),
        _ => result,
    };

    // Only these are raised before a byte of the request is written; every other failure may follow a request that arrived.
    private static bool NothingLeft(HttpRequestError error) => error
        is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;

    // A refusal is known by its status. What breaks off behind it would only have said more; of an acceptance the id is behind it.
    private static async Task<ReadOnlyMemory<byte>> BodyAsync(
        HttpResponseMessage response, CancellationToken cancellationToken, CancellationToken stoppingToken)
    {
        try
        {
            return await ReadAsync(response.Content, cancellationToken);
        }
#pragma warning disable CA1031 // However it broke off.
        catch (Exception) when ((int)response.StatusCode >= 400 && !stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return ReadOnlyMemory<byte>.Empty;
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[LongestAnswer];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return buffer.AsMemory(0, length);
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var after = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return after < TimeSpan.Zero ? TimeSpan.Zero : after;
    }
}
