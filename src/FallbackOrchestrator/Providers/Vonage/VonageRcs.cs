using System.Text.Json;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Vonage;

/// <summary>
/// RCS (https://developer.vonage.com/en/messages/concepts/rcs). Vonage's own forms take no suggestions below a medium, no thumbnails, and
/// no cards without a title or a text. What has one of these, and every card, goes in Google's form as <c>custom</c>, which Vonage passes
/// on (https://developer.vonage.com/en/messages/guides/rcs/rcs-custom-messages).
/// </summary>
internal sealed class VonageRcs(VonageOptions options) : IVonageChannel
{
    public SuccessStatus Best => SuccessStatus.Read;

    public ErrorTable Errors => VonageErrors.Rcs;

    public LifetimeRange? Lifetimes { get; } = new(Shortest: 20, Longest: 259_200); // 3 days

    public bool CanRevoke => true;

    public VonageMessage Write(VonageMessage message, Handover handover)
    {
        var addressed = message with
        {
            Channel = "rcs",
            From = options.From,
            Ttl = Lifetimes?.Seconds(handover.Lifetime),
            Rcs = options.RcsCategory is { Length: > 0 } category ? new VonageRcsPurpose(category) : null,
        };
        return handover.Body switch
        {
            { Suggestions: { IsDefaultOrEmpty: false } } => Custom(),
            ContentBody.Text text => addressed with { MessageType = "text", Text = text.Value },
            ContentBody.Image { Thumbnail: null } image =>
                addressed with { MessageType = "image", Image = new VonageMedia(image.Url.OriginalString) },
            ContentBody.Video { Thumbnail: null } video =>
                addressed with { MessageType = "video", Video = new VonageMedia(video.Url.OriginalString) },
            ContentBody.File file => addressed with { MessageType = "file", File = new VonageMedia(file.Url.OriginalString) },
            _ => Custom(),
        };

        VonageMessage Custom() => addressed with
        {
            MessageType = "custom",
            Custom = JsonSerializer.SerializeToElement(
                new RbmMessage(VonageRcsContent.Write(handover.Body)), RbmJson.Default.RbmMessage),
        };
    }
}
