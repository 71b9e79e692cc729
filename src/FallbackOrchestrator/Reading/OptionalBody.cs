using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace FallbackOrchestrator.Reading;

/// <summary>A JSON body that may be left out.</summary>
/// <param name="Value">The request; null if there was no body.</param>
public sealed record OptionalBody<T>(T? Value) : IBindableFromHttpContext<OptionalBody<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    static async ValueTask<OptionalBody<T>?> IBindableFromHttpContext<OptionalBody<T>>.BindAsync(
        HttpContext context, ParameterInfo parameter) =>
        new(context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestBodyDetectionFeature>()?.CanHaveBody is false
            ? null
            : (await context.RequestServices.GetRequiredService<BodyParser>().ReadAsync<T>(context, mayBeEmpty: true))?.Value);

    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        BodyConventions.Describe(builder, typeof(T), isOptional: true);
}
