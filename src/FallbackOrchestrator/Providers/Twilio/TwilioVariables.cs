using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Twilio;

/// <summary>
/// The values of a template's placeholders (https://www.twilio.com/docs/content/using-variables-with-content-api). Twilio numbers them
/// over the whole template: here header, body, then the buttons in their order. A placeholder with a name keeps it.
/// </summary>
internal static partial class TwilioVariables
{
    /// <summary>The reason why Twilio cannot have a template's values; null if it can.</summary>
    public static string? WhyNot(ContentBody.Template template)
    {
        if (Parts(template.Components).Any(part => part is TemplateComponent.CallPermissionRequest or TemplateComponent.ContactInfoRequest))
            return "Twilio's templates do not ask for a permission to call or for contact data";
        return Parameters(template).Select(ValueOf).Any(string.IsNullOrWhiteSpace)
            ? "Twilio's templates take texts, addresses of media, payloads and coupon codes only, and none that is empty"
            : null;
    }

    /// <summary>The field with the values; nothing if there are none.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(ContentBody.Template template)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in Parameters(template))
        {
            var name = parameter is TemplateParameter.Text { Name: { Length: > 0 } own } ? own
                : (values.Count + 1).ToString(CultureInfo.InvariantCulture);
            values[name] = ValueOf(parameter) ?? throw new NotSupportedException($"no way to write {parameter.GetType().Name}");
        }
        return values.Count == 0 ? [] : [new("ContentVariables", JsonSerializer.Serialize(values, Json.Default.DictionaryStringString))];
    }

    // A code stands in the body of a template and again in its button. Twilio's templates for codes have one placeholder.
    private static List<TemplateParameter> Parameters(ContentBody.Template template)
    {
        var all = Parts(template.Components).SelectMany(component => Of(component)).ToList();
        return all is [TemplateParameter.Text { Name: null } body, TemplateParameter.Text button] && body.Value == button.Value
            && template.Components.Any(component => component is TemplateComponent.Button)
            ? [body]
            : all;
    }

    private static IEnumerable<TemplateComponent> Parts(ImmutableArray<TemplateComponent> components) => components
        .OrderBy(component => component switch
        {
            TemplateComponent.Header => -3,
            TemplateComponent.Body => -2,
            TemplateComponent.Button button => button.Index,
            _ => -1,
        })
        .SelectMany(component => component is TemplateComponent.Carousel carousel
            ? carousel.Cards.OrderBy(card => card.Index).SelectMany(card => Parts(card.Components))
            : [component]);

    private static ImmutableArray<TemplateParameter> Of(TemplateComponent component) => component switch
    {
        TemplateComponent.Header header => header.Parameters,
        TemplateComponent.Body body => body.Parameters,
        TemplateComponent.Footer footer => footer.Parameters,
        TemplateComponent.Button button => button.Parameters,
        _ => [],
    };

    private static string? ValueOf(TemplateParameter parameter) => parameter switch
    {
        TemplateParameter.Text text => text.Value,
        TemplateParameter.Media media => media.Url.OriginalString,
        TemplateParameter.Payload payload => payload.Value,
        TemplateParameter.CouponCode coupon => coupon.Value,
        _ => null,
    };

    [JsonSerializable(typeof(Dictionary<string, string>))]
    private sealed partial class Json : JsonSerializerContext;
}
