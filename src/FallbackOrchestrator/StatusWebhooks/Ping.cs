using System.Text.Json;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>A test of a webhook. It takes one of the endpoint's slots, like every call, and is allowed a few times a minute.</summary>
internal sealed class Ping(WebhookCall call, EndpointSlots slots, IOptions<StatusWebhooksOptions> options, TimeProvider time)
{
    private const int MostWebhooks = 10_000;

    private readonly KeyedRateLimit<Guid> _pings = new(options.Value.PingsPerMinute, TimeSpan.FromMinutes(1), MostWebhooks, time);

    /// <summary>Posts a ping now, once.</summary>
    public async Task<Results<Ok<PingResult>, Problem>> SendAsync(Webhook webhook, CancellationToken cancellationToken)
    {
        if (!_pings.TryTake(webhook.Id, out var after))
            return Problems.QuotaExceeded((int)Math.Ceiling(after.TotalSeconds));
        var id = Guid.CreateVersion7(time.GetUtcNow());
        if (!slots.TryEnterFirst(webhook.EndpointKey, new Umid(id)))
            return Problems.QuotaExceeded(1);
        try
        {
            var response = await call.PostAsync(webhook.Account, id, Body(time.GetUtcNow()), url: null, webhook, cancellationToken);
            return TypedResults.Ok(new PingResult
            {
                Delivered = response.Result == WebhookResult.Delivered,
                Result = Shown(response.Result),
                Status = response.Status,
                Milliseconds = (int)response.Took.TotalMilliseconds,
            });
        }
        finally
        {
            slots.Leave(webhook.EndpointKey, new Umid(id), look: true);
        }
    }

    /// <summary>
    /// The result as a customer sees it. A name whose address may not be called looks like a name that does not exist; otherwise customers
    /// could find out which names the operator's network has.
    /// </summary>
    public static string Shown(WebhookResult result) =>
        EnumText.Of(result is WebhookResult.ForbiddenAddress ? WebhookResult.Unreachable : result);

    /// <summary>The body. Its <c>eventType</c> and its <c>type</c> occur in no receipt and no event, and it names no message.</summary>
    private static string Body(DateTimeOffset now) => JsonSerializer.Serialize(
        new Dictionary<string, string>
        {
            ["namespace"] = "ChatApps",
            ["eventType"] = "ping",
            ["type"] = "ping",
            ["timestamp"] = now.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        },
        WebhooksJson.Default.DictionaryStringString);
}
