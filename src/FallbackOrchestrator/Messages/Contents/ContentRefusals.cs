namespace FallbackOrchestrator.Messages.Contents;

/// <summary>
/// Finds parts of a content that a provider will reject, or change, although 8x8's schema allows them. The customer is warned when the
/// message is sent; the provider still decides.
/// </summary>
public static class ContentRefusals
{
    private const int LongestDirectText = 1024;

    /// <summary>The warnings about a step.</summary>
    /// <param name="content">The step's content.</param>
    /// <param name="body">The part of it that the channel gets (<see cref="ContentRules.Fit"/>).</param>
    /// <param name="channel">The channel.</param>
    public static IEnumerable<string> Of(StepContent content, ContentBody body, ChannelName channel)
    {
        var table = Channel.ContentOf(channel);
        if (WordsOf(body) is { } words && BlankText.Is(words))
            yield return "the text shows nothing, and providers refuse such texts";
        if (ButtonOf(body) is { } button && BlankText.Is(button.Caption))
            yield return "the button's caption shows nothing, and providers refuse such texts";
        if (OfMedium(body, table) is { } medium)
            yield return medium;
        if (body is ContentBody.File { Name: var name } && table.LongestFileName is { } most)
        {
            var sent = MediaName.Within(name, most);
            if (sent is null)
                yield return "the address ends in no name with an extension, so the file is sent without a name: handsets may not open it";
            else if (sent != name)
                yield return $"the file's name is longer than the channel's {most} characters and is cut";
        }
        if (content.DirectSend is not null && Channel.TryFind(channel.Value, out var known) && known.DirectSendLifetime is not null)
        {
            if (!DirectSend.Takes(body))
                yield return $"whatsApp.directSend is not used: WhatsApp takes it with {DirectSend.Taken} only";
            else if (body is ContentBody.Text { Value.Length: > LongestDirectText })
                yield return $"with whatsApp.directSend WhatsApp takes texts of at most {LongestDirectText} characters";
        }
        if (table.ChecksAsWhatsApp)
        {
            foreach (var sentence in WhatsAppRefusals.Of(body))
                yield return sentence;
        }
    }

    private static string? WordsOf(ContentBody body) => body switch
    {
        ContentBody.Text text => text.Value,
        ContentBody.Buttons buttons => buttons.Value,
        _ => body.Caption,
    };

    private static LinkButton? ButtonOf(ContentBody body) => body switch
    {
        ContentBody.Buttons buttons => buttons.Button,
        ContentBody.Video video => video.Button,
        _ => null,
    };

    private static string? OfMedium(ContentBody body, ChannelContent table)
    {
        var (address, kind) = body switch
        {
            ContentBody.Image image => (image.Url, ContentKind.Image),
            ContentBody.Audio audio => (audio.Url, ContentKind.Audio),
            ContentBody.Video video => (video.Url, ContentKind.Video),
            ContentBody.File file => (file.Url, ContentKind.File),
            ContentBody.Buttons { Picture: { } picture } => (picture, ContentKind.Image),
            _ => ((Uri?)null, body.Kind),
        };
        return address is null ? null : FileTypes.WhyNot(address, table.FileTypes.GetValueOrDefault(kind));
    }
}
