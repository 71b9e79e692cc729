using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Simulator;

/// <summary>
/// Kannel's smsbox, with an operator behind it that speaks SMPP: the text is posted, everything else is in headers
/// (<c>X-Kannel-…</c>), and reports are calls of the address in <c>X-Kannel-DLR-Url</c>.
/// </summary>
internal sealed class KannelSimulator(ScriptPlayer player, IOptions<SimulatorOptions> options, TimeProvider time) : ISimulatedProvider
{
    private const int LongestQuotation = 20;

    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789 +-");

    private readonly KannelSimulatorOptions _settings = options.Value.Kannel;

    public string Name => "kannel";

    /// <summary>Handles <c>POST /cgi-bin/sendsms</c>.</summary>
    public async Task<IResult> TakeAsync(HttpContext http)
    {
        var headers = http.Request.Headers;
        if (http.Request.ContentType?.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase) != true)
            return player.Refuse(this, new SimulatedResponse(400, "Invalid content-type"));
        if (!MayCall())
            return player.Refuse(this, new SimulatedResponse(403, "Authorization failed for sendsms"));

        var text = await new StreamReader(http.Request.Body, Encoding.UTF8).ReadToEndAsync(http.RequestAborted);
        var to = Header("To");
        var wanted = Header("DLR-Url");
        var reports = ServiceAddress.TryReadWeb(wanted, out var given) && Number("DLR-Mask") > 0 ? given : null;
        var reference = reports is null
            ? null : QueryHelpers.ParseQuery(reports.Query).GetValueOrDefault("ref").ToString() is { Length: > 0 } set ? set : null;
        if (Fault(to, wanted) is { } fault)
            return player.Refuse(this, new SimulatedResponse(400, fault), SimulatedChannel.Sms, to, reference);

        var now = time.GetUtcNow();
        return await player.PlayAsync(
            http,
            new SimulatedMessage(
                this, SimulatedChannel.Sms, to, Header("From"), reference, Guid.CreateVersion7(now).ToString(), now,
                reports) { Text = text, Lifetime = Number("Validity") is { } minutes ? TimeSpan.FromMinutes(minutes) : null });

        string Header(string name) => headers[$"X-Kannel-{name}"].ToString().Trim();

        int? Number(string name) =>
            int.TryParse(Header(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

        bool MayCall() => _settings.Username.Length > 0
            && Header("Username") == _settings.Username && Header("Password") == _settings.Password;
    }

    public SimulatedResponse Accept(SimulatedMessage message) => new(202, "0: Accepted for delivery");

    /// <summary>Kannel does not know who can be reached; it only has lists of numbers that it does not serve.</summary>
    public SimulatedResponse RefuseUnreachable(SimulatedMessage message) =>
        new(400, "Number(s) has/have been denied by white- and/or black-lists.");

    public SimulatedResponse RefuseBusy(SimulatedMessage message) => new(503, "Temporal failure, try again later.");

    public HttpRequestMessage WriteReceipt(PendingReceipt receipt, DateTimeOffset now)
    {
        var message = receipt.Message;
        var (type, reply) = receipt.Status switch
        {
            SimulatedStatus.Sent => (8, "ACK/"),
            SimulatedStatus.Failed => (2, Report("UNDELIV", "012")),
            _ => (1, Report("DELIVRD", "000")),
        };
        return new HttpRequestMessage(HttpMethod.Get, Filled(message.ReceiptsTo!.OriginalString, code => code switch
        {
            'd' => type.ToString(CultureInfo.InvariantCulture),
            'T' => receipt.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            'F' => message.ProviderId,
            'A' => reply,
            _ => null,
        }));

        // The receipt of SMPP, which quotes the beginning of the message.
        string Report(string state, string error)
        {
            var words = string.Concat(message.Text!.EnumerateRunes().Take(LongestQuotation));
            return $"id:{message.ProviderId} sub:001 dlvrd:001 submit date:{message.At:yyMMddHHmm} done date:{receipt.At:yyMMddHHmm} "
                + $"stat:{state} err:{error} text:{words}";
        }
    }

    /// <summary>Smsbox repeats a report as often as its <c>http-request-retry</c> says.</summary>
    public bool PostsAgain(PendingReceipt receipt, int? status) => status is not (200 or 202);

    private static string? Fault(string to, string reports)
    {
        if (to.Length == 0)
            return "Missing receiver(s) number(s), rejected";
        if (to.AsSpan().ContainsAnyExcept(OfNumbers))
            return "Number(s) has/have been denied by white- and/or black-lists.";
        return reports.Length > 0 && !ServiceAddress.TryReadWeb(reports, out _) ? "DLR-URL field misformed, rejected" : null;
    }

    // %d and the like are replaced, %% is one percent sign, and an unknown code stays as it is.
    private static string Filled(string address, Func<char, string?> valueOf)
    {
        var filled = new StringBuilder();
        for (var i = 0; i < address.Length; i++)
        {
            if (address[i] != '%' || i + 1 == address.Length)
                filled.Append(address[i]);
            else if (address[i + 1] == '%')
                filled.Append(address[i++]);
            else if (valueOf(address[i + 1]) is { } value)
            {
                filled.Append(Uri.EscapeDataString(value));
                i++;
            }
            else
                filled.Append(address[i]);
        }
        return filled.ToString();
    }
}
