using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Reading;
using FallbackOrchestrator.Subaccounts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace FallbackOrchestrator.Inbound;

/// <summary>The call that shows a person that what they wrote was read: two blue ticks on WhatsApp.</summary>
internal static class ReadEndpoint
{
    public static void MapReadMarks(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/v1/subaccounts/{subAccountId}/messages/{umid}/read", MarkAsync)
            .WithTags("Messages")
            .ForSubaccount(Scopes.MessagesSend)
            .WithName("MarkMessageRead")
            .WithSummary("Mark an inbound message as read")
            .WithDescription("Shows the person that the message was read, on WhatsApp: two blue ticks. `umid` is that of the inbound message.")
            .IsPublished()
            .Produces(StatusCodes.Status200OK)
            .ProducesErrors();

    private static async Task<Results<Ok, Problem>> MarkAsync(
        [FromRoute] string subAccountId,
        [FromRoute] string umid,
        CallingSubaccount caller,
        NpgsqlDataSource data,
        ChannelCatalog catalog,
        IHttpClientFactory http,
        AccessTokens tokens,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        _ = subAccountId; // Authorised already; declared for the OpenAPI document.
        if (!Guid.TryParse(umid, out var id))
            return Problems.InvalidUmid();
        if (await InboundMessages.OriginAsync(data, new Umid(id), caller.Subaccount.Id, cancellationToken) is not { } origin)
            return Problems.MessageNotFound();
        if (!catalog.TryFind(origin.Account, out var account) || account.IsDisabled)
            return Problems.CannotBeMarked("its channel account is disabled, or was removed");
        var call = new ImmediateCall(http.CreateClient(ProviderHttp.ClientName), tokens, time);
        return await call.MarkReadAsync(account.Adapter, origin.ProviderId, cancellationToken) switch
        {
            >= 200 and < 300 => TypedResults.Ok(),
            null => Problems.CannotBeMarked("its channel account cannot mark messages as read; those of WhatsApp by Meta and Vonage can"),
            0 or 429 or >= 500 => Problems.ProviderUnavailable(),
            var status => Problems.CannotBeMarked($"its provider refused it (HTTP {status})"),
        };
    }
}
