using System.Globalization;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>What an HTTP status means of a call where the provider's own table says nothing else.</summary>
public static class HttpStatusClassifier
{
    /// <summary>
    /// 429 and 503 were refused before processing (deferred); every other 5xx and 408 may have been taken (unknown);
    /// 401, 402 and 403 are the account's fault; the other 4xx refuse the message; a 2xx that could not be read is unknown.
    /// Of the refusals only 401 (our credentials) and 402 (our funds) speak against the account whoever is called: 403 may be about a
    /// country, a sender or a content.
    /// </summary>
    public static CallResult Classify(ProviderResponse answer, string? providerCode = null, string? text = null)
    {
        var code = providerCode ?? answer.Status.ToString(CultureInfo.InvariantCulture);
        return answer.Status switch
        {
            429 => new CallResult.Deferred(AttemptError.Of(ErrorClass.Throttled, code, text), answer.RetryAfter),
            503 => new CallResult.Deferred(AttemptError.Of(ErrorClass.Unavailable, code, text), answer.RetryAfter, ErrorSubject.Account),
            401 or 402 => new CallResult.Rejected(AttemptError.Of(ErrorClass.Configuration, code, text), ErrorSubject.Account),
            403 => new CallResult.Rejected(AttemptError.Of(ErrorClass.Configuration, code, text)),
            408 or >= 500 => new CallResult.Unknown($"HTTP {answer.Status}"),
            >= 400 => new CallResult.Rejected(AttemptError.Of(ErrorClass.BadRequest, code, text)),
            _ => new CallResult.Unknown($"HTTP {answer.Status} that could not be read"),
        };
    }
}
