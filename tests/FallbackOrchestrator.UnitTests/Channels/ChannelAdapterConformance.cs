using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Channels;

/// <summary>
/// What every adapter must do, whatever its provider. A provider and channel pass by deriving from this class and saying how the
/// provider writes things; <c>EveryAdapterIsConformant</c> fails while one is missing.
/// </summary>
public abstract partial class ChannelAdapterConformance
{
    /// <summary>The provider under test.</summary>
    public abstract IProvider Provider { get; }

    /// <summary>The channel under test.</summary>
    public abstract ChannelName Channel { get; }

    /// <summary>The account's settings, <see cref="PreviousSecret"/> among them.</summary>
    protected abstract IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>The names of the secret settings.</summary>
    protected abstract IReadOnlyList<string> Secrets { get; }

    /// <summary>The secret that signs webhooks.</summary>
    protected abstract string Secret { get; }

    /// <summary>The one before it, still accepted.</summary>
    protected abstract string PreviousSecret { get; }

    /// <summary>The header that holds the signature, and where in it the signature begins. Unused if the address is signed.</summary>
    protected abstract (string Name, int Start) SignatureHeader { get; }

    /// <summary>
    /// Whether the provider signs nothing, so that the address that it calls holds our own signature; then
    /// <see cref="SignatureOf"/> and <see cref="WithSignature"/> read and write it there.
    /// </summary>
    protected virtual bool AddressIsSigned => false;

    /// <summary>The signature of a webhook.</summary>
    protected virtual string SignatureOf(ReceiptRequest request) => request.Headers(SignatureHeader.Name)!;

    /// <summary>The same webhook with another signature; without one for null.</summary>
    protected virtual ReceiptRequest WithSignature(ReceiptRequest request, string? signature) => request with
    {
        Headers = name => name.Equals(SignatureHeader.Name, StringComparison.OrdinalIgnoreCase) ? signature : request.Headers(name),
    };

    /// <summary>The provider's statuses of a message that was delivered and of one that was not.</summary>
    protected abstract (string Delivered, string Failed) StatusWords { get; }

    /// <summary>Whether a webhook may need its body although it has no signature in a header.</summary>
    protected virtual bool ReadsUnsignedBodies => AddressIsSigned;

    /// <summary>The same webhook, with the signature of before, but with something else in it that is signed.</summary>
    protected virtual ReceiptRequest WithAnotherBody(ReceiptRequest request) =>
        request with { Body = (byte[])[.. request.Body.Span, (byte)' '] };

    /// <summary>
    /// Our own id of a message, if the provider takes its id from us: then receipts have no other reference. Null if the provider makes the
    /// id and repeats our reference.
    /// </summary>
    protected virtual string? OwnId(AttemptReference reference) => null;

    /// <summary>Whether a failure that is reported later has words of the provider.</summary>
    protected virtual bool FailuresHaveWords => true;

    /// <summary>Whether a failure that is reported later has a code, so that its class is known.</summary>
    protected virtual bool FailuresHaveClass => true;

    /// <summary>The response of <c>TokenIssuer</c> to a request for an access token; null if the adapter needs none.</summary>
    protected virtual string? IssuedToken => null;

    /// <summary>Whether one webhook may bring many statuses.</summary>
    protected virtual bool Batches => false;

    /// <summary>Whether the provider reports statuses at all; else the tests of receipts are skipped.</summary>
    protected virtual bool ReportsStatuses => true;

    /// <summary>Whether the provider reports that a message failed; else it reports only successes.</summary>
    protected virtual bool ReportsFailures => true;

    /// <summary>Whether receipts name the provider's id; else only our reference.</summary>
    protected virtual bool ReceiptsHaveId => true;

    /// <summary>Whether receipts repeat our reference; else only the provider's id.</summary>
    protected virtual bool ReceiptsHaveReference => true;

    /// <summary>An attempt that the channel can carry.</summary>
    protected virtual Handover Handover => A.Handover;

    /// <summary>Our reference as a call has it.</summary>
    protected virtual string ReferenceInCalls => A.Reference.ToString();

    /// <summary>The words of <see cref="Handover"/>.</summary>
    protected virtual string Words => A.Words;

    /// <summary>Whether a 200 with this body is an acceptance, although it says nothing.</summary>
    protected virtual bool Accepts(string body) => false;

    /// <summary>A response that accepts the message.</summary>
    protected abstract (int Status, string Body) Accepting(string providerId);

    /// <summary>A response that refuses the message, with this text.</summary>
    protected abstract (int Status, string Body) Refusing(string reason);

    /// <summary>A signed webhook with these statuses.</summary>
    protected abstract ReceiptRequest Webhook(string secret, params Reported[] statuses);

    /// <summary>A signed webhook with any body.</summary>
    protected abstract ReceiptRequest Webhook(string secret, string body);

    /// <summary>Webhooks of the provider that are no receipts.</summary>
    protected abstract IEnumerable<string> OtherEvents { get; }

    /// <summary>A status as the provider reports it.</summary>
    protected sealed record Reported(string Status, AttemptReference? Reference, string? ProviderId, string? Words = null);

    /// <summary>The provider's id of the usual message.</summary>
    private string Id => OwnId(Support.A.Reference) ?? "provider-id-1";

    /// <summary>The reference of the usual message, as its receipts have it.</summary>
    private AttemptReference? Repeated => ReceiptsHaveReference ? Support.A.Reference : null;

    private IChannelAdapter Adapter(Func<Uri?>? baseAddress = null) =>
        Provider.CreateAdapter(A.Settings(Channel, Settings, baseAddress));
}
