using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>An approved template and the values of its placeholders.</summary>
public sealed record RequestedTemplate
{
    /// <summary>Its name at the provider.</summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>One of its languages, such as <c>en_GB</c>.</summary>
    [Required]
    public string? Language { get; init; }

    /// <summary>Its parts that have placeholders.</summary>
    public IReadOnlyList<RequestedComponent?>? Components { get; init; }
}

/// <summary>A part of a template, or of a card in it.</summary>
public sealed record RequestedComponent
{
    /// <summary>
    /// <c>header</c>, <c>footer</c>, <c>body</c> (the default), <c>button</c>, <c>carousel</c>, <c>call_permission_request</c> or
    /// <c>request_contact_info</c>.
    /// </summary>
    [JsonConverter(typeof(ComponentTypeNames))]
    public string? Type { get; init; }

    /// <summary>The values of its placeholders, in order.</summary>
    public IReadOnlyList<RequestedParameter?>? Parameters { get; init; }

    /// <summary>The button's number, 0 (the default) to 9.</summary>
    [JsonConverter(typeof(WholeNumber))]
    public int? Index { get; init; }

    /// <summary>The action of the button: <c>QuickReply</c>, <c>Url</c>, <c>CopyCode</c>, <c>Flow</c> or <c>VoiceCall</c>.</summary>
    [JsonConverter(typeof(ButtonSubTypeNames))]
    public string? SubType { get; init; }

    /// <summary>The cards of a carousel.</summary>
    public IReadOnlyList<RequestedTemplateCard?>? Cards { get; init; }
}

/// <summary>A card of a template's carousel.</summary>
public sealed record RequestedTemplateCard
{
    /// <summary>The card's number, 0 to 9; if left out, its place in the list.</summary>
    [JsonConverter(typeof(WholeNumber))]
    public int? CardIndex { get; init; }

    /// <summary>Its parts: header, body, button.</summary>
    public IReadOnlyList<RequestedComponent?>? Components { get; init; }
}

/// <summary>The value of a template's placeholder. Its type decides which field it needs.</summary>
public sealed record RequestedParameter
{
    /// <summary>
    /// <c>text</c>, <c>image</c>, <c>gif</c>, <c>video</c>, <c>document</c>, <c>location</c>, <c>payload</c>, <c>couponCode</c>,
    /// <c>action</c> or <c>ttlMinutes</c>.
    /// </summary>
    [JsonConverter(typeof(ParameterTypeNames))]
    [Required]
    public string? Type { get; init; }

    /// <summary>The placeholder's name, in templates with named placeholders.</summary>
    public string? Name { get; init; }

    /// <summary>A text, at most 1,024 characters.</summary>
    public string? Text { get; init; }

    /// <summary>The address of an image, gif, video or document.</summary>
    public string? Url { get; init; }

    /// <summary>A place.</summary>
    public RequestedLocation? Location { get; init; }

    /// <summary>A text that comes back when the button is tapped.</summary>
    public string? Payload { get; init; }

    /// <summary>The text that the button copies.</summary>
    public string? CouponCode { get; init; }

    /// <summary>The data for the form behind the button.</summary>
    public RequestedFlowData? FlowActionData { get; init; }

    /// <summary>The time for which the call button works, 1 to 43,200 minutes.</summary>
    [JsonConverter(typeof(WholeNumber))]
    public int? TtlMinutes { get; init; }
}

/// <summary>The first screen of a form, and its data.</summary>
public sealed record RequestedFlowData
{
    /// <summary>Its first screen.</summary>
    public string? Screen { get; init; }

    /// <summary>The data for the screen: an object.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>More data for the screen: a published sample has it here.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}
