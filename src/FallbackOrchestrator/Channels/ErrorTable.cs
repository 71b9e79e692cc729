using System.Collections.Frozen;
using System.Globalization;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>What one of a provider's error codes means to us.</summary>
/// <param name="Class">The kind of failure.</param>
/// <param name="Code">8x8's code where it publishes one for this very error; else the usual one of the class.</param>
public sealed record KnownError(ErrorClass Class, int? Code = null);

/// <summary>
/// A provider's error codes as data, read in the same way when a call is answered and when a receipt reports a failure.
/// </summary>
/// <param name="known">The codes that say what is the matter.</param>
/// <param name="unclear">The codes after which the provider may have the message all the same.</param>
public sealed class ErrorTable(IReadOnlyDictionary<int, KnownError> known, params IEnumerable<int> unclear)
{
    private readonly FrozenDictionary<int, KnownError> _known = known.ToFrozenDictionary();
    private readonly FrozenSet<int> _unclear = unclear.ToFrozenSet();

    /// <summary>
    /// What a refused call means. The provider's code decides, whatever the HTTP status; without a code that is known the
    /// status does (<see cref="HttpAnswers.Classify"/>).
    /// </summary>
    /// <param name="answer">The provider's answer.</param>
    /// <param name="code">The code in it, where one could be read.</param>
    /// <param name="text">The provider's words, fit to be kept (<see cref="ProviderWords"/>).</param>
    public CallResult Refusal(ProviderAnswer answer, int? code, string? text)
    {
        if (code is not { } number)
            return HttpAnswers.Classify(answer, text: text);
        if (_unclear.Contains(number))
            return new CallResult.Unknown($"the provider's error {number}");
        if (!_known.TryGetValue(number, out var meaning))
            return HttpAnswers.Classify(answer, Written(number), text);
        var error = Error(number, meaning, text);
        return meaning.Class is ErrorClass.Throttled or ErrorClass.Unavailable
            ? new CallResult.Deferred(error, answer.RetryAfter)
            : new CallResult.Rejected(error);
    }

    /// <summary>Why an attempt failed that had been accepted; <see cref="ErrorClass.Other"/> where the code says nothing to us.</summary>
    public AttemptError Failure(int? code, string? text) => code is { } number && _known.TryGetValue(number, out var meaning)
        ? Error(number, meaning, text)
        : AttemptError.Of(ErrorClass.Other, code is { } other ? Written(other) : null, text);

    private static AttemptError Error(int number, KnownError meaning, string? text) =>
        new(meaning.Class, meaning.Code ?? ErrorCodes.For(meaning.Class), Written(number), AttemptError.Shortened(text));

    private static string Written(int code) => code.ToString(CultureInfo.InvariantCulture);
}
