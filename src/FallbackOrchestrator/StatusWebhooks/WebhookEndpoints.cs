using System.Text.Json;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Reading;
using FallbackOrchestrator.Subaccounts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>The calls with which a customer registers endpoints.</summary>
internal static class WebhookEndpoints
{
    private static readonly TimeSpan SecretsOverlap = TimeSpan.FromHours(24);

    public static IEndpointRouteBuilder MapStatusWebhooks(this IEndpointRouteBuilder app)
    {
        var webhooks = app.MapGroup("/api/v1/accounts/{accountId}/webhooks")
            .WithTags("Webhooks")
            .ForAccount(Scopes.Webhooks);

        webhooks.MapGet("/", ListAsync)
            .WithName("GetWebhooks")
            .WithSummary("List webhooks")
            .WithDescription("The webhooks of an account. Secrets are hidden.")
            .IsPublished()
            .Produces<IReadOnlyList<WebhookObject>>()
            .ProducesErrors();
        webhooks.MapPost("/", RegisterAsync)
            .WithName("AddWebhooks")
            .WithSummary("Create or replace webhooks")
            .WithDescription(
                "One for each subaccount (or `*`) and type. Registering a webhook again keeps its signing secret and restarts it if it was "
                + "stopped. `format` is an extension: `8x8-v9`, `8x8-v8` or `events-v1`. The type `OPS` is an extension too: for `*` only, "
                + "it receives `endpoint.disabled`, `endpoint.enabled` and `message.exhausted`, events of the account's own webhooks. The "
                + "header `X-Warnings` names what is accepted without effect.")
            .IsPublished()
            .WithUnreadFields(UnreadFields.InHeader)
            .Produces(StatusCodes.Status200OK)
            .ProducesErrors();
        webhooks.MapDelete("/", DeleteAsync)
            .WithName("DeleteWebhooks")
            .WithSummary("Delete webhooks")
            .WithDescription("`*` names only the webhook that was registered with `*`.")
            .IsPublished()
            .WithUnreadFields(UnreadFields.InHeader)
            .Produces(StatusCodes.Status200OK)
            .ProducesErrors();
        webhooks.MapPost("/secret", RotateAsync)
            .WithName("RotateWebhookSecret")
            .WithSummary("Create a new signing secret")
            .WithDescription(
                "Extension. Returns the secret, only this once. For 24 hours deliveries are also signed with the previous one.")
            .Produces<RotatedSecret>()
            .ProducesErrors();
        webhooks.MapPost("/ping", PingAsync)
            .WithName("PingWebhook")
            .WithSummary("Test a webhook")
            .WithDescription("Extension. Posts one signed `ping` to the webhook now and returns the result.")
            .Produces<PingResult>()
            .ProducesErrors();
        app.MapDeliveries();
        return app;
    }

    private static async Task<Ok<IReadOnlyList<WebhookObject>>> ListAsync(
        [FromRoute] string accountId, CallingAccount caller, OrchestratorDbContext db, CancellationToken cancellationToken)
    {
        _ = accountId; // Authorised already; declared for the OpenAPI document.
        var rows = await db.Webhooks.AsNoTracking()
            .Where(w => w.CustomerAccountId == caller.Id.Value).OrderBy(
                w => w.SubaccountId).ThenBy(w => w.Type).ToListAsync(cancellationToken);
        return TypedResults.Ok<IReadOnlyList<WebhookObject>>(rows.ConvertAll(Shown));
    }

    private static async Task<Results<Ok, Problem>> RegisterAsync(
        [FromRoute] string accountId,
        Body<IReadOnlyList<WebhookObject>> body,
        HttpResponse response,
        CallingAccount caller,
        WebhookParser parser,
        WebhookChange change,
        WebhookSecrets secrets,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        _ = accountId;
        var webhooks = body.Value;
        if (WebhookParser.CheckCount(webhooks.Count) is { } wrongCount)
            return wrongCount;
        for (var i = 0; i < webhooks.Count; i++)
        {
            if (parser.Check(webhooks[i], caller.Id, $"[{i}]") is { } problem)
                return problem;
        }
        if (await change.DoAsync(db => PutAsync(db, webhooks, caller, secrets, time, cancellationToken), cancellationToken) is { } refused)
            return refused;
        Warn(response, webhooks);
        return TypedResults.Ok();
    }

    private static void Warn(HttpResponse response, IReadOnlyList<WebhookObject> webhooks)
    {
        var given = new Dictionary<(string?, string), int>();
        for (var i = 0; i < webhooks.Count; i++)
        {
            foreach (var type in WebhookParser.TypesOf(webhooks[i].Type))
            {
                if (!WebhookDirectory.Called.Contains(type))
                    response.Warn(
                        $"[{i}].type: {type} is stored but never called: only {WebhookDirectory.Receipts} (delivery receipts), "
                        + $"{WebhookDirectory.Inbound} (inbound messages) and {WebhookDirectory.Operational} (operational events) are called");
                if (given.TryGetValue((webhooks[i].SubAccountId, type), out var before))
                    response.Warn($"[{i}]: has the same subaccount and type ({type}) as [{before}]; the last one counts");
                given[(webhooks[i].SubAccountId, type)] = i;
            }
        }
    }

    private static async Task<Problem?> PutAsync(
        OrchestratorDbContext db, IReadOnlyList<WebhookObject> webhooks, CallingAccount caller, WebhookSecrets secrets, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var rows = await db.Webhooks.Where(w => w.CustomerAccountId == caller.Id.Value).ToListAsync(cancellationToken);
        for (var i = 0; i < webhooks.Count; i++)
        {
            var webhook = webhooks[i];
            foreach (var type in WebhookParser.TypesOf(webhook.Type))
            {
                var row = rows.Find(known => known.SubaccountId == webhook.SubAccountId && known.Type == type);
                if (row is null)
                {
                    row = new WebhookRow
                    {
                        Id = Guid.CreateVersion7(time.GetUtcNow()),
                        CustomerAccountId = caller.Id.Value,
                        SubaccountId = webhook.SubAccountId!,
                        Type = type,
                        Secret = SigningSecret.New().Text,
                        CreatedAt = time.GetUtcNow(),
                    };
                    rows.Add(row);
                    db.Webhooks.Add(row);
                }
                if (HiddenSecrets.Restore(webhook, secrets.DecryptedOrWithout(row), $"[{i}]", out var whole) is { } gone)
                    return gone;
                var restarts = row.StoppedAt is not null;
                Replace(row, whole);
                secrets.Encrypt(row);
                if (restarts && row.Enabled)
                    await OperationalEvents.NoteEnabledAsync(
                        (NpgsqlConnection)db.Database.GetDbConnection(), row.Id, row.Url, cancellationToken);
            }
        }
        return null;
    }

    private static async Task<Results<Ok, Problem>> DeleteAsync(
        [FromRoute] string accountId,
        Body<IReadOnlyList<WebhookTarget>> body,
        CallingAccount caller,
        WebhookParser parser,
        WebhookChange change,
        CancellationToken cancellationToken)
    {
        _ = accountId;
        var targets = body.Value;
        if (WebhookParser.CheckCount(targets.Count) is { } wrongCount)
            return wrongCount;
        for (var i = 0; i < targets.Count; i++)
        {
            if (parser.CheckTarget(targets[i]?.SubAccountId, targets[i]?.Type, caller.Id, $"[{i}]") is { } problem)
                return problem;
        }
        var named = targets.SelectMany(
            target => WebhookParser.TypesOf(target.Type).Select(type => (target.SubAccountId, Type: type))).ToList();
        var (subaccounts, types) = (named.ConvertAll(one => one.SubAccountId!), named.ConvertAll(one => one.Type));
        await change.DoAsync(
            db => db.Database.ExecuteSqlAsync(
                $"""
                DELETE FROM webhooks
                WHERE customer_account_id = {caller.Id.Value} AND (subaccount_id, type) IN (SELECT unnest({subaccounts}), unnest({types}))
                """,
                cancellationToken),
            cancellationToken);
        return TypedResults.Ok();
    }

    private static async Task<Results<Ok<RotatedSecret>, Problem>> RotateAsync(
        [FromRoute] string accountId,
        Body<WebhookTarget> body,
        CallingAccount caller,
        WebhookChange change,
        WebhookSecrets secrets,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        _ = accountId;
        RotatedSecret? rotated = null;
        await change.DoAsync(
            async db =>
            {
                if (await FindAsync(db, caller, body.Value, cancellationToken) is not { } row)
                    return;
                var until = time.GetUtcNow() + SecretsOverlap;
                // One that cannot be decrypted signs nothing.
                var previous = secrets.DecryptedOrWithout(row).Secret;
                row.PreviousSecret = previous.Length > 0 ? previous : null;
                row.PreviousUntil = previous.Length > 0 ? until : null;
                row.Secret = SigningSecret.New().Text;
                rotated = new RotatedSecret { Secret = row.Secret, PreviousSecretUntil = until };
                secrets.Encrypt(row);
            },
            cancellationToken);
        return rotated is null ? Problems.WebhookNotFound() : TypedResults.Ok(rotated);
    }

    private static async Task<Results<Ok<PingResult>, Problem>> PingAsync(
        [FromRoute] string accountId,
        Body<WebhookTarget> body,
        CallingAccount caller,
        OrchestratorDbContext db,
        Ping ping,
        WebhookSecrets secrets,
        CancellationToken cancellationToken)
    {
        _ = accountId;
        if (await NotStoredException.IfTroubledAsync(() => FindAsync(db, caller, body.Value, cancellationToken)) is not { } row)
            return Problems.WebhookNotFound();
        return await ping.SendAsync(Webhook.Of(secrets.Decrypted(row)), cancellationToken);
    }

    private static Task<WebhookRow?> FindAsync(
        OrchestratorDbContext db, CallingAccount caller, WebhookTarget target, CancellationToken cancellationToken)
    {
        var type = string.IsNullOrEmpty(target.Type) ? WebhookDirectory.Receipts : target.Type.ToUpperInvariant();
        return db.Webhooks.FirstOrDefaultAsync(
            w => w.CustomerAccountId == caller.Id.Value && w.SubaccountId == target.SubAccountId && w.Type == type, cancellationToken);
    }

    private static void Replace(WebhookRow row, WebhookObject webhook)
    {
        row.Url = webhook.Url!;
        row.Enabled = webhook.Enabled ?? true;
        // An inbound message has one format; the one that is given is that of receipts.
        row.Format = row.Type switch
        {
            WebhookDirectory.Operational => WebhookFormat.Events1,
            WebhookDirectory.Receipts => webhook.Format ?? WebhookFormat.Receipt9,
            _ => WebhookFormat.Receipt9,
        };
        row.HttpAuthorization = string.IsNullOrEmpty(webhook.HttpAuthorization) ? null : webhook.HttpAuthorization;
        row.Oauth = webhook.Oauth is { } oauth ? JsonSerializer.Serialize(oauth, WebhookRowJson.Default.OauthCredentials) : null;
        row.FailingSince = null;
        row.StoppedAt = null;
        row.StoppedBecause = null;
    }

    private static WebhookObject Shown(WebhookRow row) => new()
    {
        SubAccountId = row.SubaccountId,
        Type = row.Type,
        Url = row.Url,
        Enabled = row.Enabled,
        HttpAuthorization = row.HttpAuthorization is null ? null : WebhookParser.Hidden,
        Oauth = row.Oauth is null
            ? null
            : JsonSerializer.Deserialize(row.Oauth, WebhookRowJson.Default.OauthCredentials)! with { ClientSecret = WebhookParser.Hidden },
        Format = row.Type == WebhookDirectory.Inbound ? WebhookFormat.Inbound3 : row.Format,
        Status = row.StoppedBecause ?? (row.Enabled ? "active" : "disabled"),
        FailingSince = row.FailingSince,
    };
}
