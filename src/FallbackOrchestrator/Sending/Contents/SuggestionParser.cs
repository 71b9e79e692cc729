using System.Collections.Immutable;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>Reads what can be tapped on RCS.</summary>
internal static class SuggestionParser
{
    /// <summary>The most suggestions below a message.</summary>
    public const int MostBelowMessage = 10;

    private const int LongestLabel = 25;
    private const int LongestData = 2048;

    public static IEnumerable<Problem> Check(IReadOnlyList<RequestedSuggestion?>? asked, string at, int most) =>
        FieldChecks.Each(asked, at, 0, most, Check);

    public static ImmutableArray<Suggestion> Read(IReadOnlyList<RequestedSuggestion?> asked) => [.. asked.Select(suggestion => Read(suggestion!))];

    private static IEnumerable<Problem> Check(RequestedSuggestion asked, string at) => asked switch
    {
        { Reply: { } reply, Action: null } => CheckLabel(reply.Text, reply.PostbackData, $"{at}.reply"),
        { Reply: null, Action: { } action } =>
        [
            .. CheckLabel(action.Text, action.PostbackData, $"{at}.action"),
            .. string.IsNullOrEmpty(action.FallbackUrl) ? [] : FieldChecks.Address(action.FallbackUrl, $"{at}.action.fallbackUrl", LongestData),
            .. CheckAction(action, $"{at}.action"),
        ],
        _ => [InvalidParameter(at, "must have either a reply or an action")],
    };

    private static IEnumerable<Problem> CheckLabel(string? label, string? data, string at) =>
    [
        .. FieldChecks.Required(label, $"{at}.text", LongestLabel),
        .. FieldChecks.Required(data, $"{at}.postbackData", LongestData),
    ];

    private static IEnumerable<Problem> CheckAction(RequestedSuggestedAction asked, string at)
    {
        object?[] actions = [asked.DialAction, asked.ViewLocationAction, asked.CreateCalendarEventAction, asked.OpenUrlAction];
        if (actions.Count(action => action is not null) != 1)
            return [InvalidParameter(at, "must have exactly one of dialAction, viewLocationAction, createCalendarEventAction and openUrlAction")];
        return asked switch
        {
            { DialAction: { } dial } => FieldChecks.Required(dial.PhoneNumber, $"{at}.dialAction.phoneNumber", 32),
            { ViewLocationAction: { } view } => CheckView(view, $"{at}.viewLocationAction"),
            { CreateCalendarEventAction: { } appointment } => CheckEvent(appointment, $"{at}.createCalendarEventAction"),
            _ => CheckOpen(asked.OpenUrlAction!, $"{at}.openUrlAction"),
        };
    }

    private static IEnumerable<Problem> CheckView(RequestedViewLocation asked, string at) =>
    [
        .. LocationParser.IsPlace(asked.LatLong) || (asked.LatLong is null && !string.IsNullOrWhiteSpace(asked.Query))
            ? Array.Empty<Problem>()
            : [InvalidLocation($"{at}.latLong")],
        .. FieldChecks.Optional(asked.Label, $"{at}.label", 100),
        .. FieldChecks.Optional(asked.Query, $"{at}.query", 200),
    ];

    private static IEnumerable<Problem> CheckEvent(RequestedCalendarEvent asked, string at) =>
    [
        .. FieldChecks.Required(asked.Title, $"{at}.title", 100),
        .. FieldChecks.Optional(asked.Description, $"{at}.description", 500),
        .. asked.StartTime is null ? [InvalidParameter($"{at}.startTime", "must be a time")] : Array.Empty<Problem>(),
        .. asked.EndTime is null ? [InvalidParameter($"{at}.endTime", "must be a time")] : Array.Empty<Problem>(),
    ];

    private static IEnumerable<Problem> CheckOpen(RequestedOpenUrl asked, string at) =>
    [
        .. FieldChecks.Address(asked.Url, $"{at}.url", LongestData),
        .. FieldChecks.Optional(asked.Description, $"{at}.description", LongestData),
    ];

    private static Suggestion Read(RequestedSuggestion asked)
    {
        if (asked.Reply is { } reply)
            return new Suggestion.Reply { Label = reply.Text!, PostbackData = reply.PostbackData! };
        var action = asked.Action!;
        var (label, data, fallback) = (action.Text!, action.PostbackData!, WebAddress.Read(action.FallbackUrl));
        return action switch
        {
            { DialAction: { } dial } => new Suggestion.Dial(dial.PhoneNumber!) { Label = label, PostbackData = data, FallbackUrl = fallback },
            { ViewLocationAction: { } view } => new Suggestion.ViewLocation(
                view.LatLong is { } place ? LocationParser.Read(place with { Name = view.Label }) : null, view.Query)
            { Label = label, PostbackData = data, FallbackUrl = fallback },
            { CreateCalendarEventAction: { } appointment } => new Suggestion.CreateCalendarEvent(
                appointment.Title!, appointment.Description, appointment.StartTime!.Value, appointment.EndTime!.Value)
            { Label = label, PostbackData = data, FallbackUrl = fallback },
            // Words like OPEN_URL_APPLICATION_UNSPECIFIED say nothing, and so does one that nobody knows.
            _ => new Suggestion.OpenUrl(
                WebAddress.Read(action.OpenUrlAction!.Url)!,
                EnumText.ParseOrNull<UrlApplication>(action.OpenUrlAction.Application),
                EnumText.ParseOrNull<WebviewMode>(action.OpenUrlAction.WebviewViewMode),
                action.OpenUrlAction.Description)
            { Label = label, PostbackData = data, FallbackUrl = fallback },
        };
    }
}
