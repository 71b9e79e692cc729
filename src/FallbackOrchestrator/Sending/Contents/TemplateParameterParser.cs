using System.Collections.Immutable;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>Reads what fills the gaps of a template.</summary>
internal static class TemplateParameterParser
{
    private const int LongestText = 1024;
    private const int LongestTtl = 43_200;

    private enum Kind
    {
        Text,
        Image,
        Gif,
        Video,
        Document,
        Location,
        Payload,
        CouponCode,
        Action,
        TtlMinutes,
    }

    private static readonly Dictionary<TemplateButton, Kind[]> OfButton = new()
    {
        [TemplateButton.QuickReply] = [Kind.Payload],
        [TemplateButton.Url] = [Kind.Text],
        [TemplateButton.CopyCode] = [Kind.CouponCode],
        [TemplateButton.Flow] = [Kind.Action],
        [TemplateButton.VoiceCall] = [Kind.TtlMinutes, Kind.Payload],
    };

    /// <summary>Of a header, a body or a footer; only headers may hold more than text.</summary>
    public static IEnumerable<Problem> CheckText(IReadOnlyList<RequestedParameter?>? asked, string at, bool mayBeMedia)
    {
        Kind[] allowed = mayBeMedia ? [Kind.Text, Kind.Image, Kind.Gif, Kind.Video, Kind.Document, Kind.Location] : [Kind.Text];
        return CheckEach(asked, at, allowed, field => TemplateParameterNotAllowed(field, string.Join(", ", allowed)));
    }

    /// <summary>Of a button: at least one, except that a form's and a call's may have none.</summary>
    public static IEnumerable<Problem> CheckButton(TemplateButton button, IReadOnlyList<RequestedParameter?>? asked, string at)
    {
        var allowed = OfButton[button];
        var most = button == TemplateButton.VoiceCall ? 2 : 1;
        if (asked is not { Count: > 0 } && button is not (TemplateButton.Flow or TemplateButton.VoiceCall))
            return [TemplateParametersEmpty(at)];
        if (asked?.Count > most)
            return [TooManyTemplateParameters(at, most)];
        return CheckEach(asked, at, allowed, field => InvalidTemplateButtonParameter(field, $"{button} takes {string.Join(", ", allowed)}"));
    }

    public static ImmutableArray<TemplateParameter> Read(IReadOnlyList<RequestedParameter?>? asked) => [.. (asked ?? []).Select(one => Read(one!))];

    private static IEnumerable<Problem> CheckEach(
        IReadOnlyList<RequestedParameter?>? asked, string at, Kind[] allowed, Func<string, Problem> notAllowed) =>
        (asked ?? []).SelectMany((parameter, i) => KindOf(parameter) switch
        {
            null => [InvalidTemplateParameterType($"{at}[{i}].type", EnumText.OneOf<Kind>())],
            { } kind when !allowed.Contains(kind) => [notAllowed($"{at}[{i}].type")],
            { } kind => Check(kind, parameter!, $"{at}[{i}]"),
        });

    private static IEnumerable<Problem> Check(Kind kind, RequestedParameter asked, string at) => kind switch
    {
        Kind.Text when string.IsNullOrEmpty(asked.Text) => [InvalidTemplateParameter($"{at}.text", "must not be empty")],
        Kind.Text when asked.Text.Length > LongestText => [TemplateTextTooLong($"{at}.text", LongestText)],
        Kind.Image or Kind.Gif or Kind.Video or Kind.Document when WebAddress.Read(asked.Url) is null => [InvalidTemplateUrl($"{at}.url")],
        Kind.Location when !LocationParser.IsPlace(asked.Location) => [TemplateLocationEmpty($"{at}.location")],
        Kind.Payload when string.IsNullOrEmpty(asked.Payload) => [InvalidTemplateParameter($"{at}.payload", "must not be empty")],
        Kind.CouponCode when string.IsNullOrEmpty(asked.CouponCode) => [InvalidTemplateParameter($"{at}.couponCode", "must not be empty")],
        Kind.Action when !FlowDataParser.IsObjectOrNone(asked.FlowActionData) =>
            [InvalidTemplateParameter($"{at}.flowActionData.data", "must be an object")],
        Kind.TtlMinutes when asked.TtlMinutes is not (>= 1 and <= LongestTtl) =>
            [InvalidTemplateParameter($"{at}.ttlMinutes", $"must be a whole number from 1 to {LongestTtl}")],
        _ => [],
    };

    private static TemplateParameter Read(RequestedParameter asked) => KindOf(asked) switch
    {
        Kind.Text => new TemplateParameter.Text(asked.Text!, string.IsNullOrWhiteSpace(asked.Name) ? null : asked.Name),
        Kind.Image => new TemplateParameter.Media(TemplateMedium.Image, WebAddress.Read(asked.Url)!),
        Kind.Gif => new TemplateParameter.Media(TemplateMedium.Gif, WebAddress.Read(asked.Url)!),
        Kind.Video => new TemplateParameter.Media(TemplateMedium.Video, WebAddress.Read(asked.Url)!),
        Kind.Document => new TemplateParameter.Media(TemplateMedium.Document, WebAddress.Read(asked.Url)!),
        Kind.Location => new TemplateParameter.Location(LocationParser.Read(asked.Location!)),
        Kind.Payload => new TemplateParameter.Payload(asked.Payload!),
        Kind.CouponCode => new TemplateParameter.CouponCode(asked.CouponCode!),
        Kind.Action => new TemplateParameter.Action(FlowDataParser.Screen(asked.FlowActionData), FlowDataParser.Data(asked.FlowActionData)),
        _ => new TemplateParameter.Ttl(asked.TtlMinutes!.Value),
    };

    private static Kind? KindOf(RequestedParameter? asked) => EnumText.ParseOrNull<Kind>(asked?.Type);
}
