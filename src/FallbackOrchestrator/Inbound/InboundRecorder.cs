using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Inbound;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Subaccounts;
using Npgsql;

namespace FallbackOrchestrator.Inbound;

/// <summary>
/// Stores what people write, each message once, with the updates for the webhooks of its subaccount, in one transaction. If the subaccount
/// wants it, a reply is also recorded at the door, as Read of the message that it replies to.
/// </summary>
internal sealed class InboundRecorder(
    NpgsqlDataSource data, MessageDoor door, SubaccountDirectory directory, InboundRouting routing, OptOutWords words,
    Reachability reachability, IInboundUpdates updates, InboundMetrics metrics, TimeProvider time)
{
    /// <summary>Records messages; they are committed when this returns.</summary>
    /// <param name="accounts">The account of the messages. If there are several, it is the one of the message that is replied to.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="cancellationToken">Cancels what has not begun.</param>
    /// <exception cref="MessageQueueFullException">Not everything was recorded; the provider must post the messages again.</exception>
    /// <exception cref="NotStoredException">The same.</exception>
    public async Task RecordAsync(
        IReadOnlyList<ChannelAccount> accounts, IReadOnlyList<InboundMessage> messages, CancellationToken cancellationToken)
    {
        var (arrivals, unassigned) = await NotStoredException.IfTroubledAsync(() => ReadAsync(accounts, messages, cancellationToken));
        // Before they are stored, so that no reply is lost between the two. A message that is posted again counts no second time.
        await Task.WhenAll(arrivals.Select(arrival => CountAsync(arrival, cancellationToken)));
        if (arrivals.Count > 0 || unassigned.Count > 0)
            await NotStoredException.IfTroubledAsync(() => StoreAsync(arrivals, unassigned, cancellationToken));
    }

    private async Task<(List<Arrival> Arrivals, List<OptOutWord> Unassigned)> ReadAsync(
        IReadOnlyList<ChannelAccount> accounts, IReadOnlyList<InboundMessage> messages, CancellationToken cancellationToken)
    {
        var replied = await InboundMessages.RepliedAsync(
            data,
            [.. accounts.Select(account => account.Id.Value)],
            [.. messages.Select(message => message.RepliesTo).OfType<string>().Distinct()],
            cancellationToken);
        var arrivals = new List<Arrival>();
        var unassigned = new List<OptOutWord>();
        foreach (var message in messages)
        {
            var to = message.RepliesTo is { } id ? replied.GetValueOrDefault(id) : null;
            var account = accounts.FirstOrDefault(one => one.Id == to?.Account)
                ?? accounts.FirstOrDefault(one => one.Channel.Reaches(new Recipient(message.From.Msisdn, message.From.ChannelUserId)))
                ?? accounts[0];
            if ((to?.Subaccount ?? await routing.FindAsync(account.Id, message.From, cancellationToken)) is { } subaccount)
                arrivals.Add(new Arrival(message, account, subaccount, to));
            else
            {
                metrics.Unassigned(account.Id);
                // Nobody knows whose messages the person does not want: then those of all who may send over the account.
                if (words.Read(message.Content) is { } isOut)
                {
                    unassigned.AddRange(routing.UsersOf(account.Id).Select(
                        one => new OptOutWord(one, account.Id, account.Channel.Name, message.From, message.At ?? time.GetUtcNow(), isOut)));
                }
            }
        }
        return (arrivals, unassigned);
    }

    private async Task CountAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        if (!directory.Now.Subaccounts.TryGetValue(arrival.Subaccount, out var subaccount) || !subaccount.CountsReplies)
            return;
        var attempt = arrival.To is { Step: { } step } to ? new AttemptReference(to.Umid, step)
            : arrival.Message is { RepliesTo: null, From.Msisdn: { } number, ProviderId: { } id }
                ? await NotStoredException.IfTroubledAsync(() => InboundMessages.OnlyOpenAsync(
                    data, arrival.Subaccount, number, arrival.Account.Id, id, arrival.Message.At ?? time.GetUtcNow(), time.GetUtcNow(),
                    cancellationToken))
            : null;
        if (attempt is { } read)
            await door.RecordAsync(
                read.Umid, [new Fact.ReceiptCame(read.Step, arrival.Account.Id, AttemptStatus.Read, arrival.Message.At, ByReply: true)]);
    }

    private async Task<bool> StoreAsync(List<Arrival> arrivals, List<OptOutWord> unassigned, CancellationToken cancellationToken)
    {
        await using var connection = await data.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var now = await ClockAsync(connection, cancellationToken);
        var stored = arrivals.Count == 0 ? []
            : await InboundMessages.InsertAsync(connection, arrivals.ConvertAll(arrival => arrival.AsNew(now)), cancellationToken);
        await NoteOptOutsAsync(connection, [.. stored.SelectMany(WordIn), .. unassigned], cancellationToken);
        List<NewStatusUpdate> told = [.. stored.SelectMany(updates.Create)];
        if (told.Count > 0)
        {
            await using var batch = new NpgsqlBatch(connection, transaction);
            batch.BatchCommands.Add(StatusUpdates.Insert(told));
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        await transaction.CommitAsync(CancellationToken.None);
        updates.Stored(told);
        foreach (var message in stored)
            metrics.Stored(message.Account);
        return stored.Count > 0;
    }

    // The latest word of a person counts. They are written in one order, so that no two transactions wait for each other.
    private async Task NoteOptOutsAsync(NpgsqlConnection connection, List<OptOutWord> words, CancellationToken cancellationToken)
    {
        var said = new SortedDictionary<(string Subaccount, string Person, string Channel), bool>();
        foreach (var word in words.OrderBy(one => one.At))
        {
            if (!Channel.TryFind(word.Channel.Value, out var channel))
                continue;
            foreach (var from in IdentitiesOf(word.From, channel))
            {
                // Not acknowledged: the provider posts it again, until a person who wants no more messages is known.
                var person = await reachability.HashAsync(from, channel, word.Account, cancellationToken)
                    ?? throw new NotStoredException(new InvalidOperationException("an opt-out cannot be recorded without the key"));
                said[(word.Subaccount.Value, person, word.Channel.Value)] = word.IsOut;
            }
        }
        foreach (var ((subaccount, person, channel), isOut) in said)
        {
            await Reachability.NoteOptOutAsync(
                connection, new SubaccountId(subaccount), person, new ChannelName(channel), isOut, cancellationToken);
        }
    }

    private IEnumerable<OptOutWord> WordIn(NewInboundMessage message) => words.Read(message.Content) is { } isOut
        ? [new OptOutWord(message.Subaccount, message.Account, message.Channel, message.From, message.At, isOut)] : [];

    // Later messages may name the person by either.
    private static IEnumerable<Recipient> IdentitiesOf(InboundSender from, Channel channel)
    {
        if (from.Msisdn is { } number && channel.TakesNumber)
            yield return new Recipient(number);
        if (from.ChannelUserId is { } id && channel.UserIds is not null)
            yield return new Recipient(null, id);
    }

    private static async Task<DateTimeOffset> ClockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var clock = new NpgsqlCommand("SELECT orchestrator_now()", connection);
        return new DateTimeOffset((DateTime)(await clock.ExecuteScalarAsync(cancellationToken))!);
    }

    private sealed record OptOutWord(
        SubaccountId Subaccount, ChannelAccountId Account, ChannelName Channel, InboundSender From, DateTimeOffset At, bool IsOut);

    private sealed record Arrival(InboundMessage Message, ChannelAccount Account, SubaccountId Subaccount, RepliedMessage? To)
    {
        public NewInboundMessage AsNew(DateTimeOffset now) => new(
            new Umid(Guid.CreateVersion7(now)), Account.Id, Account.Channel.Name, Message.ProviderId!, Subaccount, Message.From,
            Message.Content, Message.At ?? now, To?.Umid)
        {
            ReceivedAt = now,
        };
    }
}
