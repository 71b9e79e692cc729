namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The image or video of a card.</summary>
/// <param name="Height">The height at which it is shown.</param>
/// <param name="File">Its address.</param>
/// <param name="Thumbnail">The address of a small version.</param>
/// <param name="ForceRefresh">True if RCS must fetch it again even if it has it.</param>
public sealed record CardMedia(CardMediaHeight? Height, Uri File, Uri? Thumbnail, bool ForceRefresh);
