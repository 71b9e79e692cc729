using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using Microsoft.AspNetCore.Mvc;

namespace FallbackOrchestrator.Receipts;

/// <summary>
/// Where providers post what became of attempts: raw bytes first, then the signature, then the words; 2xx only after the commit.
/// What a provider says that means nothing to us is answered 2xx too, else its queue would jam.
/// </summary>
internal static partial class ReceiptEndpoints
{
    /// <summary>Meta may post 3 MB.</summary>
    public const int LargestBody = 4 * 1024 * 1024;

    public static IEndpointRouteBuilder MapReceipts(this IEndpointRouteBuilder app)
    {
        var webhooks = app.MapGroup("/webhooks/{provider}/{account}")
            .WithTags("Provider webhooks")
            .AllowAnonymous()
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody));

        webhooks.MapPost("/", TakeAsync)
            .WithName("TakeReceipts")
            .WithSummary("Delivery receipts of a provider account")
            .WithDescription("The body is in the provider's own form, and is believed only with the provider's own signature.")
            .Produces(StatusCodes.Status200OK)
            .Produces(StatusCodes.Status400BadRequest)
            .Produces(StatusCodes.Status401Unauthorized)
            .Produces(StatusCodes.Status404NotFound)
            .Produces(StatusCodes.Status413PayloadTooLarge)
            .Produces(StatusCodes.Status503ServiceUnavailable);
        webhooks.MapGet("/", TakeAsync)
            .WithName("VerifyWebhook")
            .WithSummary("A provider's check that the webhook is ours")
            .Produces<string>(StatusCodes.Status200OK, "text/plain")
            .Produces(StatusCodes.Status403Forbidden)
            .Produces(StatusCodes.Status404NotFound);
        return app;
    }

    private static async Task<IResult> TakeAsync(
        HttpRequest request,
        string provider,
        string account,
        ChannelCatalog catalog,
        ReceiptRecorder recorder,
        PublicAddress address,
        TimeProvider time,
        ILoggerFactory loggers,
        CancellationToken cancelled)
    {
        if (!catalog.TryFind(new AccountId(account), out var found)
            || !string.Equals(found.ProviderName, provider, StringComparison.OrdinalIgnoreCase))
        {
            return Results.NotFound();
        }
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancelled);
        var asPosted = new ReceiptRequest(
            request.Method,
            address.Of(request),
            name => request.Headers.TryGetValue(name, out var value) ? value.ToString() : null,
            body.GetBuffer().AsMemory(0, (int)body.Length),
            time.GetUtcNow());

        var logger = loggers.CreateLogger(typeof(ReceiptEndpoints));
        switch (found.Adapter.ReadReceipts(asPosted))
        {
            case ReceiptReading.Receipts receipts:
                try
                {
                    await recorder.RecordAsync(found.Id, receipts.All, cancelled);
                    return Results.Ok();
                }
                catch (DoorFullException)
                {
                    request.HttpContext.Response.Headers.RetryAfter = "1";
                    return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
                }
            case ReceiptReading.Challenge challenge:
                return Results.Text(challenge.Answer, "text/plain");
            case ReceiptReading.Unauthentic unauthentic:
                LogUnauthentic(logger, found.Id.Value, unauthentic.Why);
                return Results.StatusCode(HttpMethods.IsGet(request.Method) ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized);
            case ReceiptReading.Malformed malformed:
                LogMalformed(logger, found.Id.Value, malformed.Why);
                return Results.BadRequest();
            case ReceiptReading.AskAgain again:
                LogUnauthentic(logger, found.Id.Value, again.Why);
                return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            default:
                throw new InvalidOperationException("a reading that nobody answers");
        }
    }

    [LoggerMessage(4101, LogLevel.Warning, "Somebody who is not the provider posted to the webhook of {Account}: {Why}")]
    private static partial void LogUnauthentic(ILogger logger, string account, string why);

    [LoggerMessage(4102, LogLevel.Warning, "A receipt for {Account} is not of the provider's form: {Why}")]
    private static partial void LogMalformed(ILogger logger, string account, string why);
}
