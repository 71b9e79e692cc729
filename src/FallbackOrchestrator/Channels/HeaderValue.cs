using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;

namespace FallbackOrchestrator.Channels;

/// <summary>
/// A valid value of a request's header: printable ASCII (RFC 9110, 5.5), so that nothing in it ends the header. Every configured,
/// registered or received text becomes one before it is used in a header.
/// </summary>
public sealed record HeaderValue
{
    private readonly string _text;

    private HeaderValue(string text) => _text = text;

    /// <summary>Reads a text of 1 to <paramref name="most"/> printable ASCII characters, without a space at either end.</summary>
    public static bool TryRead(string? text, int most, [NotNullWhen(true)] out HeaderValue? value)
    {
        value = text is { Length: > 0 } && text.Length <= most && text[0] != ' ' && text[^1] != ' '
            && !text.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? new HeaderValue(text)
            : null;
        return value is not null;
    }

    /// <summary>Sets the header <c>Authorization</c> to exactly this text, because receivers compare it, whatever form it has.</summary>
    public void AuthorizeWith(HttpRequestHeaders headers)
    {
#pragma warning disable RS0030 // The text was checked; the header's own check requires a scheme, which not every receiver has.
        headers.TryAddWithoutValidation("Authorization", _text);
#pragma warning restore RS0030
    }

    /// <summary>Hidden: most values are secrets.</summary>
    public override string ToString() => "***";
}
