using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Persistence;
using Npgsql;

namespace FallbackOrchestrator.Orchestration;

/// <summary>The input of a group.</summary>
/// <param name="Locked">The locked messages, and the time.</param>
/// <param name="Facts">The facts at hand, by message; a message without facts is advanced by time alone.</param>
/// <param name="Arrivals">Messages to store.</param>
internal sealed record GroupWork(LockedGroup Locked, IReadOnlyDictionary<Umid, List<Fact>> Facts, IReadOnlyList<NewMessage> Arrivals)
{
    /// <summary>True if the messages are the warm-up's. The door never mixes them with others, and a batch is of one subaccount.</summary>
    public bool IsWarmUp => Arrivals.Count > 0 && Arrivals[0].Message.Subaccount == SubaccountId.WarmUp;
}

/// <summary>
/// One transaction of the door: locked messages, their facts, the decisions and the writes. Unless it commits, the slots that it took at
/// accounts and at customers' endpoints are returned.
/// </summary>
internal sealed class MessageGroup(
    IAdmissionControl admission, IStatusUpdates updates, ChangedHours hours, Rules rules, TimeProvider time)
{
    private readonly GroupWrites _writes = new(hours);
    private readonly List<ProviderCallTask> _calls = [];
    private readonly List<ImmediateCallTask> _immediate = [];
    private readonly List<(ChannelAccountId Account, Umid Umid)> _places = [];
    private readonly HashSet<ChannelAccountId> _queuedAt = [];
    private readonly List<MessageChange> _changes = [];

    /// <summary>True if it writes messages of the warm-up, and so ends with a ROLLBACK.</summary>
    public bool IsWarmUp { get; private set; }

    /// <summary>What was decided, of stored messages and of new ones.</summary>
    public IReadOnlyList<MessageChange> Changes => _changes;

    /// <summary>Decides stored and new messages, and prepares what is to be written.</summary>
    /// <param name="connection">The open connection, in the group's transaction.</param>
    /// <param name="work">The locked messages, the facts at hand and the messages to store.</param>
    /// <param name="fromQueue">True if attempts were claimed from the queue; they do not overtake others.</param>
    /// <param name="cancellationToken">Cancels the group.</param>
    public async Task<Dictionary<Umid, DecisionResult>> DecideAsync(
        NpgsqlConnection connection, GroupWork work, bool fromQueue, CancellationToken cancellationToken)
    {
        IsWarmUp = work.IsWarmUp;
        var (locked, facts, arrivals) = work;
        var (stored, now) = (locked.Messages, locked.Time.Now);
        var parked = locked.Parked.ToLookup(joined => joined.Reference.Umid, Fact);
        var timely = rules with { Grace = locked.Time.Grace };
        var recorded = new Dictionary<Umid, DecisionResult>(stored.Count + arrivals.Count);

        foreach (var (umid, found) in stored)
        {
            var known = facts.TryGetValue(umid, out var given) ? given : [];
            if (parked.Contains(umid))
                known = [.. known, .. parked[umid]];
            var decision = DecideAndAdmit(
                found.Message, known, found.Recipient, null, found.TraceParent, now, timely, fromQueue);
            _writes.Update(found.Message, decision, now);
            AddChange(new MessageChange(
                found.Message, decision, found.Recipient, found.ClientMessageId, found.ReceiptUrl, found.Batch, now)
            {
                Facts = known,
                TraceParent = found.TraceParent,
            });
            recorded.Add(umid, new DecisionResult(decision.Message, now, decision.CancelledCount));
        }
        foreach (var arrival in arrivals)
        {
            var message = arrival.Message with { CreatedAt = now };
            var decision = DecideAndAdmit(
                message, [], arrival.Recipient, arrival.Content, arrival.TraceParent, now, timely, fromQueue: false);
            _writes.Insert(arrival with { Message = message }, decision, now);
            AddChange(new MessageChange(
                message, decision, arrival.Recipient, arrival.ClientMessageId, arrival.ReceiptUrl, arrival.Batch, now)
            {
                IsNew = true,
                TraceParent = arrival.TraceParent,
            });
            recorded.Add(message.Umid, new DecisionResult(decision.Message, now, 0));
        }
        await AddContentsAsync(connection, cancellationToken);
        await AddQuotationsAsync(connection, cancellationToken);
        return recorded;
    }

    /// <summary>The commands that write everything and commit.</summary>
    /// <param name="connection">The same connection.</param>
    /// <param name="now">The clock of the decisions.</param>
    public NpgsqlBatch Prepare(NpgsqlConnection connection, DateTimeOffset now) => _writes.Prepare(connection, now, commits: !IsWarmUp);

    /// <summary>Writes, and commits.</summary>
    public Task CommitAsync(NpgsqlBatch prepared) => _writes.CommitAsync(prepared);

    /// <summary>
    /// Called after a commit without a response. Waits until the database reports the result, and reads the data that the response would
    /// have contained.
    /// </summary>
    /// <param name="data">The database.</param>
    /// <param name="transaction">The transaction's number.</param>
    /// <param name="cancellationToken">Ends the verification.</param>
    /// <exception cref="OperationCanceledException">It was cancelled, and the result is unknown.</exception>
    public async Task<bool> WasCommittedAsync(NpgsqlDataSource data, ulong transaction, CancellationToken cancellationToken)
    {
        if (!await VerifiedCommit.IsCommittedAsync(data, transaction, _writes.Evidence, cancellationToken))
            return false;
        try
        {
            await _writes.ReadGrantedAsync(data);
        }
#pragma warning disable CA1031 // It was committed: a later failure must not look like a failed commit.
        catch (Exception)
#pragma warning restore CA1031
        {
            // The database is unavailable again: the leases of the updates expire, and then they are delivered.
        }
        return true;
    }

    /// <summary>
    /// After the commit: hands over the calls, the recalls and the status queries that were granted, and wakes the queue pump and the
    /// delivery of status updates.
    /// </summary>
    /// <returns>The calls that nobody will make, because the service stops; usually none.</returns>
    public IReadOnlyList<ProviderCallTask> Release(GrantedCalls board, ImmediateCalls immediate)
    {
        _immediate.ForEach(immediate.Add);
        List<ProviderCallTask>? unmade = null;
        foreach (var call in _calls)
        {
            if (!board.TryAdd(call))
                (unmade ??= []).Add(call);
        }
        foreach (var account in _queuedAt)
            admission.AttemptQueued(account);
        if (_writes.Updates.Count > 0)
            updates.Stored(_writes.Updates, _writes.Granted);
        return unmade ?? [];
    }

    /// <summary>After a failed commit: returns all slots, because nothing was granted.</summary>
    public void GiveBack()
    {
        foreach (var (account, umid) in _places)
            admission.Release(account, umid);
        updates.Release(_writes.Updates);
    }

    /// <summary>The provider's ids in the facts; receipts for them may be parked.</summary>
    public static List<LearnedId> Learned(IReadOnlyDictionary<Umid, List<Fact>> facts)
    {
        var learned = new List<LearnedId>();
        foreach (var (umid, known) in facts)
        {
            foreach (var fact in known)
            {
                if (fact is Fact.CallEnded { Result: CallResult.Accepted { ProviderId: { } own } } ended)
                    learned.Add(new LearnedId(umid, ended.Step, own));
                else if (fact is Fact.ReceiptCame { ProviderId: { } id } came)
                    learned.Add(new LearnedId(umid, came.Step, id, came.Account));
            }
        }
        return learned;
    }

    private void AddChange(MessageChange change)
    {
        _changes.Add(change);
        _writes.AddUpdates(updates.Create(change));
    }

    private static Fact Fact(JoinedReceipt joined)
    {
        var receipt = joined.Receipt;
        return new Fact.ReceiptCame(
            joined.Reference.Step, receipt.Account, receipt.Status, receipt.At, receipt.Error, receipt.ProviderId, receipt.Played,
            receipt.Details);
    }

    // The account's response is a fact like any other: after it the call is granted, or no longer due. An open circuit may start a step on
    // another account, which is then asked too.
    private Decision DecideAndAdmit(
        Message message, IReadOnlyList<Fact> facts, Recipient recipient, MessageContent? content, string? traceParent, DateTimeOffset now,
        Rules timely, bool fromQueue)
    {
        var decision = Decision.Decide(message, facts, now, timely);
        ChannelAccountId? claimed = null;
        while (decision.Message.CallDue(now) is { } attempt)
        {
            var step = decision.Message.StepOf(attempt);
            claimed ??= step.Account;
            // The warm-up must take no customer's place at an account. An attempt has waited only in the queue that it was claimed from.
            var admitted = IsWarmUp ? Admission.LimitReached
                : admission.Ask(step.Account, message.Umid, fromQueue && step.Account == claimed);
            if (admitted == Admission.LimitReached)
            {
                _queuedAt.Add(step.Account);
                break;
            }
            // Noted before anything can fail, so that the slot is returned with the group.
            if (admitted == Admission.Admitted)
                _places.Add((step.Account, message.Umid));
            Fact fact = admitted switch
            {
                Admission.Admitted => new Fact.Admitted(attempt.Step),
                Admission.CircuitOpen => new Fact.CircuitOpen(attempt.Step),
                _ => new Fact.AccountMissing(attempt.Step),
            };
            var next = Decision.Decide(decision.Message, [fact], now, timely);
            decision = next with
            {
                Timeline = decision.Timeline.AddRange(next.Timeline),
                CancelledCount = decision.CancelledCount,
                Recall = decision.Recall ?? next.Recall,
                Query = decision.Query ?? next.Query,
            };
            if (admitted == Admission.Admitted)
            {
                _calls.Add(new ProviderCallTask(message.Umid, next.Call!, step, recipient, content, now, time.GetTimestamp())
                {
                    TraceParent = traceParent,
                });
                break;
            }
        }
        if (decision.Recall is { } recall)
        {
            var recalled = decision.Message.StepOf(decision.Message.Attempts[recall.Step - 1]);
            _immediate.Add(new RecallTask(message.Umid, recall, recalled, recipient, time.GetTimestamp()) { TraceParent = traceParent });
        }
        if (decision.Query is { } query)
        {
            var queried = decision.Message.StepOf(decision.Message.Attempts[query.Step - 1]);
            _immediate.Add(new StatusQueryTask(message.Umid, query, queried, recipient, time.GetTimestamp()) { TraceParent = traceParent });
        }
        return decision;
    }

    private async Task AddContentsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var missing = _calls.Where(call => call.Content is null).Select(call => call.Umid).Distinct().ToArray();
        if (missing.Length == 0)
            return;
        var contents = await Contents.LoadAsync(connection, missing, cancellationToken);
        for (var i = 0; i < _calls.Count; i++)
        {
            if (_calls[i].Content is null && contents.TryGetValue(_calls[i].Umid, out var content))
                _calls[i] = _calls[i] with { Content = content };
        }
    }

    // The quoted message is looked up at the call and not before, because it may have been sent in the meantime.
    private async Task AddQuotationsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        Umid[] quoted =
            [.. _calls.Select(call => call.Content?.ReplyTo).Where(umid => umid is not null).Select(umid => umid!.Value).Distinct()];
        if (quoted.Length == 0)
            return;
        var found = await QuotedMessages.FindAsync(connection, quoted, cancellationToken);
        for (var i = 0; i < _calls.Count; i++)
        {
            if (_calls[i].Content?.ReplyTo is { } umid && found.TryGetValue(umid, out var message))
                _calls[i] = _calls[i] with { Quoted = message.ProviderIds.GetValueOrDefault(_calls[i].Step.Account) };
        }
    }
}
