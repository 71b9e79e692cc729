using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>Reads the content of a LINE Official Notification.</summary>
internal static class NoticeParser
{
    private const int MostEntries = 100;
    private const int LongestAddress = 1000;

    private static readonly int LongestText = Channel.LineNotification.Content.LongestText
        ?? throw new InvalidOperationException("the texts of a LINE Official Notification have a limit");

    /// <summary>A text with its layout.</summary>
    /// <param name="requested">The content of the request.</param>
    /// <param name="at">Its path.</param>
    /// <param name="fields">Keeps the first problem.</param>
    public static ContentBody.Text Read(RequestedNotice requested, string at, FieldReader fields)
    {
        var layout = new NoticeLayout(
            FieldReader.NullIfBlank(requested.Title),
            FieldReader.NullIfBlank(requested.Company),
            requested.Emphasis is { } emphasis ? Item(emphasis) : null,
            fields.Each(requested.List, $"{at}.list", 0, MostEntries, (item, _, _) => Item(item)),
            FieldReader.NullIfBlank(requested.Greeting),
            FieldReader.NullIfBlank(requested.Explanation),
            fields.Each(requested.Actions, $"{at}.actions", 0, MostEntries, Action));
        if ((layout with { Actions = [] }).ToText().Length == 0)
            fields.Refuse(TextMissing($"{at}.title"));
        var text = layout.ToText();
        if (text.Length > LongestText)
            fields.Refuse(TextTooLong(at, LongestText));
        return new ContentBody.Text(text) { Layout = layout };
    }

    /// <summary>What the person does not see of it.</summary>
    public static IEnumerable<string> Lost(RequestedNotice? requested, string at) =>
        string.IsNullOrEmpty(requested?.Icon) ? [] : [$"{at}.icon is not sent: LINE has no such icons"];

    private static NoticeItem Item(RequestedNoticeItem item) =>
        new(FieldReader.NullIfBlank(item.Label), FieldReader.NullIfBlank(item.Content));

    private static LinkButton Action(RequestedNoticeAction action, string at, FieldReader fields)
    {
        var isUrl = !string.IsNullOrWhiteSpace(action.Url);
        var written = (isUrl ? action.Url : action.Content)?.Trim() ?? "";
        fields.Optional(written, $"{at}.url", LongestAddress);
        var address = WebAddress.Read(written) is { } web ? web
            : Uri.TryCreate(written, UriKind.Absolute, out var other) && other.Scheme is "tel" or "line" ? other
            : fields.Refuse(InvalidParameter($"{at}.url", "must be an http, https, tel or line address"), FieldReader.NoAddress);
        return new LinkButton(FieldReader.NullIfBlank(action.Title) ?? address.OriginalString, address);
    }
}
