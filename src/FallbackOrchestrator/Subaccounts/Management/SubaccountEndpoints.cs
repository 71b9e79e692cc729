using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Reading;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace FallbackOrchestrator.Subaccounts.Management;

/// <summary>The calls with which operators manage subaccounts.</summary>
internal static class SubaccountEndpoints
{
    public static void MapSubaccounts(this IEndpointRouteBuilder admin)
    {
        admin.MapGet("/accounts/{accountId}/subaccounts", ListAsync)
            .WithName("ListSubaccounts")
            .WithSummary("List the subaccounts of an account")
            .Produces<IReadOnlyList<SubaccountView>>()
            .ProducesErrors();
        admin.MapGet("/accounts/{accountId}/subaccounts/{subAccountId}", GetAsync)
            .WithName("GetSubaccount")
            .WithSummary("Show a subaccount")
            .Produces<SubaccountView>()
            .ProducesErrors();
        admin.MapPut("/accounts/{accountId}/subaccounts/{subAccountId}", PutAsync)
            .WithName("PutSubaccount")
            .WithSummary("Create or change a subaccount")
            .WithDescription(
                "Replaces its settings; omitted settings get their defaults. Messages that were accepted before are not changed. The id has 3 to 50 "
                + "letters, digits or `-._&`. It is unique in the service and is never reassigned to another account. A subaccount "
                + "that was closed is opened again, without its keys.")
            .Produces<SubaccountView>()
            .ProducesErrors();
        admin.MapDelete("/accounts/{accountId}/subaccounts/{subAccountId}", CloseAsync)
            .WithName("CloseSubaccount")
            .WithSummary("Close a subaccount")
            .WithDescription(
                "Its keys stop working; keys without another subaccount are revoked. Messages in flight continue, and their webhooks are still called.")
            .Produces<SubaccountView>()
            .ProducesErrors();
    }

    /// <summary>A subaccount of an account.</summary>
    public static Subaccount? Find(string accountId, string subAccountId, DirectorySnapshot now) =>
        CustomerAccountId.TryParse(accountId, out var account)
        && now.Subaccounts.TryGetValue(new SubaccountId(subAccountId), out var subaccount)
        && subaccount.Account == account
            ? subaccount
            : null;

    private static async Task<Results<Ok<IReadOnlyList<SubaccountView>>, Problem>> ListAsync(
        [FromRoute] string accountId, SubaccountDirectory directory, CancellationToken cancellationToken)
    {
        await directory.RefreshAsync(cancellationToken);
        var now = directory.Now;
        if (!CustomerAccountId.TryParse(accountId, out var id) || !now.Accounts.ContainsKey(id))
            return Problems.NotFound("account");
        return TypedResults.Ok<IReadOnlyList<SubaccountView>>([.. ManagementViews.Subaccounts(id, now).Select(ManagementViews.Of)]);
    }

    private static async Task<Results<Ok<SubaccountView>, Problem>> GetAsync(
        [FromRoute] string accountId, [FromRoute] string subAccountId, SubaccountDirectory directory, CancellationToken cancellationToken)
    {
        await directory.RefreshAsync(cancellationToken);
        return Shown(accountId, subAccountId, directory);
    }

    private static async Task<Results<Ok<SubaccountView>, Problem>> PutAsync(
        [FromRoute] string accountId,
        [FromRoute] string subAccountId,
        Body<SubaccountRequest> body,
        DirectoryChange change,
        ManagementRequestParser parser,
        SubaccountDirectory directory,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (!ConfiguredSubaccounts.IsId(subAccountId))
            return Problems.InvalidId("subAccountId", "has 3 to 50 letters, digits, hyphens, dots, underscores or ampersands");
        var refused = await change.DoAsync(
            async now =>
            {
                if (!CustomerAccountId.TryParse(accountId, out var id) || !now.Accounts.TryGetValue(id, out var account))
                    return Problems.NotFound("account");
                if (account.IsConfigured)
                    return Problems.IsConfigured("the account");
                if (account.IsClosed)
                    return Problems.InvalidParameter("accountId", "the account is closed");
                var known = now.Subaccounts.Values.FirstOrDefault(
                    s => string.Equals(s.Id.Value, subAccountId, StringComparison.OrdinalIgnoreCase));
                if (known is not null && (known.Account != id || known.Id.Value != subAccountId))
                    return Problems.InvalidId("subAccountId", "is taken (ids that differ in case only count as the same)");
                if (parser.Check(body.Value, known, out var accounts) is { } wrong)
                    return wrong;
                var row = await change.Db.Subaccounts.FindAsync([subAccountId], cancellationToken);
                if (row is null)
                    change.Db.Subaccounts.Add(
                        row = new SubaccountRow { Id = subAccountId, CustomerAccountId = id.Value, CreatedAt = time.GetUtcNow() });
                Replace(row, body.Value, accounts);
                return null;
            },
            cancellationToken);
        return refused is null ? Shown(accountId, subAccountId, directory) : refused;
    }

    private static async Task<Results<Ok<SubaccountView>, Problem>> CloseAsync(
        [FromRoute] string accountId,
        [FromRoute] string subAccountId,
        DirectoryChange change,
        SubaccountDirectory directory,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var refused = await change.DoAsync(
            async now =>
            {
                if (Find(accountId, subAccountId, now) is not { } subaccount)
                    return Problems.NotFound("subaccount");
                if (subaccount.IsConfigured)
                    return Problems.IsConfigured("the subaccount");
                var at = time.GetUtcNow();
                var row = await change.Db.Subaccounts.SingleAsync(s => s.Id == subAccountId, cancellationToken);
                row.ClosedAt ??= at;
                // Otherwise these keys would open it again after a reopening.
                foreach (
                    var key in await change.Db.ApiKeys.Where(k => k.RevokedAt == null && k.Subaccounts.Contains(subAccountId)).ToListAsync(
                        cancellationToken))
                {
                    if (key.Subaccounts.Length == 1)
                        key.RevokedAt = at;
                    else
                        key.Subaccounts = [.. key.Subaccounts.Where(id => id != subAccountId)];
                }
                return null;
            },
            cancellationToken);
        return refused is null ? Shown(accountId, subAccountId, directory) : refused;
    }

    private static void Replace(SubaccountRow row, SubaccountRequest request, List<ChannelAccount> accounts)
    {
        row.ChannelAccounts = [.. accounts.Select(account => account.Id.Value)];
        row.DefaultChannel = Channel.TryFind(request.DefaultChannel, out var channel) ? channel.Name.Value : null;
        row.ResendUnknown = request.ResendUnknown ?? true;
        row.AppendSmsStep = request.AppendSmsStep ?? false;
        row.AccountFailover = request.AccountFailover ?? false;
        row.AccountWeights = request.AccountWeights is { Count: > 0 } weights
            ? [.. accounts.Select(account => weights.GetValueOrDefault(account.Id.Value))] : [];
        row.StopWhenRefused = request.StopWhenRefused ?? false;
        row.RepliesCountAsRead = request.RepliesCountAsRead ?? false;
        row.SkipOptedOut = request.SkipOptedOut ?? false;
        row.StrictMsisdn = request.StrictMsisdn ?? false;
        row.MaskNumbers = request.MaskNumbers ?? true;
        row.ReachabilityDays = request.ReachabilityDays ?? 0;
        row.RequestsPerSecond = request.RequestsPerSecond;
        row.Priority = EnumText.Of(EnumText.ParseOrNull<Priority>(request.Priority) ?? Priority.Transactional);
        row.ClosedAt = null;
    }

    private static Results<Ok<SubaccountView>, Problem> Shown(string accountId, string subAccountId, SubaccountDirectory directory) =>
        Find(accountId, subAccountId, directory.Now) is { } subaccount
            ? TypedResults.Ok(ManagementViews.Of(subaccount))
            : Problems.NotFound("subaccount");
}
