using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using Microsoft.AspNetCore.Mvc;

namespace FallbackOrchestrator.Receipts;

/// <summary>
/// The addresses to which providers post receipts. The response is 2xx only after the commit. Receipts without meaning for the service also
/// get 2xx; otherwise the provider's queue would jam.
/// </summary>
internal static class ReceiptEndpoints
{
    /// <summary>
    /// The largest body of any provider; most providers have a lower limit (<see cref="Channels.AdapterCapabilities.MaxWebhookBytes"/>).
    /// </summary>
    public const int LargestBody = 4 * 1024 * 1024;

    public static IEndpointRouteBuilder MapReceipts(this IEndpointRouteBuilder app)
    {
        var webhooks = app.MapGroup("/webhooks/{provider}/{account}")
            .WithTags("Provider webhooks")
            .AllowAnonymous()
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody));

        webhooks.MapPost("/", TakeAsync)
            .WithName("TakeReceipts")
            .WithSummary("Delivery receipts of a provider account, and what people write to it")
            .WithDescription("The body has the provider's own form. It is accepted only with the provider's signature.")
            .Produces(StatusCodes.Status200OK)
            .Produces(StatusCodes.Status400BadRequest)
            .Produces(StatusCodes.Status401Unauthorized)
            .Produces(StatusCodes.Status413PayloadTooLarge)
            .Produces(StatusCodes.Status503ServiceUnavailable);
        webhooks.MapGet("/", TakeAsync)
            .WithName("VerifyWebhook")
            .WithSummary("A provider's verification of the webhook, or a receipt of a provider that has no other method")
            .WithDescription("It is accepted only with the provider's secret, or with our signature of the address.")
            .Produces<string>(StatusCodes.Status200OK, "text/plain")
            .Produces(StatusCodes.Status403Forbidden)
            .Produces(StatusCodes.Status503ServiceUnavailable);
        return app;
    }

    private static async Task<IResult> TakeAsync(
        HttpRequest request, string provider, string account, ReceiptIntake intake, CancellationToken cancellationToken)
    {
        try
        {
            var (status, text) = await intake.TakeAsync(request, provider, account, cancellationToken);
            return text is null ? Results.StatusCode((int)status) : Results.Text(text, "text/plain");
        }
        catch (Exception failure) when (failure is MessageQueueFullException or NotStoredException)
        {
            request.HttpContext.Response.Headers.RetryAfter = "1";
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }
}
