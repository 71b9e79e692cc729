using FallbackOrchestrator.Subaccounts;
using Microsoft.OpenApi;

namespace FallbackOrchestrator.Hosting.OpenApi;

/// <summary>The OpenAPI document and Swagger UI.</summary>
internal static class OpenApiSetup
{
    /// <summary>Where Swagger UI is.</summary>
    public const string Path = "/swagger";

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
                License = new OpenApiLicense { Name = "MIT", Url = new Uri("https://opensource.org/license/mit") },
            });
            swagger.AddSecurityDefinition(ApiKeyAuthentication.Scheme, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The API key of your subaccount; in Development: dev-demo-key",
            });
            swagger.AddSecurityDefinition(KeysFilter.AdminScheme, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A key of the setting Admin:Keys; in Development: dev-demo-admin-key",
            });
            swagger.AddServer(new OpenApiServer { Url = "/", Description = "The service that returned this document" });
            swagger.IncludeXmlComments(DocumentTexts.Load);
            swagger.SupportNonNullableReferenceTypes();
            swagger.OperationFilter<KeysFilter>();
            swagger.OperationFilter<ParametersFilter>();
            swagger.SchemaFilter<OpenObjectsFilter>();
            swagger.SchemaFilter<ClosedSetsFilter>();
            swagger.DocumentFilter<BatchedRequestFilter>();
            swagger.DocumentFilter<ExamplesFilter>();
            swagger.DocumentFilter<PresentationFilter>();
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
}
