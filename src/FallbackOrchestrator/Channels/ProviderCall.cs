using System.Net.Http.Headers;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>
/// Makes one call to a provider and classifies its result, in the same way for all adapters. A call that failed before anything was sent is
/// deferred; everything unclear after the request may have been sent is unknown. It never sends twice.
/// </summary>
/// <param name="http">The HTTP client.</param>
/// <param name="time">The clock for the time limit, and for <c>Retry-After</c> dates.</param>
/// <param name="noteOdd">Gets each response in which members were left out; may be null.</param>
public sealed class ProviderCall(HttpClient http, TimeProvider time, Action<UnexpectedMembers>? noteOdd = null)
{
    /// <summary>The most bytes of a response that are read; the rest has no meaning for an adapter.</summary>
    public const int LongestResponse = 64 * 1024;

    /// <param name="adapter">The account's adapter.</param>
    /// <param name="handover">The attempt to hand over.</param>
    /// <param name="patience">The time limit for the response, including the connection.</param>
    /// <param name="stoppingToken">Cancels the call; if the request was sent by then, the result is unknown.</param>
    public async Task<CallResult> SendAsync(
        IChannelAdapter adapter, Handover handover, TimeSpan patience, CancellationToken stoppingToken)
    {
        HttpRequestMessage request;
        try
        {
            request = adapter.WriteCall(handover);
        }
#pragma warning disable CA1031 // An adapter is a plug-in: nothing was sent, and its exception must neither repeat nor end the step.
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
                var read = new ProviderResponse((int)response.StatusCode, body, RetryAfter(response.Headers.RetryAfter));
                var result = Kept(
                    ErrorTextRedactor.WithoutQuotes(adapter.ReadResponse(read), handover), handover, adapter.Traits);
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
            return await ReadAsync(response.Content, cancellationToken);
        }
#pragma warning disable CA1031 // Any way in which it breaks off.
        catch (Exception) when ((int)response.StatusCode >= 400 && !stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return ReadOnlyMemory<byte>.Empty;
        }
    }

    /// <summary>Reads a response, up to <see cref="LongestResponse"/>.</summary>
    internal static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[LongestResponse];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return buffer.AsMemory(0, length);
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var after = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return after < TimeSpan.Zero ? TimeSpan.Zero : after;
    }
}
