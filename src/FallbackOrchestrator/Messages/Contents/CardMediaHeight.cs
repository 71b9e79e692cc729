namespace FallbackOrchestrator.Messages.Contents;

public enum CardMediaHeight
{
#pragma warning disable CA1720 // RCS's own term for it; it means no numeric type.
    Short,
#pragma warning restore CA1720
    Medium,
    Tall,
}
