using System.Text.RegularExpressions;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>Finds parts of an interactive message or a template that WhatsApp rejects although 8x8's schema allows them.</summary>
internal static partial class WhatsAppRefusals
{
    private const int LongestHeader = 60;
    private const int LongestFlowButton = 20;
    private const int FewestCards = 2;

    /// <summary>One sentence for each part that will be rejected; none if none is known.</summary>
    public static IEnumerable<string> Of(ContentBody body) => body switch
    {
        ContentBody.Interactive interactive => OfInteractive(interactive),
        ContentBody.Template template => OfTemplate(template),
        _ => [],
    };

    private static IEnumerable<string> OfInteractive(ContentBody.Interactive interactive)
    {
        if (interactive.Body is { } words && BlankText.Is(words))
            yield return "interactive.body: WhatsApp refuses a text that shows nothing";
        if (interactive.Header is InteractiveHeader.Media { Link: { } link } medium
            && FileTypes.WhyNot(link, TypesOf(medium.Medium)) is { } why)
            yield return $"interactive.header: {why}";
        var sentence = interactive.Action switch
        {
            InteractiveAction.ReplyButtons reply when Repeats(reply.Buttons.Select(button => button.Id)) =>
                "WhatsApp refuses two reply buttons with the same id",
            InteractiveAction.ReplyButtons reply when Repeats(reply.Buttons.Select(button => button.Title)) =>
                "WhatsApp refuses two reply buttons with the same title",
            InteractiveAction.List list when Repeats(list.Sections.SelectMany(section => section.Rows).Select(row => row.Id)) =>
                "WhatsApp refuses two rows of a list with the same id",
            InteractiveAction.List when interactive.Header is InteractiveHeader.Media =>
                "WhatsApp refuses a list whose header is not a text",
            InteractiveAction.Product when interactive.Header is not null =>
                "WhatsApp refuses a product with a header",
            InteractiveAction.ProductList when interactive.Header is not InteractiveHeader.Text =>
                "WhatsApp refuses a product_list without a header of type text",
            InteractiveAction.LocationRequest when interactive.Header is not null || interactive.Footer is not null =>
                "WhatsApp refuses a location_request_message with a header or a footer",
            InteractiveAction.Flow flow when flow.Cta.Length > LongestFlowButton =>
                $"WhatsApp may refuse a flowCta of more than {LongestFlowButton} characters",
            _ => null,
        };
        if (sentence is not null)
            yield return sentence;
    }

    private static IEnumerable<string> OfTemplate(ContentBody.Template template)
    {
        if (!TemplateName().IsMatch(template.Name))
            yield return "template.name: names of templates have small letters, digits and underscores only at WhatsApp";
        if (!LanguageCode().IsMatch(template.Language))
            yield return $"template.language: WhatsApp writes languages like en or en_GB{Mended(template.Language)}";
        var texts = template.Components.SelectMany(TextsOf).ToList();
        if (texts.Any(text => text.Name is not null) && texts.Any(text => text.Name is null))
            yield return "WhatsApp refuses a template of whose parameters some have a name and some have none";
        foreach (var sentence in OfComponents(template.Components, "template"))
            yield return sentence;
    }

    private static IEnumerable<string> OfComponents(IEnumerable<TemplateComponent> components, string at) =>
        components.SelectMany((component, i) => OfComponent(component, $"{at}.components[{i}]"));

    private static IEnumerable<string> OfComponent(TemplateComponent component, string at) => component switch
    {
        TemplateComponent.Header header => OfParameters(header.Parameters, at, LongestHeader),
        TemplateComponent.Body body => OfParameters(body.Parameters, at),
        TemplateComponent.Footer footer => OfParameters(footer.Parameters, at),
        TemplateComponent.Button button => OfParameters(button.Parameters, at),
        TemplateComponent.Carousel { Cards: var cards } => cards
            .SelectMany((card, i) => OfComponents(card.Components, $"{at}.cards[{i}]"))
            .Concat(cards.Length < FewestCards ? [$"{at}.cards: WhatsApp refuses a carousel of fewer than {FewestCards} cards"] : []),
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
        TemplateComponent.Carousel carousel => carousel.Cards.SelectMany(card => card.Components).SelectMany(TextsOf),
        _ => [],
    };

    private static IReadOnlyList<string>? TypesOf(HeaderMedium medium) => medium switch
    {
        HeaderMedium.Image => FileTypes.Pictures,
        HeaderMedium.Video => FileTypes.Videos,
        _ => null,
    };

    private static IReadOnlyList<string>? TypesOf(TemplateMedium medium) => medium switch
    {
        TemplateMedium.Image => FileTypes.Pictures,
        TemplateMedium.Video => FileTypes.Videos,
        _ => null,
    };

    private static bool Repeats(IEnumerable<string> texts)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return texts.Any(text => !seen.Add(text.Trim()));
    }

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
