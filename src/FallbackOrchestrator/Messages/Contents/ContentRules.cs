namespace FallbackOrchestrator.Messages.Contents;

/// <summary>
/// The one rule of what a step sends. SMS sends <c>fallbackText</c> if there is one. Any other step sends the body if its channel carries
/// it (<see cref="ChannelContent"/>); otherwise the first that exists of <c>fallbackText</c>, the text, the caption and the link. If none
/// of them exists, the step is not possible.
/// </summary>
public static class ContentRules
{
    /// <summary>
    /// The shortest time for which a channel tries to deliver a content, if a Send cannot shorten it; null if none is known.
    /// </summary>
    public static TimeSpan? ShortestLifetime(StepContent content, ChannelName channel) =>
        content is { DirectSend: not null } or { Body: ContentBody.Template }
        && Channel.TryFind(channel.Value, out var known) && Fit(content, channel) is Fitting.Fits fits
            ? content switch
            {
                { DirectSend: { } directSend } when known.DirectSendLifetime is { } usual && DirectSend.Takes(fits.Body) =>
                    directSend.TtlSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : usual,
                _ => fits.Body is ContentBody.Template ? known.TemplateLifetime : null,
            }
            : null;

    /// <summary>Fits a content to a channel.</summary>
    /// <param name="content">The content.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="whyNot">
    /// The reason why the account cannot send a body although the channel carries it; null if there is none. May be left out.
    /// </param>
    public static Fitting Fit(StepContent content, ChannelName channel, Func<ContentBody, string?>? whyNot = null)
    {
        var table = Channel.ContentOf(channel);
        var isSms = channel == Channel.Sms.Name;
        var fallback = content.FallbackText is { } text ? new ContentBody.Text(text) : null;
        if (fallback is not null && isSms)
            return Cut(fallback, content.Sms, [], usesFallbackText: true);
        if (WhyNot(content.Body) is not { } why)
        {
            return isSms
                ? Cut((ContentBody.Text)content.Body, content.Sms, [], usesFallbackText: false)
                : new Fitting.Fits(content.Body, [.. Lost(content.Body, table)], UsesFallbackText: content.Body == fallback);
        }
        if (fallback is not null && WhyNot(fallback) is null)
        {
            return new Fitting.Fits(
                fallback, table.Kinds.Contains(content.Body.Kind) ? [$"{why}; fallbackText is sent"] : [], UsesFallbackText: true);
        }
        // A text that is too long does not get shorter this way; the text of any other content may fit.
        if (content.Body is not ContentBody.Text && ContentText.Of(content.Body) is { } words
            && WhyNot(new ContentBody.Text(words)) is null)
        {
            var rest = $"{why}; only its text, caption or link is sent";
            return isSms
                ? Cut(new ContentBody.Text(words), content.Sms, [rest], usesFallbackText: false)
                : new Fitting.Fits(new ContentBody.Text(words), [rest]);
        }
        return new Fitting.CannotApply(AttemptError.Of(ErrorClass.BadRequest, text: why));

        string? WhyNot(ContentBody body) => table.WhyNot(body) ?? whyNot?.Invoke(body);
    }

    private static Fitting.Fits Cut(ContentBody.Text body, SmsSettings? settings, IEnumerable<string> warnings, bool usesFallbackText)
    {
        var sms = SmsText.Of(body.Value, settings?.Encoding ?? SmsEncoding.Auto);
        return new Fitting.Fits(
            sms.IsCut ? new ContentBody.Text(sms.Text) : body, [.. warnings, .. Changed(sms, settings)], usesFallbackText);
    }

    private static IEnumerable<string> Changed(SmsText sms, SmsSettings? settings)
    {
        if (sms.IsCut)
            yield return $"the text needs more than {SmsText.MostSegments} segments and is cut after {sms.Text.Length} characters";
        if (settings?.Encoding == SmsEncoding.Gsm7 && sms.Encoding != SmsEncoding.Gsm7)
            yield return "the text has characters that GSM7 has not, so it is sent as UCS2";
        if (settings?.OddSource() is { } odd)
            yield return $"the sender ID (sms.source) {odd}";
    }

    private static IEnumerable<string> Lost(ContentBody body, ChannelContent table)
    {
        if (body is { Caption: not null, Kind: ContentKind.Image or ContentKind.Audio or ContentKind.Video or ContentKind.File }
            && !table.Captioned.Contains(body.Kind))
        {
            yield return $"the channel shows no text with {body.Kind} content, so content.text is not sent";
        }
    }
}
