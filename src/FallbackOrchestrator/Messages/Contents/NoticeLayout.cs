using System.Collections.Immutable;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>
/// The parts of a notice, as 8x8's LINE Official Notification has them. The text that contains it says the same in lines, for accounts that
/// have no layout. Names here are stored data.
/// </summary>
/// <param name="Title">The title.</param>
/// <param name="Company">The name of the company.</param>
/// <param name="Emphasis">The most important value.</param>
/// <param name="Items">The other values.</param>
/// <param name="Greeting">A greeting.</param>
/// <param name="Explanation">An explanation.</param>
/// <param name="Actions">The buttons.</param>
public sealed record NoticeLayout(
    string? Title,
    string? Company,
    NoticeItem? Emphasis,
    ImmutableArray<NoticeItem> Items,
    string? Greeting,
    string? Explanation,
    ImmutableArray<LinkButton> Actions)
{
    /// <summary>The same as a text: a paragraph for each part that exists.</summary>
    public string ToText() => string.Join("\n\n", new[]
    {
        Lines([Title, Company]),
        Lines([Emphasis?.ToText(), .. Items.Select(item => item.ToText())]),
        Lines([Greeting]),
        Lines([Explanation]),
        Lines(Actions.Select(action => new NoticeItem(action.Caption, action.Action.OriginalString).ToText())),
    }.Where(part => part.Length > 0));

    private static string Lines(IEnumerable<string?> lines) => string.Join('\n', lines.Where(line => !string.IsNullOrWhiteSpace(line)));
}
