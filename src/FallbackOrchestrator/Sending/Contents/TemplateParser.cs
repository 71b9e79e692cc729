using System.Collections.Immutable;
using System.Text.Json;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>Reads a template and its components.</summary>
internal static class TemplateParser
{
    private const int LongestName = 512;
    private const int LongestLanguage = 20;
    private const int LastIndex = 9;

    private static readonly Part[] PartsOfCard = [Part.Header, Part.Body, Part.Button];

    public enum Part
    {
        Header,
        Body,
        Footer,
        Button,
        Carousel,
        CallPermissionRequest,
        RequestContactInfo,
    }

    public static ContentBody.Template Read(RequestedTemplate? requested, string at, FieldReader fields)
    {
        requested ??= fields.Refuse(TemplateMissing(at), new RequestedTemplate());
        var name = FieldReader.NullIfBlank(requested.Name) ?? fields.Refuse(TemplateNameMissing($"{at}.name"), "");
        if (name.Length > LongestName)
            fields.Refuse(TemplateNameTooLong($"{at}.name", LongestName));
        var language = FieldReader.NullIfBlank(requested.Language) ?? fields.Refuse(TemplateLanguageMissing($"{at}.language"), "");
        if (language.Length > LongestLanguage)
            fields.Refuse(InvalidTemplateLanguage($"{at}.language"));
        return new ContentBody.Template(
            name.Trim(), language.Trim(), ReadComponents(requested.Components, $"{at}.components", inCard: false, fields));
    }

    private static ImmutableArray<TemplateComponent> ReadComponents(
        IReadOnlyList<RequestedComponent?>? requested, string at, bool inCard, FieldReader fields)
    {
        var components = ImmutableArray.CreateBuilder<TemplateComponent>();
        var seen = new HashSet<(Part, int)>();
        foreach (var (i, component) in (requested ?? []).Index())
        {
            var field = $"{at}[{i}]";
            if (component is null || PartOf(component) is not { } part || (inCard && !PartsOfCard.Contains(part)))
            {
                fields.Refuse(InvalidTemplateComponent(
                    $"{field}.type", EnumText.OneOf(JsonNamingPolicy.SnakeCaseLower, inCard ? PartsOfCard : Enum.GetValues<Part>())));
                break;
            }
            components.Add(ReadComponent(part, component, field, fields));
            if (!seen.Add((part, part == Part.Button ? component.Index ?? 0 : 0)))
                fields.Refuse(TemplateCombination(field, part == Part.Button ? "is a second button of this index" : $"is a second {part}"));
        }
        return components.DrainToImmutable();
    }

    /// <summary>The part of the template that a component belongs to; some of 8x8's samples name no type for a body.</summary>
    public static Part? PartOf(RequestedComponent requested) =>
        string.IsNullOrEmpty(requested.Type) ? Part.Body : EnumText.ParseOrNull<Part>(requested.Type);

    private static TemplateComponent ReadComponent(Part part, RequestedComponent requested, string at, FieldReader fields)
    {
        switch (part)
        {
            case Part.Header:
                if (requested.Parameters?.Count > 1)
                    fields.Refuse(TooManyTemplateParameters($"{at}.parameters", 1));
                return new TemplateComponent.Header(TemplateParameterParser.ReadHeader(requested.Parameters, $"{at}.parameters", fields));
            case Part.Body:
                return new TemplateComponent.Body(TemplateParameterParser.ReadText(requested.Parameters, $"{at}.parameters", fields));
            case Part.Footer:
                return new TemplateComponent.Footer(TemplateParameterParser.ReadText(requested.Parameters, $"{at}.parameters", fields));
            case Part.Button:
                return ReadButton(requested, at, fields);
            case Part.Carousel:
                return new TemplateComponent.Carousel(ReadCards(requested.Cards, $"{at}.cards", fields));
            case Part.CallPermissionRequest:
                return new TemplateComponent.CallPermissionRequest();
            default:
                return new TemplateComponent.ContactInfoRequest();
        }
    }

    private static TemplateComponent.Button ReadButton(RequestedComponent requested, string at, FieldReader fields)
    {
        var kind = EnumText.ParseOrNull<TemplateButton>(requested.SubType)
            ?? fields.Refuse(InvalidTemplateSubtype($"{at}.subType"), default(TemplateButton));
        if (requested.Index is < 0 or > LastIndex)
            fields.Refuse(InvalidTemplateIndex($"{at}.index", LastIndex));
        return new TemplateComponent.Button(
            kind, requested.Index ?? 0, TemplateParameterParser.ReadButton(kind, requested.Parameters, $"{at}.parameters", fields));
    }

    private static ImmutableArray<TemplateCard> ReadCards(IReadOnlyList<RequestedTemplateCard?>? requested, string at, FieldReader fields)
    {
        requested ??= [];
        if (requested.Count == 0)
            fields.Refuse(TemplateParametersEmpty(at));
        if (requested.Count > LastIndex + 1)
            fields.Refuse(OutOfRange(at, $"may have {LastIndex + 1} cards"));
        return [.. requested.Select((card, i) => ReadCard(card ?? new RequestedTemplateCard(), i, $"{at}[{i}]", fields))];
    }

    private static TemplateCard ReadCard(RequestedTemplateCard requested, int place, string at, FieldReader fields)
    {
        if (requested.CardIndex is < 0 or > LastIndex)
            fields.Refuse(InvalidTemplateIndex($"{at}.cardIndex", LastIndex));
        return new TemplateCard(requested.CardIndex
            ?? place, ReadComponents(requested.Components, $"{at}.components", inCard: true, fields));
    }
}
