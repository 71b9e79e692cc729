namespace FallbackOrchestrator.Messages;

/// <summary>Tells the ids of people apart by their form.</summary>
internal static class UserIdForms
{
    /// <summary>
    /// True if an id may be one of this form. An id without the form of any channel is left to the provider, except by those whose ids
    /// consist of digits or end as Base64 does.
    /// </summary>
    public static bool Fits(UserIdForm form, string id) => form switch
    {
        UserIdForm.WhatsApp => !IsOfLine(id) && !IsOfMeta(id) && !IsOfViber(id),
        UserIdForm.Line => !id.Contains('.', StringComparison.Ordinal) && !IsOfMeta(id) && !IsOfViber(id),
        UserIdForm.Viber => IsOfViber(id),
        UserIdForm.Meta => IsOfMeta(id),
        UserIdForm.Telegram => IsOfMeta(id) && id.Length <= LongestOfTelegram,
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, "not a form of ids"),
    };

    // At most 52 bits (https://core.telegram.org/bots/api#chat).
    private const int LongestOfTelegram = 16;

    private static bool IsOfLine(string id) => id is { Length: 33 } and ['U', ..] && !id.Contains('.', StringComparison.Ordinal);

    private static bool IsOfViber(string id) => id is [.., '='] && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=');

    private static bool IsOfMeta(string id) => id.Length > 0 && id.All(char.IsAsciiDigit);
}
