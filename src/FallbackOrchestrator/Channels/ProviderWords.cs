using System.Text.RegularExpressions;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>
/// Makes a provider's words about an error fit to be stored and shown. Providers like to quote what they refuse: the number, the
/// access token, the text. All of that is replaced by an ellipsis.
/// </summary>
/// <param name="secrets">The account's secrets; those that are missing are skipped.</param>
public sealed partial class ProviderWords(params IEnumerable<string?> secrets)
{
    private const string Gone = "…";

    // Shorter texts stand in ordinary sentences by chance, and taking them out would spoil the sentence and hide nothing.
    private const int ShortestQuote = 4;

    private readonly string[] _secrets = [.. secrets.OfType<string>().Where(secret => secret.Length > 0)];

    /// <summary>The text without the account's secrets and without any run of six or more digits.</summary>
    public string? Fit(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        foreach (var secret in _secrets)
            text = text.Replace(secret, Gone, StringComparison.Ordinal);
        return Numbers().Replace(text, Gone);
    }

    /// <summary>The same result without the words of this very message and the id of this very person.</summary>
    public static CallResult WithoutQuotes(CallResult result, Handover handover) => result switch
    {
        CallResult.Rejected rejected => rejected with { Error = WithoutQuotes(rejected.Error, handover) },
        CallResult.Deferred deferred => deferred with { Error = WithoutQuotes(deferred.Error, handover) },
        _ => result,
    };

    private static AttemptError WithoutQuotes(AttemptError error, Handover handover)
    {
        var text = error.Text;
        foreach (var quote in Quotable(handover).Where(quote => quote is { Length: >= ShortestQuote }))
            text = text?.Replace(quote!, Gone, StringComparison.OrdinalIgnoreCase);
        return error with { Text = text };
    }

    private static IEnumerable<string?> Quotable(Handover handover) =>
    [
        handover.Recipient.ChannelUserId,
        handover.Body switch
        {
            ContentBody.Text text => text.Value,
            _ => null,
        },
    ];

    // People and providers write a space, a hyphen, a dot or brackets between the digits of a number.
    [GeneratedRegex("[0-9](?:[ ().-]{0,2}[0-9]){5,}")]
    private static partial Regex Numbers();
}
