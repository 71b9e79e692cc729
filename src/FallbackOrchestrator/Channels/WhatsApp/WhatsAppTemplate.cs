using System.Collections.Immutable;
using System.Text.Json;

namespace FallbackOrchestrator.Channels.WhatsApp;

/// <summary>A template in WhatsApp's wire, which every provider of WhatsApp passes on.</summary>
internal sealed record WhatsAppTemplate(string Name, WhatsAppLanguage Language, ImmutableArray<WhatsAppComponent>? Components);

/// <summary>A part of a template, or of a card in it.</summary>
internal sealed record WhatsAppComponent(
    string Type,
    string? SubType = null,
    string? Index = null,
    ImmutableArray<WhatsAppParameter>? Parameters = null,
    ImmutableArray<WhatsAppCard>? Cards = null);

internal sealed record WhatsAppCard(int CardIndex, ImmutableArray<WhatsAppComponent> Components);

/// <summary>The value of a template's placeholder. Its type decides which member is present.</summary>
internal sealed record WhatsAppParameter(
    string Type,
    string? ParameterName = null,
    string? Text = null,
    WhatsAppMedia? Image = null,
    WhatsAppMedia? Gif = null,
    WhatsAppMedia? Video = null,
    WhatsAppMedia? Document = null,
    WhatsAppLocation? Location = null,
    string? Payload = null,
    string? CouponCode = null,
    WhatsAppTemplateAction? Action = null,
    int? TtlMinutes = null);

internal sealed record WhatsAppTemplateAction(JsonElement? FlowActionData);
