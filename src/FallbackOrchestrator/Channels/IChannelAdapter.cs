using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Channels;

/// <summary>
/// Translates between the service and one provider's API, for one channel. It performs no I/O: it writes the request that
/// <see cref="ProviderCall"/> sends, reads the response, and reads what the provider posts to our webhook.
/// </summary>
public interface IChannelAdapter
{
    /// <summary>The capabilities of the provider on this channel.</summary>
    AdapterCapabilities Traits { get; }

    /// <summary>
    /// How the account gets access tokens; null if its requests carry all their credentials themselves. A token is added to the call and to
    /// the checks after they were written.
    /// </summary>
    AccessTokenGrant? AccessTokens => null;

    /// <summary>
    /// Writes the call that hands an attempt over. Puts <see cref="Handover.Reference"/> into a field that the provider repeats in its
    /// receipts. An exception means that nothing was sent (<see cref="CallResult.Broken"/>).
    /// </summary>
    HttpRequestMessage WriteCall(Handover handover);

    /// <summary>
    /// The reason why this account cannot send a body although its channel carries such bodies; null if it can. Send then chooses another
    /// body by the rule for bodies that a channel does not carry (<see cref="ContentRules"/>).
    /// </summary>
    string? WhyNot(ContentBody body) => null;

    /// <summary>
    /// The part of a body that this account leaves out although its channel carries it, for a warning; null if there is none.
    /// </summary>
    string? Loss(ContentBody body) => null;

    /// <summary>
    /// The part of a body that this account sends, if it is less than its channel carries and nothing else may be handed over; null if the
    /// account sends it as it is. <see cref="Loss"/> says what is missing.
    /// </summary>
    ContentBody? Reduced(ContentBody body) => null;

    /// <summary>
    /// Classifies the provider's response. Never throws because of the response: if it cannot be understood after the request was sent, the
    /// result is <see cref="CallResult.Unknown"/>.
    /// </summary>
    CallResult ReadResponse(ProviderResponse response);

    /// <summary>
    /// Writes the call that withdraws an attempt at its provider. It is used only if the adapter
    /// <see cref="AdapterCapabilities.SupportsRecall"/>.
    /// </summary>
    /// <returns>Null if this attempt cannot be recalled, for example because the provider's id of it is not known.</returns>
    HttpRequestMessage? WriteRecall(Recall recall) => null;

    /// <summary>Classifies the response to a recall. Never throws because of the response.</summary>
    RecallResult ReadRecallResponse(ProviderResponse response) => new RecallResult.Failed("the provider cannot recall");

    /// <summary>
    /// Writes the call that asks the provider for the status of an attempt. It is used only if the adapter
    /// <see cref="AdapterCapabilities.SupportsStatusQuery"/>.
    /// </summary>
    HttpRequestMessage? WriteStatusQuery(StatusQuery query) => null;

    /// <summary>Reads the response to a status query. Never throws because of the response.</summary>
    StatusQueryResult ReadStatus(StatusQuery query, ProviderResponse response) =>
        new StatusQueryResult.Failed("the provider cannot be asked");

    /// <summary>Writes the call that shows a person that an inbound message was read.</summary>
    /// <param name="providerId">The provider's id of the message.</param>
    /// <returns>Null if the provider or the channel has no such call.</returns>
    HttpRequestMessage? WriteReadMark(string providerId) => null;

    /// <summary>
    /// Verifies and reads one request to <c>/webhooks/{provider}/{account}</c>. Never throws because of the request. Only the id, the
    /// reference and the status decide: everything else that is not as documented is left out (<see cref="WireObject"/>).
    /// </summary>
    ReceiptParseResult ReadReceipts(ReceiptRequest request);

    /// <summary>
    /// The requests that ask the provider whether the account's settings are right, without sending a message; none if it cannot be asked.
    /// </summary>
    /// <param name="receiptsTo">The address at which this service takes the account's receipts.</param>
    IReadOnlyList<AccountCheck> Checks(Uri receiptsTo) => [];
}
