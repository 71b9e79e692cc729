using System.Text.Json.Nodes;
using FallbackOrchestrator.Subaccounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace FallbackOrchestrator.Hosting;

/// <summary>The OpenAPI document and Swagger UI.</summary>
internal static class OpenApiDocument
{
    /// <summary>Where Swagger UI is.</summary>
    public const string Path = "/swagger";

    private const string AdminScheme = "Admin";

    public static void AddOpenApiDocument(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(swagger =>
        {
            swagger.SwaggerDoc("v1", new OpenApiInfo
            {
                Title = "Fallback Orchestrator",
                Version = "v1",
                Description =
                    "Sends a message on one channel after another until a person has it. The messages API is the one of 8x8; extensions are marked.",
            });
            swagger.AddSecurityDefinition(ApiKeyAuthentication.Scheme, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The API key of your subaccount; in Development: dev-demo-key",
            });
            swagger.AddSecurityDefinition(AdminScheme, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A key of the setting Admin:Keys; in Development: dev-demo-admin-key",
            });
            swagger.IncludeXmlComments(typeof(OpenApiDocument).Assembly);
            swagger.SupportNonNullableReferenceTypes();
            swagger.OperationFilter<Keys>();
            swagger.OperationFilter<Parameters>();
            swagger.OperationFilter<Examples>();
            swagger.SchemaFilter<Open>();
        });
    }

    public static void UseOpenApiDocument(this WebApplication app)
    {
        if (!IsShown(app))
            return;
        app.UseSwagger();
        app.UseSwaggerUI(ui =>
        {
            ui.SwaggerEndpoint("v1/swagger.json", "Fallback Orchestrator v1");
            ui.EnablePersistAuthorization();
            ui.EnableTryItOutByDefault();
        });
    }

    /// <summary>True if Swagger UI and the document exist.</summary>
    public static bool IsShown(WebApplication app) =>
        app.Environment.IsDevelopment() || app.Configuration.GetValue("Swagger:Enabled", false);

    /// <summary>Marks calls that require a key; the receipts of providers have none.</summary>
    private sealed class Keys : IOperationFilter
    {
        public void Apply(OpenApiOperation operation, OperationFilterContext context)
        {
            if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
                return;
            var scheme = context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>()
                .Any(data => data.Policy == ApiKeyAuthentication.AdminPolicy) ? AdminScheme : ApiKeyAuthentication.Scheme;
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] }];
        }
    }

    /// <summary>Adds the parameters that handlers read themselves.</summary>
    private sealed class Parameters : IOperationFilter
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
                    },
                });
            }
        }
    }

    /// <summary>Unknown fields are ignored in requests and in responses: a newer service may add some.</summary>
    private sealed class Open : ISchemaFilter
    {
        public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
        {
            if (schema is OpenApiSchema known)
                known.AdditionalPropertiesAllowed = true;
        }
    }

    /// <summary>Fills in the examples, so that a first try needs only the key.</summary>
    private sealed class Examples : IOperationFilter
    {
        private const string Documented =
            """
            {
              "channels": [
                { "channel": "WhatsApp", "fallbackAfter": 60, "successStatus": "Read" },
                { "channel": "Viber", "fallbackAfter": 60, "successStatus": "Delivered" },
                { "channel": "SMS" }
              ],
              "user": { "msisdn": "+65000000" },
              "type": "text",
              "content": { "text": "Hello World!", "sms": { "encoding": "AUTO", "source": "SENDERID" } }
            }
            """;

        private const string Quick =
            """
            {
              "channels": [
                { "channel": "WhatsApp", "fallbackAfter": 2, "successStatus": "Read" },
                { "channel": "Viber", "fallbackAfter": 2, "successStatus": "Delivered" },
                { "channel": "SMS" }
              ],
              "user": { "msisdn": "+9990223" },
              "type": "text",
              "content": { "text": "Hello World!", "sms": { "encoding": "AUTO", "source": "SENDERID" } }
            }
            """;

        private const string OnlyIfRejected =
            """
            {
              "channels": [ { "channel": "WhatsApp", "successStatus": "Accepted" }, { "channel": "SMS" } ],
              "user": { "msisdn": "+65000000" },
              "type": "text",
              "content": { "text": "Hello World!", "sms": { "encoding": "AUTO", "source": "SENDERID" } }
            }
            """;

        public void Apply(OpenApiOperation operation, OperationFilterContext context)
        {
            foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            {
                if (parameter.Name == "subAccountId")
                    parameter.Example = JsonValue.Create("demo");
            }
            if (operation.OperationId != "SendMessage"
                || operation.RequestBody?.Content is not { } content
                || !content.TryGetValue("application/json", out var media) || media is not OpenApiMediaType body)
            {
                return;
            }
            body.Examples = new Dictionary<string, IOpenApiExample>
            {
                ["quick"] = Example("Falls back in four seconds (a number of the simulator)", Quick),
                ["documented"] = Example("WhatsApp, unless read Viber, unless delivered SMS", Documented),
                ["onlyIfRejected"] = Example("SMS only if WhatsApp rejects the message", OnlyIfRejected),
            };
        }

        private static OpenApiExample Example(string summary, string json) => new() { Summary = summary, Value = JsonNode.Parse(json) };
    }
}
