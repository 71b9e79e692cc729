using System.Collections.Immutable;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Line;

/// <summary>A LINE notification message of one of LINE's templates.</summary>
/// <param name="To">The hash of a number.</param>
/// <param name="TemplateKey">The template's key, which contains its language.</param>
/// <param name="Body">The values.</param>
internal sealed record LineTemplate(string To, string TemplateKey, LineTemplateBody Body)
{
    /// <summary>
    /// A template's header is LINE's emphasized item, its body are the items, and its buttons the buttons; the names of the values are
    /// LINE's keys.
    /// </summary>
    public static LineTemplate Of(string to, ContentBody.Template template) => new(to, template.Name, new LineTemplateBody(
        Values<TemplateComponent.Header>(template).Select(value => new LineItem(value.Name, value.Value)).FirstOrDefault(),
        Listed(Values<TemplateComponent.Body>(template).Select(value => new LineItem(value.Name, value.Value))),
        Listed(Values<TemplateComponent.Button>(template).Select(value => new LineButton(value.Name, value.Value)))));

    private static IEnumerable<(string Name, string Value)> Values<T>(ContentBody.Template template) where T : TemplateComponent =>
        template.Components.OfType<T>().SelectMany(NamedTexts.In);

    private static ImmutableArray<T>? Listed<T>(IEnumerable<T> values)
    {
        ImmutableArray<T> all = [.. values];
        return all.IsEmpty ? null : all;
    }
}

/// <summary>The values of a template.</summary>
internal sealed record LineTemplateBody(LineItem? EmphasizedItem, ImmutableArray<LineItem>? Items, ImmutableArray<LineButton>? Buttons);

internal sealed record LineItem(string ItemKey, string Content);

internal sealed record LineButton(string ButtonKey, string Url);
