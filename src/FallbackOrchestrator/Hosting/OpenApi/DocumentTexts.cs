using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using System.Xml.XPath;

namespace FallbackOrchestrator.Hosting.OpenApi;

/// <summary>The doc comments of the code in a customer's terms: they name fields of the API, not properties of C#.</summary>
internal static partial class DocumentTexts
{
    /// <summary>Loads the comments of this program.</summary>
    public static XPathDocument Load()
    {
        var comments = XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{typeof(DocumentTexts).Assembly.GetName().Name}.xml"));
        foreach (var reference in comments.Descendants("see").Where(see => see.Attribute("cref") is not null).ToList())
        {
            var name = reference.Attribute("cref")!.Value.Split('(')[0].Split('.')[^1];
            reference.ReplaceWith(new XElement("c", JsonNamingPolicy.CamelCase.ConvertName(name)));
        }
        // Removes the line breaks of the code.
        foreach (var text in comments.DescendantNodes().OfType<XText>())
            text.Value = Whitespace().Replace(text.Value, " ");
        return new XPathDocument(comments.CreateReader());
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
