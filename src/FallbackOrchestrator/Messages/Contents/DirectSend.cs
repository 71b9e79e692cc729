namespace FallbackOrchestrator.Messages.Contents;

/// <summary>WhatsApp's Direct Send: a utility message without a template that was created before.</summary>
/// <param name="TtlSeconds">The time for which WhatsApp tries to deliver it, 30 to 43,200 seconds; 30 days if left out.</param>
public sealed record DirectSend(int? TtlSeconds)
{
    /// <summary>The content with which WhatsApp accepts it, for a warning.</summary>
    internal const string Taken = "text, and with interactive content of type button, cta_url or voice_call";

    /// <summary>
    /// True if WhatsApp accepts it with a content
    /// (https://developers.facebook.com/documentation/business-messaging/whatsapp/direct-send/supported-message-types).
    /// </summary>
    public static bool Takes(ContentBody body) => body is ContentBody.Text
        or ContentBody.Interactive
        {
            Action: InteractiveAction.ReplyButtons or InteractiveAction.OpenUrl or InteractiveAction.VoiceCall,
        };
}
