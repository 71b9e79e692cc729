using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Reading;
using Microsoft.EntityFrameworkCore;

namespace FallbackOrchestrator.Tracking;

/// <summary>The filter of a search; all given conditions must hold. The newest messages come first.</summary>
internal sealed record SearchFilter
{
    public string? ClientMessageId { get; private init; }
    public Guid? BatchId { get; private init; }
    public string? Msisdn { get; private init; }

    /// <summary>Any of these; if there are none, every one.</summary>
    public IReadOnlyList<MessageState> States { get; private init; } = [];

    /// <inheritdoc cref="States"/>
    public IReadOnlyList<Outcome> Outcomes { get; private init; } = [];

    /// <inheritdoc cref="States"/>
    public IReadOnlyList<string> Channels { get; private init; } = [];

    /// <summary>The smallest id to find: ids contain their time of creation.</summary>
    public Guid From { get; private init; }

    /// <summary>The first id that is too new.</summary>
    public Guid? Before { get; private init; }

    /// <summary>Reads the query; an empty parameter counts as not given.</summary>
    public static SearchFilter Read(QueryParameters query)
    {
        var filter = new SearchFilter
        {
            ClientMessageId = query.Text("clientMessageId"),
            BatchId = query.Id("batchId", "a UUID"),
            Msisdn = query.One("msisdn", "+ and 6 to 15 digits", Number)?.Value,
            States = query.AnyOf("state", EnumText.OneOf<MessageState>(), EnumText.ParseOrNull<MessageState>),
            Outcomes = query.AnyOf("outcome", EnumText.OneOf<Outcome>(), EnumText.ParseOrNull<Outcome>),
            Channels = [.. query.AnyOf("channel", $"one of {Channel.Names}", ChannelOf).Select(name => name.Value)],
            From = query.Time("from") is { } from ? Uuid7.Least(from) : Guid.Empty,
            Before = query.Time("to") is { } to ? Uuid7.Least(to) : null,
        };
        return query.Id("cursor", "the cursor of the page before") is { } cursor
            && (filter.Before is null || cursor.CompareTo(filter.Before.Value) < 0)
            ? filter.After(cursor)
            : filter;
    }

    /// <summary>The same filter after a message, for the next page.</summary>
    public SearchFilter After(Guid last) => this with { Before = last };

    /// <summary>The messages of a subaccount that match the filter, the newest first.</summary>
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
        if (States is { Count: > 0 } states)
            messages = messages.Where(m => states.Contains(m.State));
        if (Outcomes is { Count: > 0 } outcomes)
            messages = messages.Where(m => m.Outcome != null && outcomes.Contains(m.Outcome.Value));
        if (Channels is { Count: > 0 } channels)
            messages = messages.Where(m => db.Attempts.Any(a => a.MessageId == m.Id && channels.Contains(a.Channel)));
        return messages.OrderByDescending(m => m.Id);
    }

    // A + that was not written as %2B arrives as a space.
    private static Msisdn? Number(string text) =>
        Messages.Msisdn.TryParse($"+{text.Trim().TrimStart('+')}", out var msisdn) ? msisdn : null;

    private static ChannelName? ChannelOf(string text) => Channel.TryFind(text, out var known) ? known.Name : null;
}
