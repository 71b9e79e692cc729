using System.Collections.Immutable;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>Reads the elements to tap on RCS.</summary>
internal static class SuggestionParser
{
    /// <summary>The most suggestions below a message.</summary>
    public const int MostBelowMessage = 10;

    private const int LongestLabel = 25;
    private const int LongestData = 2048;

    private static readonly Suggestion Placeholder = new Suggestion.Reply { Label = "", PostbackData = "" };

    public static ImmutableArray<Suggestion> Read(
        IReadOnlyList<RequestedSuggestion?>? requested, string at, int most, FieldReader fields) =>
        fields.Each(requested, at, 0, most, Read);

    private static Suggestion Read(RequestedSuggestion requested, string at, FieldReader fields) => requested switch
    {
        { Reply: { } reply, Action: null } => new Suggestion.Reply
        {
            Label = ReadLabel(reply.Text, $"{at}.reply", fields),
            PostbackData = ReadData(reply.PostbackData, $"{at}.reply", fields),
        },
        { Reply: null, Action: { } action } => ReadAction(action, $"{at}.action", fields),
        _ => fields.Refuse(InvalidParameter(at, "must have either a reply or an action"), Placeholder),
    };

    private static Suggestion ReadAction(RequestedSuggestedAction requested, string at, FieldReader fields)
    {
        var (label, data) = (ReadLabel(requested.Text, at, fields), ReadData(requested.PostbackData, at, fields));
        var fallback = string.IsNullOrEmpty(requested.FallbackUrl)
            ? null : fields.Address(requested.FallbackUrl, $"{at}.fallbackUrl", LongestData);
        object?[] actions = [requested.DialAction, requested.ViewLocationAction, requested.CreateCalendarEventAction,
            requested.OpenUrlAction];
        if (actions.Count(action => action is not null) != 1)
            fields.Refuse(
                InvalidParameter(at,
                    "must have exactly one of dialAction, viewLocationAction, createCalendarEventAction and openUrlAction"));
        return requested switch
        {
            { DialAction: { } dial } => new Suggestion.Dial(fields.Required(dial.PhoneNumber, $"{at}.dialAction.phoneNumber", 32))
            { Label = label, PostbackData = data, FallbackUrl = fallback },
            { ViewLocationAction: { } view } => new Suggestion.ViewLocation(
                ReadPlace(view, $"{at}.viewLocationAction", fields),
                fields.Optional(view.Query, $"{at}.viewLocationAction.query", 200))
            { Label = label, PostbackData = data, FallbackUrl = fallback },
            { CreateCalendarEventAction: { } appointment } => new Suggestion.CreateCalendarEvent(
                fields.Required(appointment.Title, $"{at}.createCalendarEventAction.title", 100),
                fields.Optional(appointment.Description, $"{at}.createCalendarEventAction.description", 500),
                ReadTime(appointment.StartTime, $"{at}.createCalendarEventAction.startTime", fields),
                ReadTime(appointment.EndTime, $"{at}.createCalendarEventAction.endTime", fields))
            { Label = label, PostbackData = data, FallbackUrl = fallback },
            // A name like OPEN_URL_APPLICATION_UNSPECIFIED has no meaning, and neither has an unknown one.
            { OpenUrlAction: { } open } => new Suggestion.OpenUrl(
                fields.Address(open.Url, $"{at}.openUrlAction.url", LongestData),
                EnumText.ParseOrNull<UrlApplication>(open.Application),
                EnumText.ParseOrNull<WebviewMode>(open.WebviewViewMode),
                fields.Optional(open.Description, $"{at}.openUrlAction.description", LongestData))
            { Label = label, PostbackData = data, FallbackUrl = fallback },
            _ => Placeholder,
        };
    }

    private static string ReadLabel(string? label, string at, FieldReader fields) => fields.Required(label, $"{at}.text", LongestLabel);

    private static string ReadData(string? data, string at, FieldReader fields) => fields.Required(data, $"{at}.postbackData", LongestData);

    private static Place? ReadPlace(RequestedViewLocation requested, string at, FieldReader fields)
    {
        var place = LocationParser.Read(requested.LatLong);
        if (place is null && (requested.LatLong is not null || string.IsNullOrWhiteSpace(requested.Query)))
            fields.Refuse(InvalidLocation($"{at}.latLong"));
        var label = fields.Optional(requested.Label, $"{at}.label", 100);
        return place is null ? null : place with { Name = label };
    }

    private static DateTimeOffset ReadTime(DateTimeOffset? time, string field, FieldReader fields) =>
        time ?? fields.Refuse(InvalidParameter(field, $"must be {TimeText.Form}"), default(DateTimeOffset));
}
