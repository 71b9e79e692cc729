using FallbackOrchestrator.Reading;
using Microsoft.AspNetCore.Mvc;

namespace FallbackOrchestrator.Subaccounts.Management;

/// <summary>The calls with which operators manage the sequences of subaccounts.</summary>
internal static class SequenceEndpoints
{
    private const string Path = "/accounts/{accountId}/subaccounts/{subAccountId}/sequences/{name}";

    public static void MapSequences(this IEndpointRouteBuilder admin)
    {
        admin.MapGet(Path, (
                [FromRoute] string accountId, [FromRoute] string subAccountId, [FromRoute] string name, SequenceStore store,
                CancellationToken cancellationToken) =>
                store.GetAsync(now => SubaccountEndpoints.Find(accountId, subAccountId, now), name, cancellationToken))
            .WithName("GetSequence")
            .WithSummary("Show a sequence of a subaccount")
            .Produces<SequenceView>()
            .ProducesErrors();
        admin.MapPut(Path, (
                [FromRoute] string accountId, [FromRoute] string subAccountId, [FromRoute] string name, Body<SequenceRequest> body,
                SequenceStore store,
                CancellationToken cancellationToken) =>
                store.PutAsync(now => SubaccountEndpoints.Find(accountId, subAccountId, now), name, body.Value, cancellationToken))
            .WithName("PutSequence")
            .WithSummary("Create or replace a sequence of a subaccount")
            .WithDescription("Validated like `channels` of a Send. Messages that were accepted before keep their steps.")
            .Produces<SequenceView>()
            .ProducesErrors();
        admin.MapDelete(Path, (
                [FromRoute] string accountId, [FromRoute] string subAccountId, [FromRoute] string name, SequenceStore store,
                CancellationToken cancellationToken) =>
                store.DeleteAsync(now => SubaccountEndpoints.Find(accountId, subAccountId, now), name, cancellationToken))
            .WithName("DeleteSequence")
            .WithSummary("Delete a sequence of a subaccount")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesErrors();
    }
}
