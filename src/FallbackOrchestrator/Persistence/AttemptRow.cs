namespace FallbackOrchestrator.Persistence;

/// <summary>The columns of an attempt that searches read; all its columns are in <see cref="Maps.AttemptMap"/>.</summary>
public sealed class AttemptRow
{
    public Guid MessageId { get; init; }
    public int Step { get; init; }
    public string Channel { get; init; } = "";
}
