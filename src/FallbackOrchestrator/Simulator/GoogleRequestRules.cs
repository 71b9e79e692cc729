using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace FallbackOrchestrator.Simulator;

/// <summary>
/// The form of a message to Google's API, from its reference: which members an object may have, and which values. Like Google's own, it
/// refuses what it does not know
/// (https://developers.google.com/business-communications/rcs-business-messaging/reference/rest/v1/phones.agentMessages).
/// </summary>
internal static class GoogleRequestRules
{
    private const int LongestText = 3072;
    private const int LongestLabel = 25;
    private const int MostSuggestions = 11;
    private const int MostCardSuggestions = 4;

    private static readonly string[] Contents = ["text", "contentInfo", "richCard", "uploadedRbmFile", "fileName"];

    // The members of each object; a member that is an object itself names the form of its members.
    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> Forms = Parsed(
        "AgentMessage contentMessage:AgentContentMessage messageTrafficType ttl expireTime",
        "AgentContentMessage text contentInfo:ContentInfo richCard:RichCard suggestions:Suggestion uploadedRbmFile:UploadedRbmFile fileName",
        "UploadedRbmFile fileName thumbnailName",
        "ContentInfo fileUrl thumbnailUrl forceRefresh",
        "RichCard standaloneCard:StandaloneCard carouselCard:CarouselCard",
        "StandaloneCard cardOrientation thumbnailImageAlignment cardContent:CardContent",
        "CarouselCard cardWidth cardContents:CardContent",
        "CardContent title description media:Media suggestions:Suggestion",
        "Media height contentInfo:ContentInfo uploadedRbmFile:UploadedRbmFile fileName",
        "Suggestion reply:Reply action:Action",
        "Reply text postbackData",
        "Action text postbackData fallbackUrl dialAction:DialAction viewLocationAction:ViewLocationAction "
            + "createCalendarEventAction:CreateCalendarEventAction openUrlAction:OpenUrlAction shareLocationAction composeAction",
        "DialAction phoneNumber",
        "ViewLocationAction latLong:LatLng label query",
        "LatLng latitude longitude",
        "CreateCalendarEventAction startTime endTime title description",
        "OpenUrlAction url application webviewViewMode description");

    private static readonly FrozenDictionary<string, string[]> Names = new Dictionary<string, string[]>
    {
        ["messageTrafficType"] = ["AUTHENTICATION", "TRANSACTION", "PROMOTION", "SERVICEREQUEST", "ACKNOWLEDGEMENT"],
        ["cardOrientation"] = ["HORIZONTAL", "VERTICAL"],
        ["thumbnailImageAlignment"] = ["LEFT", "RIGHT"],
        ["cardWidth"] = ["SMALL", "MEDIUM"],
        ["height"] = ["SHORT", "MEDIUM", "TALL"],
        ["application"] = ["BROWSER", "WEBVIEW"],
        ["webviewViewMode"] = ["FULL", "HALF", "TALL"],
    }.ToFrozenDictionary();

    /// <summary>What is wrong with a message; null if nothing is.</summary>
    public static string? Fault(JsonElement message) => FaultOfForm(message, "AgentMessage") ?? FaultOfContent(message);

    /// <summary>The lifetime that a message sets; null if it sets none.</summary>
    public static TimeSpan? Lifetime(JsonElement message) =>
        message.Text("ttl") is [>= '0' and <= '9', .., 's'] text
        && double.TryParse(text.TrimEnd('s'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static string? FaultOfForm(JsonElement value, string form)
    {
        if (value.ValueKind == JsonValueKind.Array)
            return value.EnumerateArray().Select(entry => FaultOfForm(entry, form)).FirstOrDefault(fault => fault is not null);
        if (value.ValueKind != JsonValueKind.Object)
            return $"Invalid value at '{form}'";
        foreach (var member in value.EnumerateObject())
        {
            if (!Forms[form].TryGetValue(member.Name, out var within))
                return $"Invalid JSON payload received. Unknown name \"{member.Name}\" at '{form}': Cannot find field.";
            if (Names.TryGetValue(member.Name, out var names) && !names.Contains(member.Value.ToString()))
                return $"Invalid value at '{form}.{member.Name}', \"{member.Value}\"";
            if (Forms.ContainsKey(within) && FaultOfForm(member.Value, within) is { } fault)
                return fault;
        }
        return form switch
        {
            "Suggestion" => value.EnumerateObject().Count() == 1 ? null : "a suggestion is a reply or an action",
            "Reply" or "Action" when value.Text("text") is not { Length: <= LongestLabel } => $"text must have at most {LongestLabel} characters",
            "Reply" or "Action" when value.Text("postbackData") is null => "postbackData is missing",
            "StandaloneCard" when !value.HasObject("cardContent") || value.Text("cardOrientation") is null => "the card has no content or orientation",
            "StandaloneCard" when value.Text("cardOrientation") == "HORIZONTAL" && value.Text("thumbnailImageAlignment") is null =>
                "thumbnailImageAlignment is missing",
            "CarouselCard" when Count(value, "cardContents") is < 2 or > 10 => "a carousel has 2 to 10 cards",
            "CardContent" when Count(value, "suggestions") > MostCardSuggestions => $"a card has at most {MostCardSuggestions} suggestions",
            "ContentInfo" when value.Text("fileUrl") is null => "fileUrl is missing",
            _ => null,
        };
    }

    private static string? FaultOfContent(JsonElement message)
    {
        if (!message.TryGetProperty("contentMessage", out var content))
            return "contentMessage is missing";
        if (Contents.Count(kind => content.TryGetProperty(kind, out _)) != 1)
            return "contentMessage must have exactly one content";
        if (content.Text("text") is { Length: > LongestText })
            return $"text must have at most {LongestText} characters";
        if (Count(content, "suggestions") > MostSuggestions)
            return $"a message has at most {MostSuggestions} suggestions";
        if (message.TryGetProperty("ttl", out _) && (message.TryGetProperty("expireTime", out _) || Lifetime(message) is null))
            return "ttl must be a duration such as 55s, without expireTime";
        return Lifetime(message) > TimeSpan.FromDays(15) ? "ttl must be at most 15 days" : null;
    }

    private static int Count(JsonElement value, string name) =>
        value.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.GetArrayLength() : 0;

    private static FrozenDictionary<string, FrozenDictionary<string, string>> Parsed(params string[] forms) => forms
        .Select(form => form.Split(' '))
        .ToFrozenDictionary(
            words => words[0],
            words => words.Skip(1).Select(member => member.Split(':')).ToFrozenDictionary(parts => parts[0], parts => parts[^1]));
}
