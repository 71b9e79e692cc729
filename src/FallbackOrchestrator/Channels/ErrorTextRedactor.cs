using System.Text.RegularExpressions;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Channels;

/// <summary>
/// Makes a provider's text about an error safe to store and to show. Providers often quote what they reject: the number, the access token,
/// the text. An ellipsis replaces all of that.
/// </summary>
/// <param name="secrets">The account's secrets; null ones are skipped.</param>
public sealed partial class ErrorTextRedactor(params IEnumerable<string?> secrets)
{
    private const string Gone = "…";

    // Shorter texts occur in ordinary sentences by chance; removing them would spoil the sentence and hide nothing.
    private const int ShortestQuote = 4;

    // A quote is recognised by its beginning, so that a quote whose end was cut off is found too.
    private const int Beginning = 24;

    private readonly string[] _secrets = [.. secrets.OfType<string>().Where(secret => secret.Length > 0)];

    /// <summary>
    /// The text without the account's secrets, without runs of six or more digits except a provider's code, and without characters that
    /// the database cannot store.
    /// </summary>
    public string? Redact(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        foreach (var secret in _secrets)
            text = text.Replace(secret, Gone, StringComparison.Ordinal);
        return WithoutNumbers(text.Replace("\0", Gone, StringComparison.Ordinal));
    }

    /// <summary>
    /// The same result; its text ends where it begins to quote this message or to name this person. The texts must come from
    /// <see cref="Redact"/>.
    /// </summary>
    /// <param name="result">The result.</param>
    /// <param name="handover">The message.</param>
    /// <param name="token">The access token of the call, if it had one.</param>
    public static CallResult WithoutQuotes(CallResult result, Handover handover, string? token = null) => result switch
    {
        CallResult.Rejected rejected => rejected with { Error = WithoutQuotes(rejected.Error, handover, token) },
        CallResult.Deferred deferred => deferred with { Error = WithoutQuotes(deferred.Error, handover, token) },
        _ => result,
    };

    private static AttemptError WithoutQuotes(AttemptError error, Handover handover, string? token)
    {
        var text = token is null ? error.Text : error.Text?.Replace(token, Gone, StringComparison.Ordinal);
        foreach (var quote in Quotable(handover).OfType<string>())
        {
            var beginning = WithoutNumbers(quote.Trim());
            beginning = StoredText.Of(beginning, Beginning);
            if (beginning.Length >= ShortestQuote && text?.IndexOf(beginning, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
                text = text[..at] + Gone;
        }
        return error with { Text = text };
    }

    private static IEnumerable<string?> Quotable(Handover handover) =>
    [
        handover.Recipient.ChannelUserId,
        handover.Body.Caption,
        ContentText.Of(handover.Body),
        .. handover.Body is ContentBody.Template template ? template.Components.SelectMany(Texts) : [],
    ];

    private static IEnumerable<string> Texts(TemplateComponent component) => component switch
    {
        TemplateComponent.Header header => Texts(header.Parameters),
        TemplateComponent.Body body => Texts(body.Parameters),
        TemplateComponent.Footer footer => Texts(footer.Parameters),
        TemplateComponent.Button button => Texts(button.Parameters),
        TemplateComponent.Carousel carousel => carousel.Cards.SelectMany(card => card.Components).SelectMany(Texts),
        _ => [],
    };

    private static IEnumerable<string> Texts(IEnumerable<TemplateParameter> parameters) =>
        parameters.OfType<TemplateParameter.Text>().Select(text => text.Value);

    private static string WithoutNumbers(string text) =>
        Numbers().Replace(text, match => match.ValueSpan.StartsWith("(#") ? match.Value : Gone);

    // People and providers write a space, a hyphen, a dot or brackets between the digits of a number. After "(#" there is a provider's own
    // code, of at most 7 digits, and never a number.
    [GeneratedRegex(@"\(#[0-9]{1,7}\)|[0-9](?:[ ().-]{0,2}[0-9]){5,}")]
    private static partial Regex Numbers();
}
