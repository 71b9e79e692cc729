using System.Globalization;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>The meaning of an HTTP status of a call if the provider's own table does not have the case.</summary>
public static class HttpStatusClassifier
{
    /// <summary>
    /// 429 and 503 were rejected before processing (deferred). Every other 5xx and 408 may have been accepted (unknown). 401, 402 and 403
    /// are the account's fault. The other 4xx reject the message. A 2xx that could not be read is unknown. Of the rejections only 401 (our
    /// credentials) and 402 (our funds) are evidence against the account for every recipient: 403 may be about a country, a sender or a
    /// content.
    /// </summary>
    public static CallResult Classify(ProviderResponse response, string? providerCode = null, string? text = null)
    {
        var code = providerCode ?? response.Status.ToString(CultureInfo.InvariantCulture);
        return response.Status switch
        {
            429 => new CallResult.Deferred(AttemptError.Of(ErrorClass.Throttled, code, text), response.RetryAfter),
            503 => new CallResult.Deferred(AttemptError.Of(ErrorClass.Unavailable, code, text), response.RetryAfter, ErrorSubject.Account),
            402 => new CallResult.Rejected(
                new AttemptError(ErrorClass.Configuration, ErrorCodes.NoCredit, code, text), ErrorSubject.Account),
            401 => new CallResult.Rejected(AttemptError.Of(ErrorClass.Configuration, code, text), ErrorSubject.Account),
            403 => new CallResult.Rejected(AttemptError.Of(ErrorClass.Configuration, code, text)),
            408 or >= 500 => new CallResult.Unknown($"HTTP {response.Status}"),
            >= 400 => new CallResult.Rejected(AttemptError.Of(ErrorClass.BadRequest, code, text)),
            _ => new CallResult.Unknown($"HTTP {response.Status} that could not be read"),
        };
    }
}
