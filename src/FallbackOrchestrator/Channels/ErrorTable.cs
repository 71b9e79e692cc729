using System.Collections.Frozen;
using System.Globalization;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>A provider's error codes as data, used both for responses to calls and for receipts that report a failure.</summary>
/// <param name="known">The meaning of each code.</param>
public sealed class ErrorTable(IReadOnlyDictionary<int, KnownError> known)
{
    private readonly FrozenDictionary<int, KnownError> _known = known.ToFrozenDictionary();

    /// <summary>The known codes.</summary>
    public IReadOnlyDictionary<int, KnownError> Known => _known;

    /// <summary>
    /// The meaning of a rejected call. The provider's code decides, whatever the HTTP status is; without a known code the status decides
    /// (<see cref="HttpStatusClassifier.Classify"/>).
    /// </summary>
    /// <param name="response">The provider's response.</param>
    /// <param name="code">The code in it, if one could be read.</param>
    /// <param name="text">The provider's text, safe to store (<see cref="ErrorTextRedactor"/>).</param>
    public CallResult Refusal(ProviderResponse response, int? code, string? text)
    {
        if (code is not { } number)
            return HttpStatusClassifier.Classify(response, text: text);
        if (!_known.TryGetValue(number, out var meaning))
            return HttpStatusClassifier.Classify(response, Written(number), text);
        var error = Error(number, meaning, text);
        // Maintenance reported with 503 was rejected before processing, like any other 503.
        if (meaning.MayBeDelivered || (meaning.IsUnclear && !(response.Status == 503 && meaning.Class == ErrorClass.Unavailable)))
            return new CallResult.Unknown($"the provider's error {number}", meaning.About);
        return meaning is { Class: ErrorClass.Throttled or ErrorClass.Unavailable, OutlastsAnyStep: false }
            ? new CallResult.Deferred(error, response.RetryAfter, meaning.About)
            : new CallResult.Rejected(error, meaning.About);
    }

    /// <summary>The reason why an accepted attempt failed later; <see cref="ErrorClass.Other"/> if the code is not known.</summary>
    public AttemptError Failure(int? code, string? text) => code is { } number && _known.TryGetValue(number, out var meaning)
        ? Error(number, meaning, text)
        : AttemptError.Of(ErrorClass.Other, code is { } other ? Written(other) : null, text);

    /// <summary>True if a receipt with this code is no failure: the person may have the message, or get it.</summary>
    public bool MayBeDelivered(int? code) => code is { } number && _known.TryGetValue(number, out var meaning) && meaning.MayBeDelivered;

    /// <summary>The subject of a failure with this code.</summary>
    public ErrorSubject AboutOf(int? code) =>
        code is { } number && _known.TryGetValue(number, out var meaning) ? meaning.About : ErrorSubject.Message;

    private static AttemptError Error(int number, KnownError meaning, string? text) =>
        new(meaning.Class, meaning.Code ?? ErrorCodes.For(meaning.Class), Written(number), text) { NotOnChannel = meaning.NotOnChannel };

    private static string Written(int code) => code.ToString(CultureInfo.InvariantCulture);
}
