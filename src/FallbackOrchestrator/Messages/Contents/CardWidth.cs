namespace FallbackOrchestrator.Messages.Contents;

public enum CardWidth
{
    Small,
    Medium,
}
