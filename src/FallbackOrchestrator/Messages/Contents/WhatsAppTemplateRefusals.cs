using System.Text.RegularExpressions;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>Finds parts of a template that WhatsApp rejects although 8x8's schema allows them.</summary>
internal static partial class WhatsAppTemplateRefusals
{
    private const int LongestHeader = 60;
    private const int FewestCards = 2;

    /// <summary>One sentence for each part that will be rejected; none if none is known.</summary>
    public static IEnumerable<string> Of(ContentBody.Template template)
    {
        if (!TemplateName().IsMatch(template.Name))
            yield return "template.name: names of templates have small letters, digits and underscores only at WhatsApp";
        if (!LanguageCode().IsMatch(template.Language))
            yield return $"template.language: WhatsApp writes languages like en or en_GB{Mended(template.Language)}";
        var ofCards = template.Components.OfType<TemplateComponent.Carousel>()
            .SelectMany(carousel => carousel.Cards).SelectMany(card => card.Components);
        var parts = template.Components.Concat(ofCards).ToList();
        var texts = parts.SelectMany(TextsOf).ToList();
        if (texts.Any(text => text.Name is not null) && texts.Any(text => text.Name is null))
            yield return "WhatsApp refuses a template of whose parameters some have a name and some have none";
        else if (parts.Any(part => WhatsAppRefusals.Repeats(TextsOf(part).Select(text => text.Name).OfType<string>())))
            yield return "WhatsApp refuses two parameters of a component with the same name";
        foreach (var sentence in OfComponents(template.Components, "template"))
            yield return sentence;
    }

    private static IEnumerable<string> OfComponents(IEnumerable<TemplateComponent> components, string at) =>
        components.SelectMany((component, i) => OfComponent(component, $"{at}.components[{i}]"));

    private static IEnumerable<string> OfComponent(TemplateComponent component, string at) => component switch
    {
        TemplateComponent.Header header => OfParameters(header.Parameters, at, LongestHeader),
        TemplateComponent.Body body => OfParameters(body.Parameters, at),
        TemplateComponent.Footer { Parameters.IsEmpty: false } => [$"{at}.parameters: WhatsApp's footers have no placeholders"],
        TemplateComponent.Button button => OfParameters(button.Parameters, at),
        TemplateComponent.Carousel { Cards: var cards } => cards
            .SelectMany((card, i) => OfComponents(card.Components, $"{at}.cards[{i}]"))
            .Concat(cards.Length < FewestCards ? [$"{at}.cards: WhatsApp refuses a carousel of fewer than {FewestCards} cards"] : [])
            .Concat(cards.DistinctBy(card => card.Index).Count() < cards.Length
                ? [$"{at}.cards: WhatsApp refuses two cards with the same cardIndex"] : []),
        _ => [],
    };

    private static IEnumerable<string> OfParameters(IEnumerable<TemplateParameter> parameters, string at, int most = int.MaxValue) =>
        parameters.SelectMany((parameter, i) => OfParameter(parameter, $"{at}.parameters[{i}]", most));

    private static IEnumerable<string> OfParameter(TemplateParameter parameter, string at, int most)
    {
        var why = parameter switch
        {
            TemplateParameter.Text text when BlankText.Is(text.Value) => "WhatsApp refuses a text that shows nothing",
            TemplateParameter.Text text when Unprintable().IsMatch(text.Value) =>
                "WhatsApp refuses line breaks, tabs and more than 4 spaces in a row here",
            TemplateParameter.Text text when text.Value.Length > most => $"WhatsApp takes at most {most} characters here",
            TemplateParameter.Media medium => FileTypes.WhyNot(medium.Url, TypesOf(medium.Medium)),
            _ => null,
        };
        if (why is not null)
            yield return $"{at}: {why}";
    }

    // Buttons are numbered; their texts have no names.
    private static IEnumerable<TemplateParameter.Text> TextsOf(TemplateComponent component) => component switch
    {
        TemplateComponent.Header header => header.Parameters.OfType<TemplateParameter.Text>(),
        TemplateComponent.Body body => body.Parameters.OfType<TemplateParameter.Text>(),
        _ => [],
    };

    private static IReadOnlyList<string>? TypesOf(TemplateMedium medium) => medium switch
    {
        TemplateMedium.Image => FileTypes.Pictures,
        TemplateMedium.Video => FileTypes.Videos,
        _ => null,
    };

    // As other systems write them: en-US, EN_us.
    private static string Mended(string language)
    {
        var mended = language.Split('-', '_') switch
        {
            [var alone] => alone.ToLowerInvariant(),
            [var spoken, var country] => $"{spoken.ToLowerInvariant()}_{country.ToUpperInvariant()}",
            _ => "",
        };
        return LanguageCode().IsMatch(mended) ? $": write {mended}" : "";
    }

    [GeneratedRegex(@"\A[a-z0-9_]+\z")]
    private static partial Regex TemplateName();

    [GeneratedRegex(@"\A[a-z]{2,3}(_[A-Z]{2})?\z")]
    private static partial Regex LanguageCode();

    [GeneratedRegex(@"[\n\r\t\v\f\u0085\u2028\u2029]| {5}")]
    private static partial Regex Unprintable();
}
