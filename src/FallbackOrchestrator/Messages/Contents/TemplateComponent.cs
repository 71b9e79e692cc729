using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>A part of a template with placeholders: a closed set. Names here are stored data.</summary>
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

    /// <param name="Kind">The action of the button.</param>
    /// <param name="Index">The button's number, from 0.</param>
    /// <param name="Parameters">The values of its placeholders.</param>
    public sealed record Button(TemplateButton Kind, int Index, ImmutableArray<TemplateParameter> Parameters) : TemplateComponent;

    public sealed record Carousel(ImmutableArray<TemplateCard> Cards) : TemplateComponent;

    public sealed record CallPermissionRequest : TemplateComponent;

    public sealed record ContactInfoRequest : TemplateComponent;
}
