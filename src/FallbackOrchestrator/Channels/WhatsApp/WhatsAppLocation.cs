using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Channels.WhatsApp;

/// <summary>A place in WhatsApp's wire.</summary>
internal sealed record WhatsAppLocation(double Latitude, double Longitude, string? Name, string? Address)
{
    public static WhatsAppLocation Of(Place place) => new(place.Latitude, place.Longitude, place.Name, place.Address);
}
