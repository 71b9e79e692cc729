namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The side of a horizontal card on which its image is.</summary>
public enum CardImageSide
{
    Left,
    Right,
}
