using System.Net;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Inbound;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Receipts;

/// <summary>
/// Takes one request to a provider's webhook. It checks the presence of the signature's header first, then reads the bytes up to the
/// provider's limit, then verifies the signature, and parses the content last. So a request of a stranger costs almost nothing.
/// </summary>
internal sealed class ReceiptIntake(
    ChannelCatalog catalog, ReceiptRecorder recorder, InboundRecorder inbound, PublicAddress address, ReceiptMetrics metrics,
    TimeProvider time)
{
    /// <summary>Takes a request; its receipts are committed when this returns.</summary>
    /// <param name="request">The request; its body is not read yet.</param>
    /// <param name="provider">The provider in its path.</param>
    /// <param name="account">The account in its path.</param>
    /// <param name="cancellationToken">Cancels reading and recording.</param>
    /// <returns>The status of the response, and the text of a challenge.</returns>
    /// <exception cref="Orchestration.MessageQueueFullException">
    /// Not everything was recorded; the provider must post the receipts again.
    /// </exception>
    public async Task<(HttpStatusCode Status, string? Text)> TakeAsync(
        HttpRequest request, string provider, string account, CancellationToken cancellationToken)
    {
        if (Find(provider, account) is not { } found)
        {
            metrics.UnknownAccount();
            return (await WithoutAccountAsync(request, provider, cancellationToken), null);
        }
        var traits = found.Adapter.Traits;
        var isSigned = traits.SignatureHeader is not { } header || !string.IsNullOrWhiteSpace(request.Headers[header]);
        if (!isSigned || HttpMethods.IsGet(request.Method))
            return await RespondAsync(found, AsPosted(request, ReadOnlyMemory<byte>.Empty), cancellationToken);
        return await BodyAsync(request, traits.MaxWebhookBytes, cancellationToken) is { } body
            ? await RespondAsync(found, AsPosted(request, body), cancellationToken)
            : (HttpStatusCode.RequestEntityTooLarge, null);
    }

    private ChannelAccount? Find(string provider, string account) =>
        catalog.TryFind(new ChannelAccountId(account), out var found)
            && found.ProviderName.Equals(provider, StringComparison.OrdinalIgnoreCase) ? found : null;

    // Responds like an existing account of this provider with a wrong secret, so that nobody can find out which accounts exist.
    private async Task<HttpStatusCode> WithoutAccountAsync(HttpRequest request, string provider, CancellationToken cancellationToken)
    {
        var any = catalog.Accounts.FirstOrDefault(one => one.ProviderName.Equals(provider, StringComparison.OrdinalIgnoreCase));
        if (any is null || HttpMethods.IsGet(request.Method))
            return Refusal(request.Method);
        var traits = any.Adapter.Traits;
        if (traits.SignatureHeader is { } header && string.IsNullOrWhiteSpace(request.Headers[header]))
        {
            return any.Adapter.ReadReceipts(AsPosted(request, ReadOnlyMemory<byte>.Empty)) is ReceiptParseResult.AskAgain
                ? HttpStatusCode.ServiceUnavailable
                : Refusal(request.Method);
        }
        return await BodyAsync(request, traits.MaxWebhookBytes, cancellationToken) is null
            ? HttpStatusCode.RequestEntityTooLarge : Refusal(request.Method);
    }

    private async Task<(HttpStatusCode Status, string? Text)> RespondAsync(
        ChannelAccount account, ReceiptRequest request, CancellationToken cancellationToken)
    {
        var parsed = account.Adapter.ReadReceipts(request);
        metrics.Odd(account.Id, request.Unexpected);
        switch (parsed)
        {
            case ReceiptParseResult.Receipts receipts:
                foreach (var why in receipts.LeftOut)
                    metrics.Unmatched(account.Id, why);
                foreach (var (owners, theirs) in ByAccount(account, request, receipts.All, receipt => receipt.AccountName, isReceipt: true))
                    await recorder.RecordAsync([.. owners.Select(owner => owner.Id)], theirs, cancellationToken);
                foreach (var (owners, theirs) in ByAccount(
                    account, request, receipts.Inbound, message => message.AccountName, isReceipt: false))
                    await inbound.RecordAsync(owners, theirs, cancellationToken);
                return (HttpStatusCode.OK, null);
            case ReceiptParseResult.Challenge challenge:
                return (HttpStatusCode.OK, challenge.Response);
            case ReceiptParseResult.Unauthentic unauthentic:
                metrics.Unauthentic(account.Id, unauthentic.Why);
                return (Refusal(request.Method), null);
            case ReceiptParseResult.Malformed malformed:
                metrics.Malformed(account.Id, malformed.Why);
                return (HttpStatusCode.BadRequest, null);
            case ReceiptParseResult.AskAgain again:
                metrics.Unauthentic(account.Id, again.Why);
                return (HttpStatusCode.ServiceUnavailable, null);
            default:
                throw new InvalidOperationException("a result that nobody handles");
        }
    }

    /// <summary>
    /// A receipt, or an inbound message, belongs to the account that it names, because a provider may have one webhook address for several
    /// accounts; otherwise to the account of the address. A named account counts only if the request is also signed with its own secret.
    /// Several accounts may have the same name, for example while one replaces the other; then the receipt belongs to the account of its
    /// attempt.
    /// </summary>
    private IEnumerable<(IReadOnlyList<ChannelAccount> Accounts, IReadOnlyList<T> Theirs)> ByAccount<T>(
        ChannelAccount account, ReceiptRequest request, IReadOnlyList<T> all, Func<T, string?> nameOf, bool isReceipt)
    {
        foreach (var named in all.GroupBy(nameOf))
        {
            var owners = named.Key is { } name
                ? catalog.Accounts
                    .Where(other => other.ProviderName == account.ProviderName && other.Adapter.Traits.AccountName == name)
                    .OrderBy(other => other.Id == account.Id ? 0 : 1).ThenBy(other => other.Id.Value, StringComparer.Ordinal)
                    .ToList()
                : [account];
            if (owners.Count == 0 && !isReceipt)
            {
                // A receipt finds its attempt or nothing. A message to somebody else's number must not go to the customer of this address.
                metrics.Unmatched(account.Id, "an inbound message names an account that does not exist here");
                continue;
            }
            if (owners.Count == 0)
            {
                // A number that was replaced in its account's settings: receipts for its messages still name the old number.
                metrics.Unmatched(account.Id, "it names an account that does not exist, so it counts for the account of its address");
                owners = [account];
            }
            var believed = owners
                .Where(other => other.Id == account.Id || other.Adapter.ReadReceipts(request) is ReceiptParseResult.Receipts)
                .ToList();
            if (believed.Count > 0)
                yield return (believed, [.. named]);
            else
                metrics.Unmatched(account.Id, "the account that it names has another secret");
        }
    }

    private ReceiptRequest AsPosted(HttpRequest request, ReadOnlyMemory<byte> body) => new(
        request.Method,
        address.Of(request),
        name => request.Headers.TryGetValue(name, out var value) ? value.ToString() : null,
        body,
        time.GetUtcNow());

    private static HttpStatusCode Refusal(string method) =>
        HttpMethods.IsGet(method) ? HttpStatusCode.Forbidden : HttpStatusCode.Unauthorized;

    /// <summary>The body; null if it is too long.</summary>
    private static async Task<ReadOnlyMemory<byte>?> BodyAsync(HttpRequest request, int longest, CancellationToken cancellationToken)
    {
        if (request.ContentLength > longest)
            return null;
        using var body = new MemoryStream((int)(request.ContentLength ?? 0));
        var buffer = new byte[Math.Min(longest, 16 * 1024)];
        while (await request.Body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (body.Length + read > longest)
                return null;
            body.Write(buffer, 0, read);
        }
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
