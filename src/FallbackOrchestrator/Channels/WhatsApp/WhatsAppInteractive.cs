using System.Collections.Immutable;
using System.Text.Json;

namespace FallbackOrchestrator.Channels.WhatsApp;

/// <summary>An interactive message in WhatsApp's wire, which every provider of WhatsApp passes on.</summary>
internal sealed record WhatsAppInteractive(
    string Type, WhatsAppHeader? Header, WhatsAppTextBlock? Body, WhatsAppTextBlock? Footer, WhatsAppAction Action);

internal sealed record WhatsAppHeader(
    string Type, string? Text = null, WhatsAppMedia? Image = null, WhatsAppMedia? Video = null, WhatsAppMedia? Document = null);

internal sealed record WhatsAppTextBlock(string Text);

/// <summary>The elements to tap. The interactive message's type decides which members are present.</summary>
internal sealed record WhatsAppAction(
    string? Name = null,
    string? Button = null,
    ImmutableArray<WhatsAppButton>? Buttons = null,
    ImmutableArray<WhatsAppSection>? Sections = null,
    string? CatalogId = null,
    string? ProductRetailerId = null,
    WhatsAppActionParameters? Parameters = null);

internal sealed record WhatsAppButton(string Type, WhatsAppReply Reply);

internal sealed record WhatsAppReply(string Id, string Title);

internal sealed record WhatsAppSection(
    string? Title, ImmutableArray<WhatsAppRow>? Rows = null, ImmutableArray<WhatsAppProduct>? ProductItems = null);

internal sealed record WhatsAppRow(string Id, string Title, string? Description);

internal sealed record WhatsAppProduct(string ProductRetailerId);

internal sealed record WhatsAppActionParameters(
    string? DisplayText = null,
    string? Url = null,
    int? TtlMinutes = null,
    string? Payload = null,
    string? FlowMessageVersion = null,
    string? FlowToken = null,
    string? FlowId = null,
    string? FlowCta = null,
    string? Mode = null,
    string? FlowAction = null,
    WhatsAppFlowPayload? FlowActionPayload = null);

internal sealed record WhatsAppFlowPayload(string Screen, JsonElement? Data);
