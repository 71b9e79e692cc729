using System.Collections.Immutable;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>Reads the values of a template's placeholders.</summary>
internal static class TemplateParameterParser
{
    private const int LongestText = 1024;
    private const int LongestTtl = 43_200;

    public enum Kind
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

    private static readonly Kind[] OfHeader = [Kind.Text, Kind.Image, Kind.Gif, Kind.Video, Kind.Document, Kind.Location];

    private static readonly Dictionary<TemplateButton, Kind[]> OfButton = new()
    {
        [TemplateButton.QuickReply] = [Kind.Payload],
        [TemplateButton.Url] = [Kind.Text],
        [TemplateButton.CopyCode] = [Kind.CouponCode],
        [TemplateButton.Flow] = [Kind.Action],
        [TemplateButton.VoiceCall] = [Kind.TtlMinutes, Kind.Payload],
    };

    /// <summary>The parameters of a header, which may be text, a medium or a location.</summary>
    public static ImmutableArray<TemplateParameter> ReadHeader(
        IReadOnlyList<RequestedParameter?>? requested, string at, FieldReader fields) =>
        ReadEach(requested, at, OfHeader, field => TemplateParameterNotAllowed(field, string.Join(", ", OfHeader)), fields);

    /// <summary>The parameters of a body or a footer, which are text.</summary>
    public static ImmutableArray<TemplateParameter> ReadText(
        IReadOnlyList<RequestedParameter?>? requested, string at, FieldReader fields) =>
        ReadEach(requested, at, [Kind.Text], field => TemplateParameterNotAllowed(field, $"{Kind.Text}"), fields);

    /// <summary>The parameters of a button: at least one, except for a form and a call.</summary>
    public static ImmutableArray<TemplateParameter> ReadButton(
        TemplateButton button, IReadOnlyList<RequestedParameter?>? requested, string at, FieldReader fields)
    {
        var allowed = OfButton[button];
        var most = button == TemplateButton.VoiceCall ? 2 : 1;
        if (requested is not { Count: > 0 } && button is not (TemplateButton.Flow or TemplateButton.VoiceCall))
            fields.Refuse(TemplateParametersEmpty(at));
        if (requested?.Count > most)
            fields.Refuse(TooManyTemplateParameters(at, most));
        return ReadEach(
            requested, at, allowed, field => InvalidTemplateButtonParameter(field, $"{button} takes {string.Join(", ", allowed)}"), fields);
    }

    private static ImmutableArray<TemplateParameter> ReadEach(
        IReadOnlyList<RequestedParameter?>? requested, string at, Kind[] allowed, Func<string, Problem> notAllowed, FieldReader fields)
    {
        var parameters = ImmutableArray.CreateBuilder<TemplateParameter>();
        foreach (var (i, parameter) in (requested ?? []).Index())
        {
            if (parameter is null || EnumText.ParseOrNull<Kind>(parameter.Type) is not { } kind)
                fields.Refuse(InvalidTemplateParameterType($"{at}[{i}].type", EnumText.OneOf<Kind>()));
            else if (!allowed.Contains(kind))
                fields.Refuse(notAllowed($"{at}[{i}].type"));
            else
                parameters.Add(Read(kind, parameter, $"{at}[{i}]", fields));
        }
        return parameters.DrainToImmutable();
    }

    private static TemplateParameter Read(Kind kind, RequestedParameter requested, string at, FieldReader fields)
    {
        switch (kind)
        {
            case Kind.Text:
                var text = NotEmpty(requested.Text, $"{at}.text", fields);
                if (text.Length > LongestText)
                    fields.Refuse(TemplateTextTooLong($"{at}.text", LongestText));
                return new TemplateParameter.Text(text, FieldReader.NullIfBlank(requested.Name));
            case Kind.Image:
                return ReadMedium(TemplateMedium.Image, requested, at, fields);
            case Kind.Gif:
                return ReadMedium(TemplateMedium.Gif, requested, at, fields);
            case Kind.Video:
                return ReadMedium(TemplateMedium.Video, requested, at, fields);
            case Kind.Document:
                return ReadMedium(TemplateMedium.Document, requested, at, fields);
            case Kind.Location:
                return new TemplateParameter.Location(
                    LocationParser.Read(requested.Location)
                        ?? fields.Refuse(TemplateLocationEmpty($"{at}.location"), LocationParser.Nowhere));
            case Kind.Payload:
                return new TemplateParameter.Payload(NotEmpty(requested.Payload, $"{at}.payload", fields));
            case Kind.CouponCode:
                return new TemplateParameter.CouponCode(NotEmpty(requested.CouponCode, $"{at}.couponCode", fields));
            case Kind.Action:
                if (!FlowDataParser.TryRead(requested.FlowActionData, out var screen, out var data))
                    fields.Refuse(InvalidTemplateParameter($"{at}.flowActionData.data", "must be an object"));
                return new TemplateParameter.Action(screen, data);
            default:
                if (requested.TtlMinutes is not (>= 1 and <= LongestTtl))
                    fields.Refuse(InvalidTemplateParameter($"{at}.ttlMinutes", $"must be a whole number from 1 to {LongestTtl}"));
                return new TemplateParameter.Ttl(requested.TtlMinutes ?? 0);
        }
    }

    private static TemplateParameter.Media ReadMedium(
        TemplateMedium medium, RequestedParameter requested, string at, FieldReader fields) => new(
        medium, WebAddress.Read(requested.Url) ?? fields.Refuse(InvalidTemplateUrl($"{at}.url"), FieldReader.NoAddress));

    private static string NotEmpty(string? text, string field, FieldReader fields) =>
        string.IsNullOrEmpty(text) ? fields.Refuse(InvalidTemplateParameter(field, "must not be empty"), "") : text;
}
