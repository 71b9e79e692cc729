using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Messages.Contents;

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
