using System.Collections.Immutable;
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

    private enum Part
    {
        Header,
        Body,
        Footer,
        Button,
        Carousel,
        CallPermissionRequest,
        RequestContactInfo,
    }

    public static IEnumerable<Problem> Check(RequestedTemplate? asked, string at)
    {
        if (asked is null)
            return [TemplateMissing(at)];
        if (string.IsNullOrWhiteSpace(asked.Name))
            return [TemplateNameMissing($"{at}.name")];
        if (asked.Name.Length > LongestName)
            return [TemplateNameTooLong($"{at}.name", LongestName)];
        if (string.IsNullOrWhiteSpace(asked.Language))
            return [TemplateLanguageMissing($"{at}.language")];
        if (asked.Language.Length > LongestLanguage)
            return [InvalidTemplateLanguage($"{at}.language")];
        return CheckComponents(asked.Components, $"{at}.components", inCard: false);
    }

    public static ContentBody.Template Read(RequestedTemplate asked) => new(asked.Name!.Trim(), asked.Language!.Trim(), Components(asked.Components));

    private static IEnumerable<Problem> CheckComponents(IReadOnlyList<RequestedComponent?>? asked, string at, bool inCard)
    {
        var seen = new HashSet<(Part, int)>();
        for (var i = 0; i < asked?.Count; i++)
        {
            var field = $"{at}[{i}]";
            if (asked[i] is not { } component || PartOf(component) is not { } part || (inCard && part is not (Part.Header or Part.Body or Part.Button)))
            {
                yield return InvalidTemplateComponent(
                    $"{field}.type", inCard ? "header, body or button" : "header, body, footer, button, carousel, call_permission_request or request_contact_info");
                yield break;
            }
            foreach (var problem in CheckComponent(part, component, field))
                yield return problem;
            if (!seen.Add((part, part == Part.Button ? component.Index ?? 0 : 0)))
                yield return TemplateCombination(field, part == Part.Button ? "is a second button of this index" : $"is a second {part}");
        }
    }

    private static IEnumerable<Problem> CheckComponent(Part part, RequestedComponent asked, string at) => part switch
    {
        Part.Button => CheckButton(asked, at),
        Part.Carousel => CheckCards(asked.Cards, $"{at}.cards"),
        Part.Header when asked.Parameters?.Count > 1 => [TooManyTemplateParameters($"{at}.parameters", 1)],
        Part.Header or Part.Body or Part.Footer => TemplateParameterParser.CheckText(asked.Parameters, $"{at}.parameters", mayBeMedia: part == Part.Header),
        _ => [],
    };

    private static IEnumerable<Problem> CheckButton(RequestedComponent asked, string at)
    {
        if (EnumText.ParseOrNull<TemplateButton>(asked.SubType) is not { } kind)
            return [InvalidTemplateSubtype($"{at}.subType")];
        return asked.Index is < 0 or > LastIndex
            ? [InvalidTemplateIndex($"{at}.index", LastIndex)]
            : TemplateParameterParser.CheckButton(kind, asked.Parameters, $"{at}.parameters");
    }

    private static IEnumerable<Problem> CheckCards(IReadOnlyList<RequestedTemplateCard?>? asked, string at)
    {
        if (asked is not { Count: > 0 })
            return [TemplateParametersEmpty(at)];
        if (asked.Count > LastIndex + 1)
            return [OutOfRange(at, $"may have {LastIndex + 1} cards")];
        return asked.SelectMany((card, i) => card?.CardIndex is < 0 or > LastIndex
            ? [InvalidTemplateIndex($"{at}[{i}].cardIndex", LastIndex)]
            : CheckComponents(card?.Components, $"{at}[{i}].components", inCard: true));
    }

    private static Part? PartOf(RequestedComponent asked) => string.IsNullOrEmpty(asked.Type) ? Part.Body : EnumText.ParseOrNull<Part>(asked.Type);

    private static ImmutableArray<TemplateComponent> Components(IReadOnlyList<RequestedComponent?>? asked) =>
        [.. (asked ?? []).Select(component => Component(component!))];

    private static TemplateComponent Component(RequestedComponent asked) => PartOf(asked) switch
    {
        Part.Header => new TemplateComponent.Header(TemplateParameterParser.Read(asked.Parameters)),
        Part.Body => new TemplateComponent.Body(TemplateParameterParser.Read(asked.Parameters)),
        Part.Footer => new TemplateComponent.Footer(TemplateParameterParser.Read(asked.Parameters)),
        Part.Button => new TemplateComponent.Button(
            EnumText.ParseOrNull<TemplateButton>(asked.SubType)!.Value, asked.Index ?? 0, TemplateParameterParser.Read(asked.Parameters)),
        Part.Carousel => new TemplateComponent.Carousel(
            [.. asked.Cards!.Select((card, i) => new TemplateCard(card?.CardIndex ?? i, Components(card?.Components)))]),
        Part.CallPermissionRequest => new TemplateComponent.CallPermissionRequest(),
        _ => new TemplateComponent.ContactInfoRequest(),
    };
}
