using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace FallbackOrchestrator.Reading;

/// <summary>The JSON body of a request; a handler takes it as a parameter. <see cref="BodyParser"/> reads it.</summary>
/// <param name="Value">The request.</param>
/// <param name="Notes">Notes about valid but surprising parts of it.</param>
public sealed record Body<T>(T Value, BodyNotes Notes) : IBindableFromHttpContext<Body<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    static async ValueTask<Body<T>?> IBindableFromHttpContext<Body<T>>.BindAsync(HttpContext context, ParameterInfo parameter) =>
        await context.RequestServices.GetRequiredService<BodyParser>().ReadAsync<T>(context, mayBeEmpty: false);

    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        BodyConventions.Describe(builder, typeof(T), isOptional: false);
}

/// <summary>How a call treats fields that are not read; without it they are rejected.</summary>
public sealed record UnreadFieldsMetadata(UnreadFields Are);

/// <summary>A request that is rejected before its handler.</summary>
public sealed class RefusedRequestException(Problem problem) : Exception(problem.Message)
{
    /// <summary>The response.</summary>
    public Problem Problem => problem;
}

/// <summary>The conventions of bodies.</summary>
internal static class BodyConventions
{
    /// <summary>The header that names fields that are not read, if the response has no place for them.</summary>
    public const string WarningsHeader = "X-Warnings";

    /// <summary>Describes for the OpenAPI document what a call takes, and how it responds to other bodies.</summary>
    public static void Describe(EndpointBuilder builder, Type type, bool isOptional)
    {
        builder.Metadata.Add(new AcceptsMetadata([BodyParser.MediaType], type, isOptional));
        builder.Metadata.Add(
            new ProducesResponseTypeMetadata(StatusCodes.Status415UnsupportedMediaType, typeof(ApiError), [BodyParser.MediaType]));
    }

    public static T WithUnreadFields<T>(this T routes, UnreadFields are) where T : IEndpointConventionBuilder =>
        routes.WithMetadata(new UnreadFieldsMetadata(are));

    /// <summary>Adds warnings to the header.</summary>
    public static void Warn(this HttpResponse response, IEnumerable<string> warnings)
    {
        foreach (var warning in warnings)
            response.Warn(warning);
    }

    /// <summary>Adds a warning to the header, in ASCII.</summary>
    public static void Warn(this HttpResponse response, string warning) =>
        response.Headers.Append(WarningsHeader, string.Concat(warning.Select(c => c is >= ' ' and <= '~' ? c : '?')));
}
