using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>A question to answer with a tap, on WhatsApp.</summary>
public sealed record RequestedInteractive
{
    /// <summary>
    /// <c>button</c>, <c>list</c>, <c>product</c>, <c>product_list</c>, <c>cta_url</c>, <c>flow</c>, <c>call_permission_request</c>,
    /// <c>request_contact_info</c>, <c>voice_call</c> or <c>location_request_message</c>; left out, what the action has the fields of.
    /// </summary>
    public string? Type { get; init; }

    /// <summary>What can be tapped.</summary>
    public RequestedAction? Action { get; init; }

    /// <summary>What stands above.</summary>
    public RequestedHeader? Header { get; init; }

    /// <summary>The text, at most 1,024 characters.</summary>
    public RequestedWords? Body { get; init; }

    /// <summary>What stands below, at most 60 characters.</summary>
    public RequestedWords? Footer { get; init; }
}

/// <summary>A text in an object of its own.</summary>
public sealed record RequestedWords
{
    /// <summary>The text.</summary>
    public string? Text { get; init; }
}

/// <summary>The header of an interactive message.</summary>
public sealed record RequestedHeader
{
    /// <summary><c>text</c>, <c>image</c>, <c>video</c> or <c>document</c>.</summary>
    public string? Type { get; init; }

    /// <summary>A line of text, plain or as <c>{"text": …}</c>, at most 60 characters.</summary>
    [JsonConverter(typeof(PlainText))]
    public string? Text { get; init; }

    /// <summary>A picture.</summary>
    public RequestedMedium? Image { get; init; }

    /// <summary>A film.</summary>
    public RequestedMedium? Video { get; init; }

    /// <summary>A document.</summary>
    public RequestedMedium? Document { get; init; }
}

/// <summary>A medium, by its address or by its id at the provider.</summary>
public sealed record RequestedMedium
{
    /// <summary>Its id at the provider.</summary>
    public string? Id { get; init; }

    /// <summary>Where it lies: a public address.</summary>
    public string? Link { get; init; }

    /// <summary>The name of a document.</summary>
    public string? Filename { get; init; }
}

/// <summary>What can be tapped; which fields it needs follows from the interactive message's type.</summary>
public sealed record RequestedAction
{
    /// <summary>What opens the menu of a <c>list</c>, at most 20 characters.</summary>
    public string? Button { get; init; }

    /// <summary>The 1 to 3 answers of a <c>button</c>.</summary>
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

    /// <summary>What <c>cta_url</c>, <c>flow</c> and <c>voice_call</c> need.</summary>
    public RequestedActionParameters? Parameters { get; init; }
}

/// <summary>One answer.</summary>
public sealed record RequestedReplyButton
{
    /// <summary>Always <c>reply</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The answer.</summary>
    public RequestedReply? Reply { get; init; }
}

/// <summary>An answer to tap.</summary>
public sealed record RequestedReply
{
    /// <summary>Comes back when it is tapped, at most 256 characters.</summary>
    public string? Id { get; init; }

    /// <summary>What it says, at most 20 characters.</summary>
    public string? Title { get; init; }
}

/// <summary>A part of a menu or of a list of products.</summary>
public sealed record RequestedSection
{
    /// <summary>At most 24 characters; needed where there are several parts.</summary>
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
    /// <summary>Comes back when it is tapped, at most 200 characters.</summary>
    public string? Id { get; init; }

    /// <summary>At most 24 characters.</summary>
    public string? Title { get; init; }

    /// <summary>At most 72 characters.</summary>
    public string? Description { get; init; }
}

/// <summary>A product of the catalogue.</summary>
public sealed record RequestedProduct
{
    /// <summary>Its id.</summary>
    [JsonPropertyName("product_retailer_id")]
    public string? ProductRetailerId { get; init; }
}

/// <summary>What some actions need.</summary>
public sealed record RequestedActionParameters
{
    /// <summary>What the button of <c>cta_url</c> or <c>voice_call</c> says, at most 20 characters.</summary>
    [JsonPropertyName("display_text")]
    public string? DisplayText { get; init; }

    /// <summary>What the button of <c>cta_url</c> opens.</summary>
    public string? Url { get; init; }

    /// <summary>How long the button of <c>voice_call</c> works, 1 to 43,200 minutes.</summary>
    [JsonConverter(typeof(WholeNumber))]
    public int? TtlMinutes { get; init; }

    /// <summary>What comes back with a <c>voice_call</c>, at most 512 characters.</summary>
    public string? Payload { get; init; }

    /// <summary>The form's id.</summary>
    public string? FlowId { get; init; }

    /// <summary>What the form's button says, at most 30 characters.</summary>
    public string? FlowCta { get; init; }

    /// <summary><c>navigate</c> (the default) or <c>data_exchange</c>.</summary>
    public string? FlowAction { get; init; }

    /// <summary>Where the form begins, with <c>navigate</c>.</summary>
    public RequestedFlowData? FlowActionPayload { get; init; }
}
