using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Reading;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace FallbackOrchestrator.Subaccounts.Management;

/// <summary>The calls with which operators create, rotate and revoke API keys.</summary>
internal static class KeyEndpoints
{
    public static void MapKeys(this IEndpointRouteBuilder admin)
    {
        var keys = admin.MapGroup("/accounts/{accountId}/keys");
        keys.MapGet("/", ListAsync)
            .WithName("ListKeys")
            .WithSummary("List the keys of an account")
            .WithDescription("Including revoked keys, newest first. Secrets are never shown.")
            .Produces<IReadOnlyList<KeyView>>()
            .ProducesErrors();
        keys.MapPost("/", MakeAsync)
            .WithName("MakeKey")
            .WithSummary("Create a key")
            .WithDescription("Returns the key, only this once; it is stored as a hash. A subaccount may have 20 live keys.")
            .Produces<NewKeyView>()
            .ProducesErrors();
        keys.MapPost("/{keyId}/rotate", RotateAsync)
            .WithName("RotateKey")
            .WithSummary("Rotate a key")
            .WithDescription(
                "Creates a key with the same subaccounts and scopes. Both work until the old one is revoked, or until `previousExpiresAt`. Returns "
                + "the new key, only this once.")
            .Produces<NewKeyView>()
            .ProducesErrors();
        keys.MapDelete("/{keyId}", RevokeAsync)
            .WithName("RevokeKey")
            .WithSummary("Revoke a key")
            .WithDescription("It stops working at once on the replica that is called, and within 10 seconds on all others.")
            .Produces<KeyView>()
            .ProducesErrors();
    }

    private static async Task<Results<Ok<IReadOnlyList<KeyView>>, Problem>> ListAsync(
        [FromRoute] string accountId,
        SubaccountDirectory directory,
        [FromKeyedServices(OrchestratorDbContext.Managing)] OrchestratorDbContext db,
        CancellationToken cancellationToken)
    {
        await directory.RefreshAsync(cancellationToken);
        if (!CustomerAccountId.TryParse(accountId, out var id) || !directory.Now.Accounts.ContainsKey(id))
            return Problems.NotFound("account");
        var rows = await db.ApiKeys.AsNoTracking().Where(
            key => key.CustomerAccountId == id.Value).OrderByDescending(key => key.CreatedAt).ToListAsync(cancellationToken);
        return TypedResults.Ok<IReadOnlyList<KeyView>>(rows.ConvertAll(ManagementViews.Of));
    }

    private static async Task<Results<Ok<NewKeyView>, Problem>> MakeAsync(
        [FromRoute] string accountId, Body<KeyRequest> body, DirectoryChange change, TimeProvider time, CancellationToken cancellationToken)
    {
        var (refused, made) = await CreateAsync(
            now => CustomerAccountId.TryParse(accountId, out var id) ? now.Accounts.GetValueOrDefault(id) : null, body.Value, change, time,
            cancellationToken);
        return refused is null ? TypedResults.Ok(made!) : refused;
    }

    /// <summary>Creates a key.</summary>
    /// <param name="find">Finds the account.</param>
    /// <param name="request">What the key is for.</param>
    /// <param name="change">Makes the change.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The reason why there is no key, or the key.</returns>
    public static async Task<(Problem? Refused, NewKeyView? Made)> CreateAsync(
        Func<DirectorySnapshot, CustomerAccount?> find, KeyRequest request, DirectoryChange change, TimeProvider time,
        CancellationToken cancellationToken)
    {
        (ApiKeyRow Row, string Key)? made = null;
        var refused = await change.DoAsync(
            async now =>
            {
                if (find(now) is not { } account)
                    return Problems.NotFound("account");
                if (account.IsConfigured)
                    return Problems.IsConfigured("the account");
                if (ManagementRequestParser.Check(request, account.Id, time.GetUtcNow(), now) is { } wrong)
                    return wrong;
                made = Made(
                    account.Id.Value, [.. request.SubAccounts!.Distinct()], ScopeNames.Of(ScopeNames.Read(request.Scopes!)), request.Name,
                    request.ExpiresAt, time);
                return await AddAsync(change.Db, made.Value.Row, time, cancellationToken);
            },
            cancellationToken);
        return (refused, refused is null ? ManagementViews.Of(made!.Value.Row, made.Value.Key) : null);
    }

    private static async Task<Results<Ok<NewKeyView>, Problem>> RotateAsync(
        [FromRoute] string accountId,
        [FromRoute] string keyId,
        OptionalBody<RotateRequest> body,
        DirectoryChange change,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var request = body.Value;
        (ApiKeyRow Row, string Key)? made = null;
        var refused = await change.DoAsync(
            async _ =>
            {
                var at = time.GetUtcNow();
                if (await FindAsync(change.Db, accountId, keyId, cancellationToken) is not { } old)
                    return Problems.NotFound("key");
                if (old.RevokedAt is not null || old.ExpiresAt <= at)
                    return Problems.InvalidParameter("keyId", "the key is revoked or has expired: create a new one");
                if (ManagementRequestParser.CheckExpiry(request?.PreviousExpiresAt, "previousExpiresAt", at) is { } wrong)
                    return wrong;
                made = Made(old.CustomerAccountId, old.Subaccounts, old.Scopes, old.Name, old.ExpiresAt, time);
                // This may make it end earlier, never later.
                if (request?.PreviousExpiresAt is { } ends && !(old.ExpiresAt <= ends))
                    old.ExpiresAt = ends.ToUniversalTime();
                return await AddAsync(change.Db, made.Value.Row, time, cancellationToken);
            },
            cancellationToken);
        return refused is null ? TypedResults.Ok(ManagementViews.Of(made!.Value.Row, made.Value.Key)) : refused;
    }

    private static async Task<Results<Ok<KeyView>, Problem>> RevokeAsync(
        [FromRoute] string accountId, [FromRoute] string keyId, DirectoryChange change, TimeProvider time,
        CancellationToken cancellationToken)
    {
        ApiKeyRow? row = null;
        var refused = await change.DoAsync(
            async _ =>
            {
                row = await FindAsync(change.Db, accountId, keyId, cancellationToken);
                if (row is null)
                    return Problems.NotFound("key");
                row.RevokedAt ??= time.GetUtcNow();
                return null;
            },
            cancellationToken);
        return refused is null ? TypedResults.Ok(ManagementViews.Of(row!)) : refused;
    }

    private static async Task<ApiKeyRow?> FindAsync(
        OrchestratorDbContext db, string accountId, string keyId, CancellationToken cancellationToken) =>
        CustomerAccountId.TryParse(accountId, out var account)
            ? await db.ApiKeys.FirstOrDefaultAsync(key => key.Id == keyId && key.CustomerAccountId == account.Value, cancellationToken)
            : null;

    private static (ApiKeyRow Row, string Key) Made(
        Guid account, string[] subaccounts, string[] scopes, string? name, DateTimeOffset? expiresAt, TimeProvider time)
    {
        var (id, key) = ApiKey.New();
        var row = new ApiKeyRow
        {
            Id = id,
            CustomerAccountId = account,
            Hash = KeyHash.Of(key).ToArray(),
            Subaccounts = subaccounts,
            Scopes = scopes,
            Name = name,
            CreatedAt = time.GetUtcNow(),
            ExpiresAt = expiresAt?.ToUniversalTime(),
        };
        return (row, key);
    }

    private static async Task<Problem?> AddAsync(
        OrchestratorDbContext db, ApiKeyRow row, TimeProvider time, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow();
        foreach (var subaccount in row.Subaccounts)
        {
            var live = await db.ApiKeys.CountAsync(
                key => key.RevokedAt == null && (key.ExpiresAt == null || key.ExpiresAt > at)
                    && key.Subaccounts.Contains(subaccount), cancellationToken);
            if (live >= SubaccountLimits.MostKeys)
                return Problems.OutOfRange(
                    "subAccounts", $"'{subaccount}' has {SubaccountLimits.MostKeys} live keys, which is the limit: revoke one");
        }
        db.ApiKeys.Add(row);
        return null;
    }
}
