using FallbackOrchestrator.Messages;
using Microsoft.AspNetCore.WebUtilities;

namespace FallbackOrchestrator.Providers.Twilio;

/// <summary>
/// The address to which Twilio posts a message's statuses. Twilio repeats nothing but this address, so it contains our reference.
/// </summary>
internal static class TwilioCallback
{
    private const string Reference = "ref";

    // Without it Twilio repeats a callback only if it could not connect: one 503 from us would lose the status for good
    // (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
    private const string Repeat = "#rc=3&rp=all";

    public static string Address(Uri receiptsTo, AttemptReference reference) =>
        QueryHelpers.AddQueryString(receiptsTo.AbsoluteUri, Reference, reference.ToString()) + Repeat;

    /// <summary>Our reference in an address that Twilio called; null if there is none.</summary>
    public static AttemptReference? ReferenceIn(Uri url) =>
        QueryHelpers.ParseQuery(url.Query).TryGetValue(Reference, out var text) && AttemptReference.TryParse(text, out var reference)
            ? reference
            : null;
}
