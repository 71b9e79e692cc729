using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace FallbackOrchestrator.Hosting.OpenApi;

/// <summary>The order of the calls for a reader: first those that customers need, last those that only operators may use.</summary>
internal sealed class PresentationFilter : IDocumentFilter
{
    private static readonly List<(string Name, string Description)> Tags =
    [
        ("Messages", "Send messages, one or many, and see what became of them."),
        ("Statistics", "What became of all messages, and how long their windows should be."),
        ("Subaccount", "What a subaccount has, and its own fallback sequences."),
        ("Webhooks", "Where an account's status updates go, and what became of them."),
        ("Provider webhooks", "Called by the providers, never by customers."),
        ("Management", "Accounts, subaccounts, sequences, keys and channel accounts: for the operator, with an admin key."),
    ];

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        swaggerDoc.Tags = new HashSet<OpenApiTag>(Tags.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }));
        var ordered = new OpenApiPaths();
        foreach (var (path, item) in swaggerDoc.Paths.OrderBy(path => Place(path.Value)))
            ordered.Add(path, item);
        swaggerDoc.Paths = ordered;
    }

    private static int Place(IOpenApiPathItem path) =>
        Tags.FindIndex(tag => path.Operations?.Values.First().Tags?.First().Name == tag.Name) is var place and >= 0
            ? place
            : throw new InvalidOperationException("a call has a tag that has no place among the others");
}
