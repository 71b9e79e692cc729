namespace FallbackOrchestrator.Messages.Contents;

public enum CardOrientation
{
    Horizontal,
    Vertical,
}
