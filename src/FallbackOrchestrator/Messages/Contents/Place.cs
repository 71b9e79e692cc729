namespace FallbackOrchestrator.Messages.Contents;

/// <summary>A place.</summary>
/// <param name="Latitude">-90 to 90.</param>
/// <param name="Longitude">-180 to 180.</param>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its postal address.</param>
public sealed record Place(double Latitude, double Longitude, string? Name = null, string? Address = null);
