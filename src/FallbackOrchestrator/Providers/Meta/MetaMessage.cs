using System.Collections.Immutable;
using System.Text.Json;

namespace FallbackOrchestrator.Providers.Meta;

/// <summary>A message to send (https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages).</summary>
internal sealed record MetaMessage
{
    /// <summary>Always <c>whatsapp</c>.</summary>
    public required string MessagingProduct { get; init; }

    /// <summary>Always <c>individual</c>.</summary>
    public required string RecipientType { get; init; }

    /// <summary>A number, digits only; present if <see cref="Recipient"/> is not.</summary>
    public string? To { get; init; }

    /// <summary>A business-scoped user id, for people who hide their number.</summary>
    public string? Recipient { get; init; }

    /// <summary>The name of the body below that is present.</summary>
    public required string Type { get; init; }

    public MetaText? Text { get; init; }
    public MetaMedia? Image { get; init; }
    public MetaMedia? Audio { get; init; }
    public MetaMedia? Video { get; init; }
    public MetaMedia? Document { get; init; }
    public MetaLocation? Location { get; init; }
    public MetaInteractive? Interactive { get; init; }
    public MetaTemplate? Template { get; init; }

    /// <summary><c>utility</c> asks for Direct Send: WhatsApp creates a template from the message.</summary>
    public string? Category { get; init; }

    /// <summary>The time for which WhatsApp tries to deliver; only with Direct Send.</summary>
    public int? TtlSeconds { get; init; }

    /// <summary>The quoted message.</summary>
    public MetaContext? Context { get; init; }

    /// <summary>Repeated in the statuses of this message.</summary>
    public required string BizOpaqueCallbackData { get; init; }
}

/// <param name="MessageId">Meta's id of a message in the same conversation.</param>
internal sealed record MetaContext(string MessageId);

internal sealed record MetaText(bool PreviewUrl, string Body);

internal sealed record MetaMedia(string? Link, string? Id = null, string? Caption = null, string? Filename = null);

internal sealed record MetaLocation(double Latitude, double Longitude, string? Name, string? Address);

internal sealed record MetaInteractive(string Type, MetaHeader? Header, MetaTextBlock? Body, MetaTextBlock? Footer, MetaAction Action);

internal sealed record MetaHeader(
    string Type, string? Text = null, MetaMedia? Image = null, MetaMedia? Video = null, MetaMedia? Document = null);

internal sealed record MetaTextBlock(string Text);

/// <summary>The elements to tap. The interactive message's type decides which members are present.</summary>
internal sealed record MetaAction(
    string? Name = null,
    string? Button = null,
    ImmutableArray<MetaButton>? Buttons = null,
    ImmutableArray<MetaSection>? Sections = null,
    string? CatalogId = null,
    string? ProductRetailerId = null,
    MetaActionParameters? Parameters = null);

internal sealed record MetaButton(string Type, MetaReply Reply);

internal sealed record MetaReply(string Id, string Title);

internal sealed record MetaSection(string? Title, ImmutableArray<MetaRow>? Rows = null, ImmutableArray<MetaProduct>? ProductItems = null);

internal sealed record MetaRow(string Id, string Title, string? Description);

internal sealed record MetaProduct(string ProductRetailerId);

internal sealed record MetaActionParameters(
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
    MetaFlowPayload? FlowActionPayload = null);

internal sealed record MetaFlowPayload(string Screen, JsonElement? Data);

internal sealed record MetaTemplate(string Name, MetaLanguage Language, ImmutableArray<MetaComponent>? Components);

internal sealed record MetaLanguage(string Code);

/// <summary>A part of a template, or of a card in it.</summary>
internal sealed record MetaComponent(
    string Type,
    string? SubType = null,
    string? Index = null,
    ImmutableArray<MetaParameter>? Parameters = null,
    ImmutableArray<MetaCard>? Cards = null);

internal sealed record MetaCard(int CardIndex, ImmutableArray<MetaComponent> Components);

/// <summary>The value of a template's placeholder. Its type decides which member is present.</summary>
internal sealed record MetaParameter(
    string Type,
    string? ParameterName = null,
    string? Text = null,
    MetaMedia? Image = null,
    MetaMedia? Gif = null,
    MetaMedia? Video = null,
    MetaMedia? Document = null,
    MetaLocation? Location = null,
    string? Payload = null,
    string? CouponCode = null,
    MetaTemplateAction? Action = null,
    int? TtlMinutes = null);

internal sealed record MetaTemplateAction(JsonElement? FlowActionData);
