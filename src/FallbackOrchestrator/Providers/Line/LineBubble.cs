using System.Collections.Immutable;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Line;

/// <summary>A notice as a Flex Message of one bubble (https://developers.line.biz/en/reference/messaging-api/#flex-message).</summary>
/// <param name="Type">Always <c>bubble</c>.</param>
/// <param name="Body">The values.</param>
/// <param name="Footer">The buttons.</param>
internal sealed record LineBubble(string Type, LinePart Body, LinePart? Footer)
{
    private const int LongestLabel = 40;
    private const string Grey = "#777777";
    private const string Medium = "md";
    private const string Small = "sm";

    /// <summary>The company, the title, the values and the texts below each other, then the buttons.</summary>
    public static LineBubble Of(NoticeLayout layout)
    {
        ImmutableArray<LinePart> body =
        [
            .. Text(layout.Company, text => text with { Size = Small, Color = Grey }),
            .. Text(layout.Title, text => text with { Size = "lg", Weight = "bold" }),
            .. Text(layout.Emphasis?.Label, text => text with { Size = Small, Color = Grey, Margin = Medium }),
            .. Text(layout.Emphasis?.Content, text => text with { Size = "xl", Weight = "bold" }),
            .. layout.Items.SelectMany(Item),
            .. Text(layout.Greeting, text => text with { Size = Small, Margin = Medium }),
            .. Text(layout.Explanation, text => text with { Size = Small, Margin = Medium }),
        ];
        ImmutableArray<LinePart> buttons = [.. layout.Actions.Select(Button)];
        return new LineBubble("bubble", Below(body), buttons.IsEmpty ? null : Below(buttons));
    }

    private static LinePart Below(ImmutableArray<LinePart> parts) =>
        new("box") { Layout = "vertical", Spacing = Small, Contents = parts };

    private static LinePart[] Item(NoticeItem item)
    {
        ImmutableArray<LinePart> parts =
        [
            .. Text(item.Label, text => text with { Size = Small, Color = Grey, Flex = 2 }),
            .. Text(item.Content, text => text with { Size = Small, Flex = 3 }),
        ];
        return parts.IsEmpty ? [] : [new LinePart("box") { Layout = "horizontal", Spacing = Small, Contents = parts }];
    }

    // LINE takes no empty text.
    private static LinePart[] Text(string? text, Func<LinePart, LinePart> style) =>
        string.IsNullOrWhiteSpace(text) ? [] : [style(new LinePart("text") { Text = text, Wrap = true })];

    private static LinePart Button(LinkButton button) => new("button")
    {
        Style = "link",
        Height = Small,
        Action = new LineAction("uri", StoredText.Of(button.Caption, LongestLabel), button.Action.OriginalString),
    };
}

/// <summary>A box, a text or a button.</summary>
/// <param name="Type">The name of its kind, which decides which members are present.</param>
internal sealed record LinePart(string Type)
{
    public string? Layout { get; init; }
    public string? Spacing { get; init; }
    public ImmutableArray<LinePart>? Contents { get; init; }
    public string? Text { get; init; }
    public string? Size { get; init; }
    public string? Weight { get; init; }
    public string? Color { get; init; }
    public string? Margin { get; init; }
    public int? Flex { get; init; }
    public bool? Wrap { get; init; }
    public string? Style { get; init; }
    public string? Height { get; init; }
    public LineAction? Action { get; init; }
}

/// <summary>What a tap does.</summary>
/// <param name="Type">Always <c>uri</c>.</param>
/// <param name="Label">The words on the button.</param>
/// <param name="Uri">The address that opens.</param>
internal sealed record LineAction(string Type, string Label, string Uri);
