using FallbackOrchestrator.Reading;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FallbackOrchestrator.Subaccounts.Management;

/// <summary>
/// The calls with which a customer sees its subaccount and defines its own sequences. An extension: at 8x8 the staff does that.
/// </summary>
internal static class OwnEndpoints
{
    public static IEndpointRouteBuilder MapOwnSubaccount(this IEndpointRouteBuilder app)
    {
        var own = app.MapGroup("/api/v1/subaccounts/{subAccountId}").WithTags("Subaccount");
        own.MapGet("/", Show)
            .ForSubaccount(Scopes.None)
            .WithName("GetOwnSubaccount")
            .WithSummary("Show the own subaccount")
            .WithDescription(
                "Extension. Returns its channels, channel accounts, sequences and settings, and the scopes of the key. Any key of the subaccount may call it.")
            .Produces<OwnView>()
            .ProducesErrors();
        own.MapGet("/sequences/{name}", (
                [FromRoute] string subAccountId, [FromRoute] string name, CallingSubaccount caller, SequenceStore store,
                CancellationToken cancellationToken) =>
                store.GetAsync(Own(subAccountId, caller), name, cancellationToken))
            .ForSubaccount(Scopes.None)
            .WithName("GetOwnSequence")
            .WithSummary("Show a sequence")
            .WithDescription("Extension. Any key of the subaccount may call it.")
            .Produces<SequenceView>()
            .ProducesErrors();
        own.MapPut("/sequences/{name}", (
                [FromRoute] string subAccountId, [FromRoute] string name, Body<SequenceRequest> body, CallingSubaccount caller,
                SequenceStore store,
                CancellationToken cancellationToken) =>
                store.PutAsync(Own(subAccountId, caller), name, body.Value, cancellationToken, caller.Subaccount.Id))
            .ForSubaccount(Scopes.Settings)
            .WithName("PutOwnSequence")
            .WithSummary("Create or replace a sequence")
            .WithDescription(
                "Extension. A Send names it in `sequence`; a Send without one uses the default sequence. Messages that were accepted before keep their steps.")
            .Produces<SequenceView>()
            .ProducesErrors();
        own.MapDelete("/sequences/{name}", (
                [FromRoute] string subAccountId, [FromRoute] string name, CallingSubaccount caller, SequenceStore store,
                CancellationToken cancellationToken) =>
                store.DeleteAsync(Own(subAccountId, caller), name, cancellationToken, caller.Subaccount.Id))
            .ForSubaccount(Scopes.Settings)
            .WithName("DeleteOwnSequence")
            .WithSummary("Delete a sequence")
            .WithDescription("Extension. Messages that were accepted before keep their steps.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesErrors();
        return app;
    }

    private static Ok<OwnView> Show([FromRoute] string subAccountId, CallingSubaccount caller, HttpContext http)
    {
        _ = subAccountId; // Authorised already; declared for the OpenAPI document.
        return TypedResults.Ok(ManagementViews.Own(caller.Subaccount, http.Features.Get<ApiKey>()!.Scopes));
    }

    private static Func<DirectorySnapshot, Subaccount?> Own(string subAccountId, CallingSubaccount caller)
    {
        _ = subAccountId;
        return now => now.Subaccounts.GetValueOrDefault(caller.Subaccount.Id);
    }
}
