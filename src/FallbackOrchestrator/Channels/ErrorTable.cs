using System.Collections.Frozen;
using System.Globalization;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>A provider's error codes as data, read in the same way when a call is answered and when a receipt reports a failure.</summary>
/// <param name="known">The codes that say what is the matter.</param>
public sealed class ErrorTable(IReadOnlyDictionary<int, KnownError> known)
{
    private readonly FrozenDictionary<int, KnownError> _known = known.ToFrozenDictionary();

    /// <summary>The codes that are known.</summary>
    public IReadOnlyDictionary<int, KnownError> Known => _known;

    /// <summary>
    /// What a refused call means. The provider's code decides, whatever the HTTP status; without a code that is known the
    /// status does (<see cref="HttpStatusClassifier.Classify"/>).
    /// </summary>
    /// <param name="answer">The provider's answer.</param>
    /// <param name="code">The code in it, where one could be read.</param>
    /// <param name="text">The provider's words, fit to be kept (<see cref="ErrorTextRedactor"/>).</param>
    public CallResult Refusal(ProviderResponse answer, int? code, string? text)
    {
        if (code is not { } number)
            return HttpStatusClassifier.Classify(answer, text: text);
        if (!_known.TryGetValue(number, out var meaning))
            return HttpStatusClassifier.Classify(answer, Written(number), text);
        var error = Error(number, meaning, text);
        // Maintenance that is said with 503 was refused before processing, like any other 503.
        if (meaning.MayBeDelivered || (meaning.IsUnclear && !(answer.Status == 503 && meaning.Class == ErrorClass.Unavailable)))
            return new CallResult.Unknown($"the provider's error {number}", meaning.About);
        return meaning is { Class: ErrorClass.Throttled or ErrorClass.Unavailable, OutlastsAnyStep: false }
            ? new CallResult.Deferred(error, answer.RetryAfter, meaning.About)
            : new CallResult.Rejected(error, meaning.About);
    }

    /// <summary>Why an attempt failed that had been accepted; <see cref="ErrorClass.Other"/> where the code says nothing to us.</summary>
    public AttemptError Failure(int? code, string? text) => code is { } number && _known.TryGetValue(number, out var meaning)
        ? Error(number, meaning, text)
        : AttemptError.Of(ErrorClass.Other, code is { } other ? Written(other) : null, text);

    /// <summary>Whether a receipt with this code is no failure: the person may have, or get, the message.</summary>
    public bool MayBeDelivered(int? code) => code is { } number && _known.TryGetValue(number, out var meaning) && meaning.MayBeDelivered;

    /// <summary>What a failure with this code speaks of.</summary>
    public ErrorSubject AboutOf(int? code) =>
        code is { } number && _known.TryGetValue(number, out var meaning) ? meaning.About : ErrorSubject.Message;

    private static AttemptError Error(int number, KnownError meaning, string? text) =>
        new(meaning.Class, meaning.Code ?? ErrorCodes.For(meaning.Class), Written(number), text);

    private static string Written(int code) => code.ToString(CultureInfo.InvariantCulture);
}
