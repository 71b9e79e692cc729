using FallbackOrchestrator.Messages;
using Microsoft.AspNetCore.WebUtilities;

namespace FallbackOrchestrator.Providers.Twilio;

/// <summary>
/// The address that Twilio posts a message's statuses to. Twilio echoes nothing but this address, so our reference is part of it.
/// </summary>
internal static class TwilioCallback
{
    private const string Reference = "ref";

    // Without it Twilio repeats a callback only when it could not connect: one 503 of ours would lose the status for good
    // (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
    private const string Repeat = "#rc=3&rp=all";

    public static string Address(Uri receiptsTo, AttemptReference reference) =>
        QueryHelpers.AddQueryString(receiptsTo.AbsoluteUri, Reference, reference.ToString()) + Repeat;

    /// <summary>Our reference in an address that Twilio called; null where it has none.</summary>
    public static AttemptReference? ReferenceIn(Uri url) =>
        QueryHelpers.ParseQuery(url.Query).TryGetValue(Reference, out var text) && AttemptReference.TryParse(text, out var reference)
            ? reference
            : null;
}
