namespace FallbackOrchestrator.Channels.WhatsApp;

/// <summary>A medium in WhatsApp's wire, by its address or by its id.</summary>
internal sealed record WhatsAppMedia(string? Link, string? Id = null, string? Caption = null, string? Filename = null);
