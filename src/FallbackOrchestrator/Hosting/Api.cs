using System.Text.Json;
using System.Text.Json.Serialization;
using FallbackOrchestrator.Hosting.OpenApi;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Reading;
using FallbackOrchestrator.Sending.Contents;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;
using Serilog;
using Serilog.Events;

namespace FallbackOrchestrator.Hosting;

/// <summary>The steps that every request passes through: the log, errors in their published form, keys.</summary>
internal static partial class Api
{
    /// <summary>
    /// The largest body of routes without their own limit: webhooks, management, skip. Send, batch and receipts have their own limits.
    /// </summary>
    public const int LargestBody = 64 * 1024;

    public static void AddApi(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
        });
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
            json.SerializerOptions.PropertyNameCaseInsensitive = true;
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.MaxDepth = 32;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ProblemsJson.Default);
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
            json.SerializerOptions.Converters.Add(new StorableText());
            json.SerializerOptions.Converters.Add(new JsonTime());
        });
        builder.Services.AddSingleton<BodyParser>();
        builder.Services.AddRequestDecompression();
        builder.Services.AddExceptionHandler<PublishedErrors>();
        builder.Services.AddProblemDetails();
        builder.Services.AddOptions<RateLimitOptions>().BindConfiguration("RateLimits");
        builder.Services.AddSingleton<RateLimits>();
        builder.Services.AddOpenApiDocument();
        builder.Services.AddOptions<HostingOptions>().BindConfiguration(HostingOptions.Section);
        builder.Services.AddSingleton<Draining>();
        builder.Services.AddSingleton<IHostLifetime, SignalLifetime>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("postgres");
        builder.Services.AddOptions<WarmUpOptions>().BindConfiguration("WarmUp");
        builder.Services.AddSingleton<WarmUp>();
        builder.Services.AddHostedService(services => services.GetRequiredService<WarmUp>());
    }

    public static void UseApi(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseDraining();
        app.UseWarmUp();
        app.UseTrustedProxies();
        app.UseExceptionHandler();
        app.UseStatusCodePages(NamelessResponsesAsync);
        app.Use(HeadRequests.AsGetAsync);
        app.UseRouting(); // After the method was changed.
        app.UseSerilogRequestLogging(options =>
        {
            options.GetLevel = (http, _, failure) =>
                (failure is not null || http.Response.StatusCode >= 500) && !Health.IsAsked(http.Request)
                    ? LogEventLevel.Error : LogEventLevel.Debug;
            options.GetMessageTemplateProperties = (http, path, elapsed, status) =>
            [
                new LogEventProperty("RequestMethod", new ScalarValue(http.Request.Method)),
                new LogEventProperty("RequestPath", new ScalarValue(PersonalPath.TemplateOf(http) ?? path)),
                new LogEventProperty("StatusCode", new ScalarValue(status)),
                new LogEventProperty("Elapsed", new ScalarValue(elapsed)),
            ];
        });
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use(app.Services.GetRequiredService<RateLimits>().CountAsync);
        app.UseRequestChecks();
        app.UseOpenApiDocument();
    }

    // Rejections by the framework have the published form too: unknown paths, wrong methods, bodies that are too large or of another media
    // type.
    private static Task NamelessResponsesAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        var isApi = http.Request.Path.StartsWithSegments("/api");
        var problem = http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound when http.GetEndpoint() is null => NoSuchPath(http),
            StatusCodes.Status405MethodNotAllowed => NoSuchMethod(http),
            StatusCodes.Status413PayloadTooLarge when isApi => TooLarge(http.GetEndpoint()),
            StatusCodes.Status415UnsupportedMediaType when isApi => Problems.NoJson(),
            _ => null,
        };
        return problem?.ExecuteAsync(http) ?? Task.CompletedTask;
    }

    private static Problem NoSuchPath(HttpContext http) =>
        UnofferedCalls.Include(http.Request.Path) ? Problems.CallNotOffered() : Problems.PathNotFound();

    private static Problem NoSuchMethod(HttpContext http)
    {
        var headers = http.Response.Headers;
        // Routing takes the "exports" of an unoffered path for the id of a message.
        if (UnofferedCalls.Include(http.Request.Path))
        {
            headers.Remove(HeaderNames.Allow);
            return Problems.CallNotOffered();
        }
        var allowed = headers.Allow.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToList();
        if (allowed.Contains(HttpMethods.Get))
            allowed.Add(HttpMethods.Head);
        headers.Allow = string.Join(", ", allowed);
        return Problems.MethodNotAllowed(string.Join(" or ", allowed));
    }

    private static Problem TooLarge(Endpoint? endpoint) =>
        Problems.TooLarge(endpoint?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? LargestBody);

    /// <summary>Turns an exception of a handler into a response in the published form, without internal details.</summary>
    private sealed partial class PublishedErrors(
        DatabaseAvailability database, TimeProvider time, ILogger<PublishedErrors> logger) : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            // The request itself no longer has its endpoint here.
            var endpoint = httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
            var problem = exception switch
            {
                BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => TooLarge(endpoint),
                BadHttpRequestException => Problems.NoJson(),
                // "Stored nothing" is only returned if it is known: the door and the code that saves rows know it, and a call that only
                // reads stores nothing.
                MessageQueueFullException or NotStoredException => Problems.Busy(),
                CommitUnknownException => Problems.NotKnownIfStored(),
                // If the database rejects something for another reason, it is our own fault.
                _ when database.Note(exception) is not null =>
                    OnlyReads(httpContext.Request) ? Problems.Busy() : Problems.NotKnownIfStored(),
                _ => Problems.Internal(),
            };
            if (problem.Status >= 500)
            {
                var errorId = Guid.CreateVersion7(time.GetUtcNow());
                problem = problem with { ErrorId = errorId };
                LogFailed(exception, endpoint?.DisplayName, errorId);
            }
            httpContext.SetEndpoint(endpoint); // For the log.
            await problem.ExecuteAsync(httpContext);
            return true;
        }

        private static bool OnlyReads(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

        [LoggerMessage(5001, LogLevel.Error, "{Endpoint} failed; the response contains errorId {ErrorId}")]
        private partial void LogFailed(Exception exception, string? endpoint, Guid errorId);
    }
}
