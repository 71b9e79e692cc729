using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Reading;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace FallbackOrchestrator.Subaccounts.Management;

/// <summary>The calls with which operators manage accounts.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder admin)
    {
        admin.MapGet("/accounts", ListAsync)
            .WithName("ListAccounts")
            .WithSummary("List accounts")
            .WithDescription("All accounts, including those of the configuration.")
            .Produces<IReadOnlyList<AccountView>>()
            .ProducesErrors();
        admin.MapGet("/accounts/{accountId}", GetAsync)
            .WithName("GetAccount")
            .WithSummary("Show an account")
            .Produces<AccountView>()
            .ProducesErrors();
        admin.MapPut("/accounts/{accountId}", PutAsync)
            .WithName("PutAccount")
            .WithSummary("Create or rename an account")
            .WithDescription(
                "The id is a UUID of your choice. A closed account is opened again; its subaccounts and keys stay closed.")
            .Produces<AccountView>()
            .ProducesErrors();
        admin.MapDelete("/accounts/{accountId}", CloseAsync)
            .WithName("CloseAccount")
            .WithSummary("Close an account")
            .WithDescription(
                "Closes its subaccounts and revokes its keys. Messages in flight continue, and their webhooks are still called.")
            .Produces<AccountView>()
            .ProducesErrors();
    }

    private static async Task<Ok<IReadOnlyList<AccountView>>> ListAsync(SubaccountDirectory directory, CancellationToken cancellationToken)
    {
        await directory.RefreshAsync(cancellationToken);
        var now = directory.Now;
        return TypedResults.Ok<IReadOnlyList<AccountView>>(
            [.. now.Accounts.Values.OrderBy(account => account.Id.Value).Select(account => ManagementViews.Of(account, now))]);
    }

    private static async Task<Results<Ok<AccountView>, Problem>> GetAsync(
        [FromRoute] string accountId, SubaccountDirectory directory, CancellationToken cancellationToken)
    {
        await directory.RefreshAsync(cancellationToken);
        return Shown(accountId, directory);
    }

    private static async Task<Results<Ok<AccountView>, Problem>> PutAsync(
        [FromRoute] string accountId,
        Body<AccountRequest> body,
        DirectoryChange change,
        SubaccountDirectory directory,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (!CustomerAccountId.TryParse(accountId, out var id))
            return Problems.InvalidId("accountId", "must be a UUID");
        if (ManagementRequestParser.CheckName(body.Value.Name) is { } wrong)
            return wrong;
        var refused = await change.DoAsync(
            async now =>
            {
                if (now.Accounts.GetValueOrDefault(id) is { IsConfigured: true })
                    return Problems.IsConfigured("the account");
                var row = await change.Db.CustomerAccounts.FindAsync([id.Value], cancellationToken);
                if (row is null)
                    change.Db.CustomerAccounts.Add(row = new CustomerAccountRow { Id = id.Value, CreatedAt = time.GetUtcNow() });
                row.Name = body.Value.Name;
                row.ClosedAt = null;
                return null;
            },
            cancellationToken);
        return refused is null ? Shown(accountId, directory) : refused;
    }

    private static async Task<Results<Ok<AccountView>, Problem>> CloseAsync(
        [FromRoute] string accountId, DirectoryChange change, SubaccountDirectory directory, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var refused = await change.DoAsync(
            async now =>
            {
                if (Find(accountId, now) is not { } account)
                    return Problems.NotFound("account");
                if (account.IsConfigured)
                    return Problems.IsConfigured("the account");
                var at = time.GetUtcNow();
                await change.Db.CustomerAccounts.Where(row => row.Id == account.Id.Value && row.ClosedAt == null)
                    .ExecuteUpdateAsync(row => row.SetProperty(r => r.ClosedAt, at), cancellationToken);
                await change.Db.Subaccounts.Where(row => row.CustomerAccountId == account.Id.Value && row.ClosedAt == null)
                    .ExecuteUpdateAsync(row => row.SetProperty(r => r.ClosedAt, at), cancellationToken);
                await change.Db.ApiKeys.Where(row => row.CustomerAccountId == account.Id.Value && row.RevokedAt == null)
                    .ExecuteUpdateAsync(row => row.SetProperty(r => r.RevokedAt, at), cancellationToken);
                return null;
            },
            cancellationToken);
        return refused is null ? Shown(accountId, directory) : refused;
    }

    private static Results<Ok<AccountView>, Problem> Shown(string id, SubaccountDirectory directory)
    {
        var now = directory.Now;
        return Find(id, now) is { } account ? TypedResults.Ok(ManagementViews.Of(account, now)) : Problems.NotFound("account");
    }

    private static CustomerAccount? Find(string text, DirectorySnapshot now) =>
        CustomerAccountId.TryParse(text, out var id) ? now.Accounts.GetValueOrDefault(id) : null;
}
