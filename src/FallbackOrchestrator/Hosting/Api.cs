using System.Text.Json;
using FallbackOrchestrator.Orchestration;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using Npgsql;
using Serilog;

namespace FallbackOrchestrator.Hosting;

/// <summary>What every request passes through: the log, errors in their published form, keys.</summary>
internal static partial class Api
{
    public static void AddApi(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddExceptionHandler<PublishedErrors>();
        builder.Services.AddProblemDetails();
        // Only the dashboard's forms need protection, and they may be lost with the process.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.AddRateLimits();
        builder.Services.AddOpenApiDocument();
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("postgres");
    }

    public static void UseApi(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(NamelessAnswersAsync);
        app.UseSerilogRequestLogging(options => options.GetLevel = (http, _, failure) =>
            failure is not null || http.Response.StatusCode >= 500 ? Serilog.Events.LogEventLevel.Error : Serilog.Events.LogEventLevel.Debug);
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseOpenApiDocument();
    }

    // Routes that nobody mapped, and methods that they do not have, answer in the published form too.
    private static Task NamelessAnswersAsync(StatusCodeContext context) =>
        context.HttpContext.Request.Path.StartsWithSegments("/api") && context.HttpContext.Response.StatusCode is 404 or 405
            ? (Problems.RouteNotFound() with { Status = context.HttpContext.Response.StatusCode }).ExecuteAsync(context.HttpContext)
            : Task.CompletedTask;

    /// <summary>Turns what a handler throws into the published error shape; nothing of the inside is shown.</summary>
    private sealed partial class PublishedErrors(ILogger<PublishedErrors> logger) : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            var problem = exception switch
            {
                BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problems.TooLarge(
                    httpContext.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? 0),
                BadHttpRequestException { InnerException: JsonException json } => WrongJson(json),
                BadHttpRequestException => Problems.InvalidParameter("body", "must be a JSON object, sent as application/json"),
                DoorFullException => Problems.Busy(),
                NpgsqlException => Problems.Busy(),
                OperationCanceledException when httpContext.RequestAborted.IsCancellationRequested => Problems.Busy(),
                _ => Problems.Internal(),
            };
            if (problem.Status >= 500)
                LogFailed(exception, httpContext.Request.Method, httpContext.GetEndpoint()?.DisplayName);
            await problem.ExecuteAsync(httpContext);
            return true;
        }

        private static Problem WrongJson(JsonException json)
        {
            var field = json.Path?.TrimStart('$').TrimStart('.');
            return string.IsNullOrEmpty(field)
                ? Problems.InvalidParameter("body", $"is not valid JSON (line {json.LineNumber + 1}, position {json.BytePositionInLine + 1})")
                : Problems.InvalidParameter(field, "has a value of the wrong type, or the JSON breaks off there");
        }

        [LoggerMessage(5001, LogLevel.Error, "{Method} {Endpoint} failed")]
        private partial void LogFailed(Exception exception, string method, string? endpoint);
    }
}
