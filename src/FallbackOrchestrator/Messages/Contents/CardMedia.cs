namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The medium of a card.</summary>
/// <param name="Height">How high it is shown.</param>
/// <param name="File">Where it lies.</param>
/// <param name="Thumbnail">A small one of it.</param>
/// <param name="ForceRefresh">Whether it is fetched again even if RCS has it.</param>
public sealed record CardMedia(CardMediaHeight? Height, Uri File, Uri? Thumbnail, bool ForceRefresh);
