using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Zalo;

/// <summary>
/// One Zalo Official Account. Zalo reports a delivery and nothing else, so its acceptance is Sent. A refusal is a 200 with an error.
/// </summary>
internal sealed class ZaloAdapter(AccountSettings settings, ZaloOptions options) : IChannelAdapter
{
    /// <summary>The header with the access token.</summary>
    internal const string TokenHeader = "access_token";

    private const string Credentials = "credentials";

    private readonly ErrorTextRedactor _words = options.Redactor();
    private readonly ZaloReceipts _receipts = new(options);

    public AdapterCapabilities Traits { get; } = new(SuccessStatus.Delivered) { SignatureHeader = ZaloReceipts.Signature };

    public AccessTokenGrant? AccessTokens { get; } = ZaloTokens.Of(settings, options);

    public HttpRequestMessage WriteCall(Handover handover)
    {
        var template = handover.Body as ContentBody.Template ?? throw new NotSupportedException($"no way to write {handover.Body.Kind}");
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in template.Components.SelectMany(NamedTexts.In))
            values[name] = value;
        var request = Call(HttpMethod.Post, "message/template");
        request.Content = JsonWire.Write(
            new ZaloMessage(
                handover.Recipient.Msisdn?.Digits ?? throw new InvalidOperationException("Zalo takes numbers only"),
                template.Name,
                values,
                handover.Reference.ToString()),
            ZaloJson.Default.ZaloMessage);
        return request;
    }

    public CallResult ReadResponse(ProviderResponse response)
    {
        var read = WireObject.Read(response.Body, response.Unexpected) is [var first, ..] ? first : null;
        var code = read?.Whole("error");
        if (response.Status is >= 200 and < 300 && code is null or 0 && read?.Has("data") == true
            && read.Object("data")?.Id("msg_id") is { Length: > 0 } id)
        {
            return new CallResult.Accepted(id, AttemptStatus.Sent);
        }
        return ZaloErrors.Refusal(response, code == 0 ? null : code, _words.Redact(read?.Text("message")));
    }

    public ReceiptParseResult ReadReceipts(ReceiptRequest request) => _receipts.Read(request);

    public IReadOnlyList<AccountCheck> Checks(Uri receiptsTo) =>
        [new AccountCheck(Credentials, () => Call(HttpMethod.Get, "message/quota"), TokenAccepted)];

    private AccountFinding TokenAccepted(ProviderResponse response) =>
        (WireObject.Read(response.Body, response.Unexpected) is [var first, ..] ? first.Whole("error") : null) switch
        {
            0 => new AccountFinding(Credentials, AccountVerdict.Right, "Zalo accepts the access token"),
            { } code when ZaloErrors.AreAboutToken.Contains(code) => new AccountFinding(
                Credentials, AccountVerdict.Wrong, "Zalo does not accept the access token: it is wrong, or has expired",
                string.IsNullOrEmpty(options.RefreshToken) ? nameof(ZaloOptions.AccessToken) : nameof(ZaloOptions.RefreshToken)),
            _ => AccountFinding.Unclear(Credentials, response),
        };

    private HttpRequestMessage Call(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, settings.Address(ZaloProvider.Host, path));
        if (AccessTokens is null)
            request.Headers.Add(TokenHeader, options.AccessToken);
        return request;
    }
}
