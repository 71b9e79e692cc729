using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>Reads a place.</summary>
internal static class LocationParser
{
    /// <summary>The placeholder for a wrong place.</summary>
    public static readonly Place Nowhere = new(0, 0);

    /// <summary>The place; null if a coordinate is missing or out of range.</summary>
    public static Place? Read(RequestedLocation? requested) =>
        requested is { Latitude: >= -90 and <= 90 and var latitude, Longitude: >= -180 and <= 180 and var longitude }
            ? new Place(latitude, longitude, requested.Name, requested.Address)
            : null;
}
