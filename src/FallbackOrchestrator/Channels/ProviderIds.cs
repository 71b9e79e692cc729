using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>A provider's id of a message, from a response or a receipt. It is stored, indexed, and written into lists.</summary>
internal static class ProviderIds
{
    /// <summary>The longest id that is stored, in UTF-16 units; the longest that a provider documents has about 130.</summary>
    public const int Longest = 512;

    /// <summary>The id, or null if it cannot be stored: empty, too long, with control characters or half a character.</summary>
    public static string? Usable(string? id) =>
        StoredText.IsWholeLine(id, Longest) ? id : null;
}
