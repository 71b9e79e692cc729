using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>A provider's id of a message, from an answer or a receipt: kept, indexed, and written into lists.</summary>
internal static class ProviderIds
{
    /// <summary>The longest that is kept, in UTF-16 units; the longest that any provider documents has some 130.</summary>
    public const int Longest = 512;

    /// <summary>The id, or null where it cannot be kept: empty, too long, with control characters or half a character.</summary>
    public static string? Usable(string? id) =>
        id is { Length: > 0 and <= Longest } && !id.Any(char.IsControl) && ReferenceEquals(StoredText.Of(id, Longest), id) ? id : null;
}
