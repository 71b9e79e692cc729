using System.Text.Json.Nodes;
using FallbackOrchestrator.Subaccounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace FallbackOrchestrator.Hosting.OpenApi;

/// <summary>Names the key that an operation requires. The webhooks of providers require none.</summary>
internal sealed class KeysFilter : IOperationFilter
{
    /// <summary>The security scheme of admin keys.</summary>
    public const string AdminScheme = "Admin";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        operation.Security = [];
        if (metadata.OfType<IAllowAnonymous>().Any())
            return;
        var scheme = metadata.OfType<IAuthorizeData>().Any(data => data.Policy == ApiKeyAuthentication.AdminPolicy)
            ? AdminScheme : ApiKeyAuthentication.Scheme;
        operation.Security.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] });
    }
}

/// <summary>Adds the parameters that handlers read themselves.</summary>
internal sealed class ParametersFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        foreach (var parameter in context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<OptionalParameter>())
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = parameter.InHeader ? ParameterLocation.Header : ParameterLocation.Query,
                Description = parameter.Description,
                Schema = new OpenApiSchema
                {
                    Type = parameter.Type == "integer" ? JsonSchemaType.Integer : JsonSchemaType.String,
                    Format = parameter.Format,
                    Enum = parameter.Names?.Select(JsonNode (name) => JsonValue.Create(name)).ToList(),
                },
            });
        }
    }
}
