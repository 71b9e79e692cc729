using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Reading;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace FallbackOrchestrator.Subaccounts.Management;

/// <summary>The calls with which operators manage channel accounts.</summary>
internal static class ChannelAccountEndpoints
{
    public static void MapChannelAccounts(this IEndpointRouteBuilder admin)
    {
        admin.MapGet("/channel-accounts", ListAsync)
            .WithName("ListChannelAccounts")
            .WithSummary("List channel accounts")
            .WithDescription("All channel accounts, including those of the configuration. Secrets are never shown.")
            .Produces<IReadOnlyList<ChannelAccountDetails>>()
            .ProducesErrors();
        var one = admin.MapGroup("/channel-accounts/{channelAccountId}");
        one.MapGet("/", GetAsync)
            .WithName("GetChannelAccount")
            .WithSummary("Show a channel account")
            .Produces<ChannelAccountDetails>()
            .ProducesErrors();
        one.MapPut("/", PutAsync)
            .WithName("PutChannelAccount")
            .WithSummary("Create or change a channel account")
            .WithDescription(
                "Replaces its settings; omitted settings get their defaults, and omitted secrets stay as they are. The id has 1 to 50 letters, digits "
                + "or `-._`, and is the `channelId` of a step. Secrets are stored encrypted, which requires `Secrets:WrappingKey`. The change holds at "
                + "once on the replica that is called, and within 10 seconds on all others.")
            .Produces<ChannelAccountDetails>()
            .ProducesErrors();
        one.MapDelete("/", DeleteAsync)
            .WithName("DeleteChannelAccount")
            .WithSummary("Delete a channel account")
            .WithDescription("Only if no open subaccount names it and no pending message has a step of it; otherwise the response is 409 and says which.")
            .Produces(StatusCodes.Status204NoContent)
            .Produces<ApiError>(StatusCodes.Status409Conflict)
            .ProducesErrors();
        one.MapPost("/disable", DisableAsync)
            .WithName("DisableChannelAccount")
            .WithSummary("Disable a channel account")
            .WithDescription(
                "No call is made any more, and Sends that need it are rejected. Messages that wait for it start their next step when the step's patience "
                + "is over. Receipts still count.")
            .Produces<ChannelAccountDetails>()
            .ProducesErrors();
        one.MapPost("/enable", EnableAsync)
            .WithName("EnableChannelAccount")
            .WithSummary("Enable a channel account")
            .Produces<ChannelAccountDetails>()
            .ProducesErrors();
        one.MapPost("/check", CheckAsync)
            .WithName("CheckChannelAccount")
            .WithSummary("Check a channel account at its provider")
            .WithDescription(
                "Asks the provider whether the credentials are right, and, where it can be asked, whether receipts come here. It sends no message and "
                + "changes nothing. It also works for accounts of the configuration, and for disabled ones.")
            .Produces<ChannelAccountCheck>()
            .ProducesErrors();
        one.MapPost("/secrets/{name}", SetSecretAsync)
            .WithName("RotateChannelAccountSecret")
            .WithSummary("Replace a secret of a channel account")
            .WithDescription(
                "`name` is the name of the setting, such as `appSecret`. If the provider signs its receipts with it, the secret before it becomes "
                + "`previousAppSecret` (`previousAuthToken`, `previousSignatureSecret`) and stays valid for receipts, until it is removed by "
                + "a PUT with an empty text.")
            .Produces<ChannelAccountDetails>()
            .ProducesErrors();
    }

    private static async Task<Ok<IReadOnlyList<ChannelAccountDetails>>> ListAsync(
        SubaccountDirectory directory,
        [FromKeyedServices(OrchestratorDbContext.Managing)] OrchestratorDbContext db,
        ChannelAccountViews views,
        CancellationToken cancellationToken)
    {
        await directory.RefreshAsync(cancellationToken);
        return TypedResults.Ok(views.All(await db.ChannelAccounts.AsNoTracking().ToListAsync(cancellationToken)));
    }

    private static Task<Results<Ok<ChannelAccountDetails>, Problem>> GetAsync(
        [FromRoute] string channelAccountId, ChannelAccountStore store, CancellationToken cancellationToken) =>
        store.GetAsync(channelAccountId, cancellationToken);

    private static Task<Results<Ok<ChannelAccountDetails>, Problem>> PutAsync(
        [FromRoute] string channelAccountId, Body<ChannelAccountRequest> body, ChannelAccountStore store,
        CancellationToken cancellationToken) =>
        store.PutAsync(channelAccountId, body.Value, cancellationToken);

    private static Task<Results<NoContent, Problem>> DeleteAsync(
        [FromRoute] string channelAccountId, ChannelAccountStore store, CancellationToken cancellationToken) =>
        store.DeleteAsync(channelAccountId, cancellationToken);

    private static Task<Results<Ok<ChannelAccountDetails>, Problem>> DisableAsync(
        [FromRoute] string channelAccountId, ChannelAccountStore store, CancellationToken cancellationToken) =>
        store.SetDisabledAsync(channelAccountId, isDisabled: true, cancellationToken);

    private static Task<Results<Ok<ChannelAccountDetails>, Problem>> EnableAsync(
        [FromRoute] string channelAccountId, ChannelAccountStore store, CancellationToken cancellationToken) =>
        store.SetDisabledAsync(channelAccountId, isDisabled: false, cancellationToken);

    private static async Task<Results<Ok<ChannelAccountCheck>, Problem>> CheckAsync(
        [FromRoute] string channelAccountId,
        SubaccountDirectory directory,
        ChannelCatalog catalog,
        IHttpClientFactory http,
        AccessTokens tokens,
        PublicAddress address,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        await directory.RefreshAsync(cancellationToken);
        if (!catalog.TryFind(new ChannelAccountId(channelAccountId), out var account))
            return Problems.NotFound("channel account");
        var checks = new AccountChecks(http.CreateClient(ProviderHttp.ClientName), tokens, time);
        var findings = await checks.RunAsync(
            account, address.OfReceipts(account.ProviderName, account.Id.Value), cancellationToken);
        return TypedResults.Ok(ChannelAccountViews.Of(findings));
    }

    private static Task<Results<Ok<ChannelAccountDetails>, Problem>> SetSecretAsync(
        [FromRoute] string channelAccountId, [FromRoute] string name, Body<SecretRequest> body, ChannelAccountStore store,
        CancellationToken cancellationToken) =>
        store.SetSecretAsync(channelAccountId, name, body.Value, cancellationToken);
}
