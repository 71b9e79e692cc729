using System.Globalization;
using System.Text.RegularExpressions;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using static FallbackOrchestrator.Messages.ErrorClass;
using static FallbackOrchestrator.Messages.ErrorSubject;

namespace FallbackOrchestrator.Providers.Kannel;

/// <summary>
/// The reasons in Kannel's reports. What an operator refuses has SMPP's status (<c>NACK/0x0000000b/Invalid Destination Address</c>); what
/// it could not deliver has SMPP's text of a receipt (<c>id:… stat:UNDELIV err:012 text:…</c>). Only the state and the error are kept of
/// it, because it quotes the message. The errors are each operator's own.
/// </summary>
internal static partial class KannelErrors
{
    /// <summary>SMPP's command status (SMPP 3.4, table 5-2). Kannel itself repeats what is refused for a time only.</summary>
    internal static readonly ErrorTable Smpp = new(new Dictionary<int, KnownError>
    {
        [0x01] = new(BadRequest), // length of the message
        [0x08] = new(Unavailable), // system error
        [0x0A] = new(Configuration, About: Sender), // source address
        [0x0B] = new(NotReachable), // destination address
        [0x14] = new(Throttled), // queue full
        [0x43] = new(Configuration, About: Account), // esm_class
        [0x45] = new(Other), // submission failed
        [0x48] = new(Configuration, About: Sender), // type of the source's number
        [0x49] = new(Configuration, About: Sender), // plan of the source's number
        [0x50] = new(Configuration, About: Account), // type of the destination's number
        [0x51] = new(Configuration, About: Account), // plan of the destination's number
        [0x53] = new(Configuration, About: Account), // system type
        [0x58] = new(Throttled),
        [0x61] = new(BadRequest), // scheduled time
        [0x62] = new(BadRequest), // validity period
        [0x64] = new(Unavailable), // the receiver's application, for a time
        [0x65] = new(Other), // the receiver's application, for good
        [0x66] = new(Other), // the receiver's application
        [0xFE] = new(Other), // delivery failed
        [0xFF] = new(Other), // unknown
    });

    // Kannel's own reasons, after NACK/.
    private static readonly (string Text, ErrorClass Class)[] OfKannel =
    [
        ("validity expired", Expired), // before it could be handed to an operator
        ("no SMSC", Configuration), // no connection takes it
        ("Retries Exceeded", Unavailable),
    ];

    private const string Nack = "NACK/";

    /// <summary>The failure that a report's text explains.</summary>
    /// <param name="reported">The failure that the report's type says.</param>
    /// <param name="reply">The text; may be empty.</param>
    /// <param name="redactor">Makes texts safe to store.</param>
    public static (AttemptStatus Status, AttemptError Error) Read(AttemptStatus reported, string reply, ErrorTextRedactor redactor)
    {
        var error = reply.StartsWith(Nack, StringComparison.Ordinal)
            ? Refused(reply[Nack.Length..], redactor)
            : NotDelivered(SmppState().Match(reply));
        return (error.Class == Expired ? AttemptStatus.LifetimeOver : reported, error);
    }

    private static AttemptError Refused(string reason, ErrorTextRedactor redactor)
    {
        if (SmppStatus().Match(reason) is { Success: true } status)
        {
            // Eight digits may be a negative number, which is no status that is known.
            var code = int.Parse(status.Groups[1].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            return Smpp.Failure(code, redactor.Redact(reason[status.Length..])) with { ProviderCode = $"0x{code:X2}" };
        }
        var known = OfKannel.Where(known => reason.StartsWith(known.Text, StringComparison.OrdinalIgnoreCase)).ToList();
        return AttemptError.Of(known is [var one, ..] ? one.Class : Other, text: redactor.Redact(reason));
    }

    private static AttemptError NotDelivered(Match state) => !state.Success
        ? AttemptError.Of(Other)
        : AttemptError.Of(
            state.Groups["state"].Value.StartsWith("EXPIRED", StringComparison.OrdinalIgnoreCase) ? Expired : Other,
            state.Groups["error"].Value is { Length: > 0 } error ? error : null,
            state.Groups["state"].Value);

    [GeneratedRegex(@"\A0x([0-9a-fA-F]{1,8})(?:/|\z)")]
    private static partial Regex SmppStatus();

    [GeneratedRegex(@"\bstat:(?<state>[A-Za-z]{1,15})\b(?:[^:]*\berr:(?<error>[A-Za-z0-9]{1,5})\b)?")]
    private static partial Regex SmppState();
}
