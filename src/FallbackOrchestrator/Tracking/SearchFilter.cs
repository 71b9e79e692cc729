using System.Globalization;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using Microsoft.EntityFrameworkCore;

namespace FallbackOrchestrator.Tracking;

/// <summary>What a search asks for; everything that is given must hold. Newest messages come first.</summary>
internal sealed record SearchFilter
{
    public string? ClientMessageId { get; private init; }
    public Guid? BatchId { get; private init; }
    public string? Msisdn { get; private init; }
    public MessageState? State { get; private init; }
    public Outcome? Outcome { get; private init; }
    public string? Channel { get; private init; }

    /// <summary>The smallest id that counts: ids hold the time at which they were made.</summary>
    public Guid From { get; private init; }

    /// <summary>The first id that does not count any more.</summary>
    public Guid? Before { get; private init; }

    /// <summary>Reads the query; a parameter that is empty counts as not given.</summary>
    public static bool TryRead(IQueryCollection query, out SearchFilter filter, out Problem? problem)
    {
        problem = null;
        filter = new SearchFilter
        {
            ClientMessageId = Text(query, "clientMessageId"),
            BatchId = Parsed(query, "batchId", "a UUID", text => Guid.TryParse(text, out var id) ? id : (Guid?)null, ref problem),
            Msisdn = Parsed(query, "msisdn", "+ and 6 to 15 digits", Number, ref problem)?.Value,
            State = Parsed(query, "state", "scheduled, inProgress or completed", Named<MessageState>, ref problem),
            Outcome = Parsed(query, "outcome", "succeeded, failed, cancelled, expired or unconfirmed", Named<Outcome>, ref problem),
            Channel = Text(query, "channel") is { } name ? Channels.Channel.TryFind(name, out var known) ? known.Name.Value : name : null,
            From = Parsed(query, "from", "a time such as 2026-11-23T09:30:00Z", Time, ref problem) is { } from ? Uuid7.Least(from) : Guid.Empty,
            Before = Parsed(query, "to", "a time such as 2026-11-23T09:30:00Z", Time, ref problem) is { } to ? Uuid7.Least(to) : null,
        };
        if (Parsed(query, "cursor", "the cursor of the page before", text => Guid.TryParse(text, out var id) ? id : (Guid?)null, ref problem) is { } cursor
            && (filter.Before is null || cursor.CompareTo(filter.Before.Value) < 0))
        {
            filter = filter with { Before = cursor };
        }
        return problem is null;
    }

    /// <summary>The messages of a subaccount that the filter lets through, the newest first.</summary>
    public IQueryable<MessageRow> Apply(OrchestratorDbContext db, SubaccountId subaccount)
    {
        var messages = db.Messages.AsNoTracking().Where(m => m.SubaccountId == subaccount.Value && m.Id.CompareTo(From) >= 0);
        if (Before is { } before)
            messages = messages.Where(m => m.Id.CompareTo(before) < 0);
        if (ClientMessageId is { } clientMessageId)
            messages = messages.Where(m => m.ClientMessageId == clientMessageId);
        if (BatchId is { } batch)
            messages = messages.Where(m => m.BatchId == batch);
        if (Msisdn is { } msisdn)
            messages = messages.Where(m => m.Msisdn == msisdn);
        if (State is { } state)
            messages = messages.Where(m => m.State == state);
        if (Outcome is { } outcome)
            messages = messages.Where(m => m.Outcome == outcome);
        if (Channel is { } channel)
            messages = messages.Where(m => db.Attempts.Any(a => a.MessageId == m.Id && a.Channel == channel));
        return messages.OrderByDescending(m => m.Id);
    }

    private static string? Text(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    private static T? Parsed<T>(IQueryCollection query, string name, string form, Func<string, T?> parse, ref Problem? problem)
        where T : struct
    {
        if (Text(query, name) is not { } text)
            return null;
        var value = parse(text);
        if (value is null)
            problem ??= Problems.InvalidParameter(name, $"must be {form}");
        return value;
    }

    // A + that was not written %2B arrives as a space.
    private static Msisdn? Number(string text) => Messages.Msisdn.TryParse($"+{text.Trim().TrimStart('+')}", out var msisdn) ? msisdn : null;

    private static T? Named<T>(string text) where T : struct, Enum =>
        !char.IsAsciiDigit(text[0]) && text[0] != '-' && Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;

    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
