using FallbackOrchestrator.Messages;
using Npgsql;
using static FallbackOrchestrator.Persistence.Maps.ColumnTypes;

namespace FallbackOrchestrator.Persistence.Maps;

/// <summary>The table <c>parked_receipts</c>. The time of parking is the database's.</summary>
internal static class ParkedReceiptMap
{
    // Delivered, because the person played it. A replica of an earlier version takes it for Delivered a little later, not for another
    // status.
    private const string Played = "played";

    // The column takes no null. Infinity is later than any time that a provider gives, as no time is.
    private static readonly DateTimeOffset NoTime = DateTimeOffset.MaxValue;

    private static readonly RowMap<ParkedReceipt> Map = new("parked_receipts");

    private static readonly Column<string> Account = Map.Fixed("channel_account_id", Text, r => r.Account.Value);
    private static readonly Column<string> ProviderId = Map.Fixed("provider_id", Text, r => r.ProviderId);
    private static readonly Column<string> Status = Map.Fixed("status", Text, r => r.Played ? Played : EnumText.Of(r.Status));
    private static readonly Column<DateTimeOffset> At = Map.Fixed("at", Time, r => r.At ?? NoTime);
    private static readonly Column<string?> Error = Map.Fixed("error", JsonOrNull, r => RowJson.Error(r.Error));
    private static readonly Column<string?> Details = Map.Fixed("details", JsonOrNull, r => RowJson.Details(r.Details));

    /// <summary>For inserts and reads.</summary>
    public static RowMap<ParkedReceipt> Rows => Map;

    /// <summary>Reads a parked receipt.</summary>
    public static ParkedReceipt Read(NpgsqlDataReader row)
    {
        var status = Status.Read(row);
        var at = At.Read(row);
        return new ParkedReceipt(
            new ChannelAccountId(Account.Read(row)),
            ProviderId.Read(row),
            status == Played ? AttemptStatus.Delivered : EnumText.Parse<AttemptStatus>(status),
            at == NoTime ? null : at,
            RowJson.Error(Error.Read(row)),
            status == Played,
            RowJson.Details(Details.Read(row)));
    }
}
