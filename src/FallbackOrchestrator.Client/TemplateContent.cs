using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Client;

/// <summary>A text that the channel approved before, with values for its placeholders.</summary>
/// <param name="Template">The template and the values.</param>
public sealed record TemplateContent(Template Template) : Content
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "template";
}

/// <summary>An approved template and the values of its placeholders.</summary>
/// <param name="Name">Its name at the provider.</param>
/// <param name="Language">One of its languages, such as <c>en_GB</c>.</param>
/// <param name="Components">Its parts that have placeholders.</param>
public sealed record Template(string Name, string Language, IReadOnlyList<TemplateComponent>? Components = null);

/// <summary>A part of a template, or of a card in it.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Parameters">The values of its placeholders, in order.</param>
public sealed record TemplateComponent(ComponentType Type, IReadOnlyList<TemplateParameter>? Parameters = null)
{
    /// <summary>The button's number, 0 to 9.</summary>
    public int? Index { get; init; }

    /// <summary>The action of the button.</summary>
    public ButtonType? SubType { get; init; }

    /// <summary>The cards of a carousel.</summary>
    public IReadOnlyList<TemplateCard>? Cards { get; init; }
}

/// <summary>A card of a template's carousel.</summary>
public sealed record TemplateCard
{
    /// <summary>The card's number, 0 to 9; null for its place in the list.</summary>
    public int? CardIndex { get; init; }

    /// <summary>Its parts: header, body, button.</summary>
    public IReadOnlyList<TemplateComponent>? Components { get; init; }
}

/// <summary>The value of a template's placeholder. Its type decides which field it needs.</summary>
/// <param name="Type">The kind of value.</param>
public sealed record TemplateParameter(ParameterType Type)
{
    /// <summary>The placeholder's name, in templates with named placeholders.</summary>
    public string? Name { get; init; }

    /// <summary>A text, at most 1,024 characters.</summary>
    public string? Text { get; init; }

    /// <summary>The address of an image, gif, video or document.</summary>
    public string? Url { get; init; }

    /// <summary>A place.</summary>
    public Place? Location { get; init; }

    /// <summary>A text that comes back when the button is tapped.</summary>
    public string? Payload { get; init; }

    /// <summary>The text that the button copies.</summary>
    public string? CouponCode { get; init; }

    /// <summary>The data for the form behind the button.</summary>
    public FlowData? FlowActionData { get; init; }

    /// <summary>The time for which the call button works, 1 to 43,200 minutes.</summary>
    public int? TtlMinutes { get; init; }

    /// <summary>A text.</summary>
    /// <param name="text">At most 1,024 characters.</param>
    /// <param name="name">The placeholder's name, in templates with named placeholders.</param>
    public static TemplateParameter OfText(string text, string? name = null) => new(ParameterType.Text) { Text = text, Name = name };
}

/// <summary>The first screen of a form, and its data.</summary>
/// <param name="Screen">Its first screen.</param>
/// <param name="Data">The data for the screen: an object.</param>
public sealed record FlowData(string? Screen = null, JsonElement? Data = null);

/// <summary>What a part of a template is.</summary>
[JsonConverter(typeof(NameConverter<ComponentType>))]
public enum ComponentType
{
    /// <summary>A kind that this version of the client does not know. It cannot be sent.</summary>
    Unrecognized,

    /// <summary>The part above the text.</summary>
    Header,

    /// <summary>The part below the text.</summary>
    Footer,

    /// <summary>The text.</summary>
    Body,

    /// <summary>A button.</summary>
    Button,

    /// <summary>Cards to swipe through.</summary>
    Carousel,

    /// <summary>A question for permission to call.</summary>
    [JsonStringEnumMemberName("call_permission_request")]
    CallPermissionRequest,

    /// <summary>A question for contact data.</summary>
    [JsonStringEnumMemberName("request_contact_info")]
    RequestContactInfo,
}

/// <summary>The action of a template's button.</summary>
[JsonConverter(typeof(NameConverter<ButtonType>))]
public enum ButtonType
{
    /// <summary>An action that this version of the client does not know. It cannot be sent.</summary>
    Unrecognized,

    /// <summary>Sends a reply.</summary>
    [JsonStringEnumMemberName("QuickReply")]
    QuickReply,

    /// <summary>Opens an address.</summary>
    [JsonStringEnumMemberName("Url")]
    Url,

    /// <summary>Copies a code.</summary>
    [JsonStringEnumMemberName("CopyCode")]
    CopyCode,

    /// <summary>Opens a form.</summary>
    [JsonStringEnumMemberName("Flow")]
    Flow,

    /// <summary>Starts a call.</summary>
    [JsonStringEnumMemberName("VoiceCall")]
    VoiceCall,
}

/// <summary>The kind of a template parameter.</summary>
[JsonConverter(typeof(NameConverter<ParameterType>))]
public enum ParameterType
{
    /// <summary>A kind that this version of the client does not know. It cannot be sent.</summary>
    Unrecognized,

    /// <summary>A text.</summary>
    Text,

    /// <summary>An image.</summary>
    Image,

    /// <summary>An animated image.</summary>
    Gif,

    /// <summary>A video.</summary>
    Video,

    /// <summary>A document.</summary>
    Document,

    /// <summary>A place.</summary>
    Location,

    /// <summary>A text that comes back when the button is tapped.</summary>
    Payload,

    /// <summary>The text that the button copies.</summary>
    CouponCode,

    /// <summary>The data of a form.</summary>
    Action,

    /// <summary>The time for which a call button works.</summary>
    TtlMinutes,
}
