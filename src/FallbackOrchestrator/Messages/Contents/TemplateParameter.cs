using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The value of a template's placeholder: a closed set. Names here are stored data.</summary>
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
    /// <param name="Name">The placeholder's name, in templates with named placeholders.</param>
    public sealed record Text(string Value, string? Name = null) : TemplateParameter;

    public sealed record Media(TemplateMedium Medium, Uri Url) : TemplateParameter;

    public sealed record Location(Place Place) : TemplateParameter;

    /// <summary>A text that comes back when the button is tapped.</summary>
    public sealed record Payload(string Value) : TemplateParameter;

    /// <summary>The text that the button copies.</summary>
    public sealed record CouponCode(string Value) : TemplateParameter;

    /// <summary>The data for the form behind the button.</summary>
    public sealed record Action(string? Screen, JsonElement? Data) : TemplateParameter;

    /// <summary>The time for which the call button works.</summary>
    public sealed record Ttl(int Minutes) : TemplateParameter;
}
