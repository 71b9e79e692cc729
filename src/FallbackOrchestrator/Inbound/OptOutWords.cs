using System.Collections.Frozen;
using FallbackOrchestrator.Messages.Inbound;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Inbound;

/// <summary>Recognizes messages that consist of one word by which a person opts out, or in again.</summary>
internal sealed class OptOutWords(IOptions<InboundOptions> options)
{
    private readonly FrozenSet<string> _stop = Words(options.Value.StopWords);
    private readonly FrozenSet<string> _start = Words(options.Value.StartWords);

    /// <summary>True if the person opts out, false if the person opts in again, null for all other messages.</summary>
    public bool? Read(InboundContent content)
    {
        // A button titled "Cancel" or "End" is about the business of its message.
        var said = (content as InboundContent.Text)?.Value.Trim();
        return said is null ? null : _stop.Contains(said) ? true : _start.Contains(said) ? false : null;
    }

    private static FrozenSet<string> Words(string list) => list
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
