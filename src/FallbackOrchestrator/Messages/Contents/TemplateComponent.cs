using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>A part of a template that has gaps to fill: a closed set. Names here are stored data.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Header), "header")]
[JsonDerivedType(typeof(Body), "body")]
[JsonDerivedType(typeof(Footer), "footer")]
[JsonDerivedType(typeof(Button), "button")]
[JsonDerivedType(typeof(Carousel), "carousel")]
[JsonDerivedType(typeof(CallPermissionRequest), "callPermissionRequest")]
[JsonDerivedType(typeof(ContactInfoRequest), "requestContactInfo")]
public abstract record TemplateComponent
{
    private TemplateComponent() { }

    public sealed record Header(ImmutableArray<TemplateParameter> Parameters) : TemplateComponent;

    public sealed record Body(ImmutableArray<TemplateParameter> Parameters) : TemplateComponent;

    public sealed record Footer(ImmutableArray<TemplateParameter> Parameters) : TemplateComponent;

    /// <param name="Kind">What the button does.</param>
    /// <param name="Index">Which button, from 0.</param>
    /// <param name="Parameters">What fills its gaps.</param>
    public sealed record Button(TemplateButton Kind, int Index, ImmutableArray<TemplateParameter> Parameters) : TemplateComponent;

    public sealed record Carousel(ImmutableArray<TemplateCard> Cards) : TemplateComponent;

    public sealed record CallPermissionRequest : TemplateComponent;

    public sealed record ContactInfoRequest : TemplateComponent;
}

/// <summary>A card of a template's carousel.</summary>
/// <param name="Index">Which card, from 0.</param>
/// <param name="Components">Header, body and buttons.</param>
public sealed record TemplateCard(int Index, ImmutableArray<TemplateComponent> Components);

/// <summary>What a template's button does.</summary>
public enum TemplateButton
{
    QuickReply,
    Url,
    CopyCode,
    Flow,
    VoiceCall,
}

/// <summary>What fills a gap of a template: a closed set. Names here are stored data.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Text), "text")]
[JsonDerivedType(typeof(Media), "media")]
[JsonDerivedType(typeof(Location), "location")]
[JsonDerivedType(typeof(Payload), "payload")]
[JsonDerivedType(typeof(CouponCode), "couponCode")]
[JsonDerivedType(typeof(Action), "action")]
[JsonDerivedType(typeof(Ttl), "ttlMinutes")]
public abstract record TemplateParameter
{
    private TemplateParameter() { }

    /// <param name="Value">The text.</param>
    /// <param name="Name">The gap's name, in templates whose gaps have names.</param>
    public sealed record Text(string Value, string? Name = null) : TemplateParameter;

    public sealed record Media(TemplateMedium Medium, Uri Url) : TemplateParameter;

    public sealed record Location(Place Place) : TemplateParameter;

    /// <summary>Comes back when the button is tapped.</summary>
    public sealed record Payload(string Value) : TemplateParameter;

    /// <summary>What the button copies.</summary>
    public sealed record CouponCode(string Value) : TemplateParameter;

    /// <summary>What the form behind the button is given.</summary>
    public sealed record Action(string? Screen, JsonElement? Data) : TemplateParameter;

    /// <summary>How long the call button works.</summary>
    public sealed record Ttl(int Minutes) : TemplateParameter;
}

/// <summary>The media that may fill a template's gap.</summary>
public enum TemplateMedium
{
    Image,

    /// <summary>A film that plays silently in a loop.</summary>
    Gif,
    Video,
    Document,
}
