namespace FallbackOrchestrator.Messages.Contents;

public enum CardMediaHeight
{
#pragma warning disable CA1720 // RCS's own word for it; no number is meant.
    Short,
#pragma warning restore CA1720
    Medium,
    Tall,
}
