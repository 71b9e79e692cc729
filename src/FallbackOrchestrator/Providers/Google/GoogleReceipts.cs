using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Google;

/// <summary>
/// Google's webhook (https://developers.google.com/business-communications/rcs-business-messaging/guides/integrate/webhooks): a request
/// that sets it up, then events and what people write, one in each request. A webhook of the partner gets those of all agents.
/// </summary>
internal sealed class GoogleReceipts(GoogleOptions options)
{
    internal const string Signature = "X-Goog-Signature";

    private const string LifetimeOver = "TTL_EXPIRATION_REVOKED";

    private static readonly FrozenDictionary<string, AttemptStatus> Statuses = new Dictionary<string, AttemptStatus>
    {
        ["DELIVERED"] = AttemptStatus.Delivered,
        ["READ"] = AttemptStatus.Read,
        [LifetimeOver] = AttemptStatus.LifetimeOver,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // What a person does, and a lifetime that ended although the message was being delivered: DELIVERED says so if it was.
    private static readonly FrozenSet<string> Others =
        new[] { "IS_TYPING", "SUBSCRIBE", "UNSUBSCRIBE", "TTL_EXPIRATION_REVOKE_FAILED" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly RotatingSecret _secret = new(options.ClientToken, options.PreviousClientToken);

    public ReceiptParseResult Read(ReceiptRequest request)
    {
        // A stranger may have posted it, so what is odd in it is not noted.
        var posted = WireObject.Read(request.Body, new UnexpectedMembers()) is [var first, ..] ? first : null;
        var signature = request.Headers(Signature);
        if (string.IsNullOrEmpty(signature))
            return SetUp(posted);
        if (Decoded(posted?.Object("message")?.Id("data")) is not { } data
            || !_secret.Verifies(signature, key => Sign(key, data.Span)))
            return new ReceiptParseResult.Unauthentic($"{Signature} is wrong");
        return WireObject.Read(data, request.Unexpected) is { } events
            ? ReceiptParseResult.Receipts.Of(
                events.SelectMany(Read), events.Where(GoogleInbound.Is).Select(GoogleInbound.Read))
            // Google repeats for days what is not taken, and holds back everything behind it.
            : new ReceiptParseResult.Receipts([]) { LeftOut = ["it is no event of Google's form"] };
    }

    /// <summary>The agent's id without <c>@rbm.goog</c>, which some of Google's pages write.</summary>
    internal static string AgentIn(string id) => id.Split('@')[0];

    internal static string Sign(byte[] key, ReadOnlySpan<byte> data) => Convert.ToBase64String(HMACSHA512.HashData(key, data));

    private ReceiptParseResult SetUp(WireObject? posted) =>
        _secret.Verifies(posted?.Id("clientToken"), Encoding.UTF8.GetString) && posted!.Text("secret") is { Length: > 0 } secret
            ? new ReceiptParseResult.Challenge(secret)
            : new ReceiptParseResult.Unauthentic($"neither {Signature} nor the client token");

    private static ReadOnlyMemory<byte>? Decoded(string? data)
    {
        var bytes = new byte[data?.Length ?? 0];
        return data is not null && Convert.TryFromBase64String(data, bytes, out var length) ? bytes.AsMemory(0, length) : null;
    }

    private static IEnumerable<Receipt> Read(WireObject said)
    {
        // What a person writes is no event: see GoogleInbound.
        if (!said.Has("eventType") || said.Text("eventType")?.Trim() is { } type && Others.Contains(type))
            yield break;
        if (!Statuses.TryGetValue(said.Text("eventType")?.Trim() ?? "", out var reported))
        {
            yield return Receipt.Unheard;
            yield break;
        }
        var id = said.Id("messageId");
        yield return new Receipt(
            GoogleMessageId.ReferenceIn(id), id, reported, said.Time("sendTime"),
            reported == AttemptStatus.LifetimeOver ? AttemptError.Of(ErrorClass.Expired, LifetimeOver) : null)
        {
            AccountName = said.Text("agentId") is { } agent ? AgentIn(agent) : null,
        };
    }
}
