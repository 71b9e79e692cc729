using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace FallbackOrchestrator.WebConsole.Parts;

/// <summary>A text in a drawing. In a page, the element's name means something else.</summary>
public sealed class SvgText : ComponentBase
{
    /// <summary>Its place from the left.</summary>
    [Parameter, EditorRequired]
    public string X { get; set; } = "";

    /// <summary>Its base line.</summary>
    [Parameter, EditorRequired]
    public string Y { get; set; } = "";

    /// <summary>The text.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", X);
        builder.AddAttribute(2, "y", Y);
        builder.AddContent(3, Label);
        builder.CloseElement();
    }
}
