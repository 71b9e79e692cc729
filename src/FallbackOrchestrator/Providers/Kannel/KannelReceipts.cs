using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace FallbackOrchestrator.Providers.Kannel;

/// <summary>
/// Kannel's reports. Kannel calls the address that it got with the message, by GET, once for each report. A long text is several SMS, but
/// it has one report of each type: the operator has all parts, or refused one of them; and whether the first part was delivered, because
/// Kannel asks the operator for no other.
/// </summary>
internal sealed class KannelReceipts(KannelOptions options)
{
    private readonly KannelCallback _callback = new(options);
    private readonly ErrorTextRedactor _words = options.Redactor();

    public ReceiptParseResult Read(ReceiptRequest request) => _callback.IsOurs(request.Url, out var reference)
        ? ReceiptParseResult.Receipts.Of([Read(QueryHelpers.ParseQuery(request.Url.Query), reference)])
        : new ReceiptParseResult.Unauthentic("the signature in the address is missing or wrong");

    private Receipt Read(Dictionary<string, StringValues> query, AttemptReference? reference)
    {
        var type = Values(query, KannelCallback.Report).Select(KannelReports.StatusOf).FirstOrDefault(status => status is not null);
        if (type is not { } reported)
            return Receipt.Unheard;
        var receipt = new Receipt(
            reference,
            Values(query, KannelCallback.Id).Select(ProviderIds.Usable).FirstOrDefault(id => id is not null),
            reported,
            Values(query, KannelCallback.Time).Select(WireTime.TryRead).FirstOrDefault(time => time is not null));
        if (!StatusLadder.IsFailure(reported))
            return receipt;
        var (status, error) = KannelErrors.Read(reported, Values(query, KannelCallback.Reply).FirstOrDefault() ?? "", _words);
        return receipt with { Status = status, Error = error };
    }

    private static IEnumerable<string> Values(Dictionary<string, StringValues> query, string name) =>
        query.GetValueOrDefault(name).OfType<string>().Where(value => value.Length > 0);
}
