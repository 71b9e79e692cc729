using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Tracking;

/// <summary>What the steps of a message send.</summary>
public sealed record MessageContentView
{
    public required Guid Umid { get; init; }

    /// <summary>The steps, in order; empty once the content was erased (<c>Retention:Contents</c>).</summary>
    public required IReadOnlyList<StepContentView> Steps { get; init; }

    internal static MessageContentView Of(Message message, MessageContent? content) => new()
    {
        Umid = message.Umid.Value,
        Steps = content is null ? [] : [.. Enumerable.Range(1, message.Sequence.Steps.Length)
            .Select(step => StepContentView.Of(step, message.Sequence[step], content.For(step)))],
    };
}
