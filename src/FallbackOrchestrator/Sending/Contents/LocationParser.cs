using System.Diagnostics.CodeAnalysis;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>Reads a place.</summary>
internal static class LocationParser
{
    /// <summary>Whether both coordinates are there and on Earth.</summary>
    public static bool IsPlace([NotNullWhen(true)] RequestedLocation? asked) =>
        asked is { Latitude: >= -90 and <= 90, Longitude: >= -180 and <= 180 };

    public static Place Read(RequestedLocation asked) => new(asked.Latitude!.Value, asked.Longitude!.Value, asked.Name, asked.Address);
}
