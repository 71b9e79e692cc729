using System.Globalization;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Vonage;

/// <summary>Viber Business Messages (https://developer.vonage.com/en/api/messages).</summary>
internal sealed class VonageViber(VonageOptions options) : IVonageChannel
{
    public SuccessStatus Best => SuccessStatus.Read;

    public ErrorTable Errors => VonageErrors.Viber;

    public AccountAddressing Addressing => AccountAddressing.NumbersOnly;

    public LifetimeRange? Lifetimes { get; } = new(Shortest: 30, Longest: 259_200); // 3 days

    public VonageMessage Write(VonageMessage message, Handover handover)
    {
        var service = new VonageViberService(options.Category) { Ttl = Lifetimes?.Seconds(handover.Lifetime) };
        var addressed = message with { Channel = "viber_service", From = options.From, ViberService = service };
        return handover.Body switch
        {
            ContentBody.Text text => addressed with { MessageType = "text", Text = text.Value },
            ContentBody.Image image =>
                addressed with { MessageType = "image", Image = new VonageMedia(image.Url.OriginalString, image.Caption) },
            ContentBody.File file =>
                addressed with { MessageType = "file", File = new VonageMedia(file.Url.OriginalString, Name: NameOf(file)) },
            ContentBody.Video video => addressed with
            {
                MessageType = "video",
                Video = new VonageMedia(video.Url.OriginalString, video.Caption, video.Thumbnail?.OriginalString),
                ViberService = service with
                {
                    Action = Action(video.Button),
                    Duration = Whole(video.Seconds),
                    FileSize = Whole((double?)video.Bytes / VideoLimits.Megabyte),
                },
            },
            ContentBody.Buttons { Picture: { } picture } buttons => addressed with
            {
                MessageType = "image",
                Image = new VonageMedia(picture.OriginalString, buttons.Value),
                ViberService = service with { Action = Action(buttons.Button) },
            },
            ContentBody.Buttons buttons => addressed with
            {
                MessageType = "text",
                Text = buttons.Value,
                ViberService = service with { Action = Action(buttons.Button) },
            },
            _ => throw new NotSupportedException($"no way to write {handover.Body.Kind}"),
        };
    }

    private static VonageAction? Action(LinkButton? button) =>
        button is null ? null : new VonageAction(button.Action.OriginalString, button.Caption);

    // Vonage wants a name with its extension, of at most 25 characters, or none.
    private static string? NameOf(ContentBody.File file) => MediaName.Within(file.Name, Channel.Viber.Content.LongestFileName!.Value);

    // At Vonage both are whole numbers of at least 1, written as text.
    private static string? Whole(double? value) =>
        value is null ? null : Math.Max(1, Math.Ceiling(value.Value)).ToString(CultureInfo.InvariantCulture);
}
