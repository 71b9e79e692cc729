using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The part above an interactive message: a closed set.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Text), "text")]
[JsonDerivedType(typeof(Media), "media")]
public abstract record InteractiveHeader
{
    private InteractiveHeader() { }

    /// <summary>A line of text, at most 60 characters.</summary>
    public sealed record Text(string Value) : InteractiveHeader;

    /// <summary>A medium, given by its address or by its id at the provider.</summary>
    public sealed record Media(HeaderMedium Medium, Uri? Link, string? Id, string? FileName) : InteractiveHeader;
}
