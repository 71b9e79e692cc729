namespace FallbackOrchestrator.Messages.Contents;

/// <summary>On which side of a horizontal card its picture is.</summary>
public enum CardImageSide
{
    Left,
    Right,
}
