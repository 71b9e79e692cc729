using System.Collections.Immutable;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The values of a template whose placeholders have names instead of numbers.</summary>
public static class NamedTexts
{
    /// <summary>True if all values of a template are texts with a name, and it has no cards.</summary>
    public static bool Are(ContentBody.Template template) => template.Components.All(component =>
        component is TemplateComponent.Header or TemplateComponent.Body or TemplateComponent.Footer or TemplateComponent.Button
        && Of(component).All(parameter => parameter is TemplateParameter.Text { Name.Length: > 0 }));

    /// <summary>The named texts of a component.</summary>
    public static IEnumerable<(string Name, string Value)> In(TemplateComponent component) =>
        Of(component).OfType<TemplateParameter.Text>().Where(text => text.Name is not null).Select(text => (text.Name!, text.Value));

    private static ImmutableArray<TemplateParameter> Of(TemplateComponent component) => component switch
    {
        TemplateComponent.Header header => header.Parameters,
        TemplateComponent.Body body => body.Parameters,
        TemplateComponent.Footer footer => footer.Parameters,
        TemplateComponent.Button button => button.Parameters,
        _ => [],
    };
}
