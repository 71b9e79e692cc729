namespace FallbackOrchestrator.Sending;

/// <summary>The warnings of a batch's messages, if the messages are not listed.</summary>
internal static class BatchWarnings
{
    private const int Most = 20;

    /// <summary>Each sentence once, with the messages that it is about; if there are too many sentences, the first ones.</summary>
    /// <param name="ofMessages">The warnings of each message, in order.</param>
    public static IReadOnlyList<string> Of(IEnumerable<IEnumerable<string>> ofMessages)
    {
        var said = new Dictionary<string, (int First, int Count)>();
        var more = 0;
        foreach (var (number, warnings) in ofMessages.Index())
        {
            foreach (var warning in warnings)
            {
                if (said.TryGetValue(warning, out var before))
                    said[warning] = before with { Count = before.Count + 1 };
                else if (said.Count < Most)
                    said.Add(warning, (number, 1));
                else
                    more++;
            }
        }
        IEnumerable<string> sentences = said.Select(one => one.Value.Count == 1
            ? $"messages[{one.Value.First}]: {one.Key}"
            : $"messages[{one.Value.First}] and {one.Value.Count - 1} more: {one.Key}");
        return [.. sentences,
            .. more > 0 ? [$"{more} more warnings: includeMessagesInResponse lists every message with its own"] : Array.Empty<string>()];
    }
}
