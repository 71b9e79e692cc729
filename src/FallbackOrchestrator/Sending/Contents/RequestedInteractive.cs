using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>A question that the person answers with a tap, on WhatsApp.</summary>
public sealed record RequestedInteractive
{
    /// <summary>
    /// <c>button</c>, <c>list</c>, <c>product</c>, <c>product_list</c>, <c>cta_url</c>, <c>flow</c>, <c>call_permission_request</c>,
    /// <c>request_contact_info</c>, <c>voice_call</c> or <c>location_request_message</c>. If left out, the fields of the action decide.
    /// </summary>
    [JsonConverter(typeof(InteractiveTypeNames))]
    public string? Type { get; init; }

    /// <summary>The elements to tap.</summary>
    public RequestedAction? Action { get; init; }

    /// <summary>The part above the text.</summary>
    public RequestedHeader? Header { get; init; }

    /// <summary>The text, at most 1,024 characters.</summary>
    public RequestedWords? Body { get; init; }

    /// <summary>The part below the text, at most 60 characters.</summary>
    public RequestedWords? Footer { get; init; }
}

/// <summary>A text in its own object.</summary>
public sealed record RequestedWords
{
    /// <summary>The text.</summary>
    public string? Text { get; init; }
}

/// <summary>The header of an interactive message.</summary>
public sealed record RequestedHeader
{
    /// <summary><c>text</c>, <c>image</c>, <c>video</c> or <c>document</c>.</summary>
    [JsonConverter(typeof(HeaderTypeNames))]
    public string? Type { get; init; }

    /// <summary>A line of text, plain or as <c>{"text": …}</c>, at most 60 characters.</summary>
    [JsonConverter(typeof(PlainText))]
    public string? Text { get; init; }

    /// <summary>An image.</summary>
    public RequestedMedium? Image { get; init; }

    /// <summary>A video.</summary>
    public RequestedMedium? Video { get; init; }

    /// <summary>A document.</summary>
    public RequestedMedium? Document { get; init; }
}

/// <summary>A medium, given by its address or by its id at the provider.</summary>
public sealed record RequestedMedium
{
    /// <summary>Its id at the provider.</summary>
    public string? Id { get; init; }

    /// <summary>Its public address.</summary>
    public string? Link { get; init; }

    /// <summary>The name of a document.</summary>
    public string? Filename { get; init; }
}

/// <summary>The elements to tap. The interactive message's type decides which fields it needs.</summary>
public sealed record RequestedAction
{
    /// <summary>The button that opens the menu of a <c>list</c>, at most 20 characters.</summary>
    public string? Button { get; init; }

    /// <summary>The 1 to 3 replies of a <c>button</c>.</summary>
    public IReadOnlyList<RequestedReplyButton?>? Buttons { get; init; }

    /// <summary>The catalogue of <c>product</c> and <c>product_list</c>.</summary>
    [JsonPropertyName("catalog_id")]
    public string? CatalogId { get; init; }

    /// <summary>The <c>product</c>.</summary>
    [JsonPropertyName("product_retailer_id")]
    public string? ProductRetailerId { get; init; }

    /// <summary><c>send_location</c> or <c>voice_call</c>; follows from the type.</summary>
    public string? Name { get; init; }

    /// <summary>The 1 to 10 parts of <c>list</c> and <c>product_list</c>.</summary>
    public IReadOnlyList<RequestedSection?>? Sections { get; init; }

    /// <summary>The parameters of <c>cta_url</c>, <c>flow</c> and <c>voice_call</c>.</summary>
    public RequestedActionParameters? Parameters { get; init; }
}

/// <summary>One reply.</summary>
public sealed record RequestedReplyButton
{
    /// <summary>Always <c>reply</c>.</summary>
    [JsonConverter(typeof(ReplyButtonTypeNames))]
    public string? Type { get; init; }

    /// <summary>The reply.</summary>
    [Required]
    public RequestedReply? Reply { get; init; }
}

/// <summary>A reply to tap.</summary>
public sealed record RequestedReply
{
    /// <summary>The id that comes back when it is tapped, at most 256 characters.</summary>
    [Required]
    public string? Id { get; init; }

    /// <summary>The text of the button, at most 20 characters.</summary>
    [Required]
    public string? Title { get; init; }
}

/// <summary>A part of a menu or of a list of products.</summary>
public sealed record RequestedSection
{
    /// <summary>At most 24 characters; needed if there are several parts.</summary>
    public string? Title { get; init; }

    /// <summary>The lines of a menu, 10 in all parts together.</summary>
    public IReadOnlyList<RequestedRow?>? Rows { get; init; }

    /// <summary>The products, 30 in all parts together.</summary>
    [JsonPropertyName("product_items")]
    public IReadOnlyList<RequestedProduct?>? ProductItems { get; init; }
}

/// <summary>A line of a menu.</summary>
public sealed record RequestedRow
{
    /// <summary>The id that comes back when it is tapped, at most 200 characters.</summary>
    [Required]
    public string? Id { get; init; }

    /// <summary>At most 24 characters.</summary>
    [Required]
    public string? Title { get; init; }

    /// <summary>At most 72 characters.</summary>
    public string? Description { get; init; }
}

/// <summary>A product of the catalogue.</summary>
public sealed record RequestedProduct
{
    /// <summary>Its id.</summary>
    [JsonPropertyName("product_retailer_id")]
    [Required]
    public string? ProductRetailerId { get; init; }
}

/// <summary>The parameters of some actions.</summary>
public sealed record RequestedActionParameters
{
    /// <summary>The text of the button of <c>cta_url</c> or <c>voice_call</c>, at most 20 characters.</summary>
    [JsonPropertyName("display_text")]
    public string? DisplayText { get; init; }

    /// <summary>The address that the button of <c>cta_url</c> opens.</summary>
    public string? Url { get; init; }

    /// <summary>The time for which the button of <c>voice_call</c> works, 1 to 43,200 minutes.</summary>
    [JsonConverter(typeof(WholeNumber))]
    public int? TtlMinutes { get; init; }

    /// <summary>A text that comes back with a <c>voice_call</c>, at most 512 characters.</summary>
    public string? Payload { get; init; }

    /// <summary>The form's id.</summary>
    public string? FlowId { get; init; }

    /// <summary>The text of the form's button, at most 30 characters.</summary>
    public string? FlowCta { get; init; }

    /// <summary><c>navigate</c> (the default) or <c>data_exchange</c>.</summary>
    [JsonConverter(typeof(FlowActionNames))]
    public string? FlowAction { get; init; }

    /// <summary>The first screen of the form, with <c>navigate</c>.</summary>
    public RequestedFlowData? FlowActionPayload { get; init; }

    /// <summary>Another name of <see cref="FlowActionPayload"/>, from 8x8's guide; ignored if both are given.</summary>
    public RequestedFlowData? FlowActionData { get; init; }

    /// <summary>The customer's own id of the form, at most 1,024 characters; it comes back with what the person filled in.</summary>
    public string? FlowToken { get; init; }

    /// <summary><c>published</c> (the default) or <c>draft</c>.</summary>
    [OneOf<FlowMode>]
    public string? Mode { get; init; }

    /// <summary>Not needed: always 3, the only version that WhatsApp accepts.</summary>
    public JsonElement? FlowMessageVersion { get; init; }
}
