using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages.Inbound;

namespace FallbackOrchestrator.Providers.Google;

/// <summary>
/// What people write to an RCS agent
/// (https://developers.google.com/business-communications/rcs-business-messaging/reference/rest/v1/UserMessage).
/// </summary>
internal static class GoogleInbound
{
    /// <summary>True if it is a message of a person, and no event.</summary>
    public static bool Is(WireObject said) => !said.Has("eventType") && (said.Has("text") || said.Has("userFile") || said.Has("location")
        || said.Has("suggestionResponse"));

    public static InboundMessage Read(WireObject said) => new(
        said.Id("messageId"),
        InboundSender.Of(said.Has("senderPhoneNumber") ? said.Text("senderPhoneNumber") : null),
        ContentOf(said),
        said.Time("sendTime"))
    {
        AccountName = said.Text("agentId") is { } agent ? GoogleReceipts.AgentIn(agent) : null,
    };

    private static InboundContent ContentOf(WireObject said)
    {
        if (said.Has("suggestionResponse") && said.Object("suggestionResponse") is { } chosen)
            return new InboundContent.Choice(IsOfList: false, chosen.Text("postbackData"), chosen.Has("text") ? chosen.Text("text") : null);
        if (said.Has("location") && said.Object("location") is { } place
            && place.Number("latitude") is { } latitude && place.Number("longitude") is { } longitude)
            return new InboundContent.Location(latitude, longitude);
        if (said.Has("userFile") && said.Object("userFile") is { } file)
        {
            var payload = file.Has("payload") ? file.Object("payload") : null;
            return new InboundContent.Media(KindOf(payload?.Text("mimeType")), payload?.Text("fileUri"));
        }
        return said.Has("text") && said.Text("text") is { } text ? new InboundContent.Text(text) : new InboundContent.Other();
    }

    private static InboundMediaKind KindOf(string? type) => type?.Split('/')[0].ToLowerInvariant() switch
    {
        "image" => InboundMediaKind.Image,
        "video" => InboundMediaKind.Video,
        "audio" => InboundMediaKind.Audio,
        _ => InboundMediaKind.File,
    };
}
