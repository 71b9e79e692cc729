namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The name of a file as its address gives it.</summary>
public static class MediaName
{
    private const int LongestExtension = 5;

    /// <summary>The last part of an address; null if there is none.</summary>
    public static string? Of(Uri address) =>
        Uri.UnescapeDataString(address.Segments[^1]).Trim('/') is { Length: > 0 } name ? name : null;

    /// <summary>The extension of a name in lower case, without its dot: 1 to 5 letters and digits behind something; else null.</summary>
    public static string? ExtensionOf(string? name)
    {
        var extension = Path.GetExtension(name)?.TrimStart('.').ToLowerInvariant();
        return extension is { Length: >= 1 and <= LongestExtension } && extension.All(char.IsAsciiLetterOrDigit)
            && name!.Length > extension.Length + 1
            ? extension
            : null;
    }

    /// <summary>The name with its extension, cut to a number of characters; null if it has no extension.</summary>
    public static string? Within(string? name, int most)
    {
        if (ExtensionOf(name) is not { } extension)
            return null;
        var end = $".{extension}";
        return name!.Length <= most ? name : StoredText.Of(Path.GetFileNameWithoutExtension(name), most - end.Length) + end;
    }
}
