using System.Globalization;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Twilio;

/// <summary>
/// WhatsApp (https://www.twilio.com/docs/whatsapp/api). Twilio names templates by a content SID of its own, and sends what a person can tap
/// as such a template only.
/// </summary>
internal sealed class TwilioWhatsApp : ITwilioChannel
{
    private const string Prefix = "whatsapp:";
    private const int LongestText = 1600;

    private readonly string? _from;
    private readonly TwilioTemplates _templates;

    public TwilioWhatsApp(TwilioOptions options)
    {
        var from = options.From?.Trim();
        var number = from?.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) == true ? from[Prefix.Length..] : from;
        _from = string.IsNullOrEmpty(number) ? null : Prefix + SenderId.WithPlus(number);
        _templates = TwilioTemplates.Read(options.Templates);
    }

    public SuccessStatus Best => SuccessStatus.Read;

    public ErrorTable Errors => TwilioErrors.WhatsApp;

    // WhatsApp has lifetimes of templates, but none of a call.
    public LifetimeRange? Lifetimes => null;

    public string AddressOf(string number) => Prefix + number;

    public string? SenderOf(Handover handover) => _from;

    public string? WhyNot(ContentBody body) => body switch
    {
        ContentBody.Text { Value.Length: > LongestText } => $"Twilio takes texts of at most {LongestText} characters",
        ContentBody.Interactive => "Twilio sends interactive messages only as templates of its own",
        ContentBody.Template template when _templates.Find(template) is null =>
            $"the channel account has no content SID for the template {template.Name} in {template.Language}",
        ContentBody.Template template => TwilioVariables.WhyNot(template),
        _ => null,
    };

    public string? Loss(ContentBody body) =>
        body is ContentBody.File { Caption: not null } ? "Twilio shows no text with File content, so content.text is not sent" : null;

    public IEnumerable<KeyValuePair<string, string>> Write(ContentBody body) => body switch
    {
        ContentBody.Text text => [new("Body", text.Value)],
        ContentBody.Image image => [.. Words(image.Caption), new("MediaUrl", image.Url.OriginalString)],
        ContentBody.Video video => [.. Words(video.Caption), new("MediaUrl", video.Url.OriginalString)],
        ContentBody.Audio audio => [new("MediaUrl", audio.Url.OriginalString)],
        ContentBody.File file => [new("MediaUrl", file.Url.OriginalString)],
        ContentBody.Location { Place: var place } => [new("Body", NameOf(place)), new("PersistentAction", Position(place))],
        ContentBody.Template template when _templates.Find(template) is { } sid =>
            [new("ContentSid", sid), .. TwilioVariables.Of(template)],
        _ => throw new NotSupportedException($"no way to write {body.Kind}"),
    };

    private static IEnumerable<KeyValuePair<string, string>> Words(string? caption) =>
        string.IsNullOrEmpty(caption) ? [] : [new("Body", caption)];

    private static string NameOf(Place place) =>
        new[] { place.Name, place.Address }.FirstOrDefault(text => !string.IsNullOrWhiteSpace(text)) ?? Coordinates(place);

    private static string Position(Place place) =>
        string.IsNullOrWhiteSpace(place.Address) ? $"geo:{Coordinates(place)}" : $"geo:{Coordinates(place)}|{place.Address}";

    private static string Coordinates(Place place) => string.Create(CultureInfo.InvariantCulture, $"{place.Latitude},{place.Longitude}");
}
