using FallbackOrchestrator.Messages;
using Npgsql;
using NpgsqlTypes;
using static FallbackOrchestrator.Persistence.RowArrays;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// What a group of decisions changes of attempts. New ones are inserted and known ones updated, each by a statement of its own: an upsert would look
/// for every new one first, and log it twice.
/// </summary>
internal sealed class AttemptWrites
{
    private const string Columns =
        """
        message_id, step, subaccount_id, channel, account_id, handover, queued_at, dispatch_at, epoch, lease_until, leased_at, first_call_at,
        deferrals, breaks, unknown, resend, resend_epoch, left_by, heard, failure, obstacle, stands_since, priority
        """;

    // An array of arrays would have to be rectangular, so a message's provider ids come as one text.
    private static readonly string InsertText =
        $"""
        INSERT INTO attempts ({Columns}, provider_ids, delivered_ids)
        SELECT {Columns}, string_to_array(provider_ids, chr(31)), string_to_array(delivered_ids, chr(31))
        FROM (SELECT {Rows($"{Columns}, provider_ids, delivered_ids")}) AS u
        """;

    private static readonly string Changes = Rows($"{Columns}, provider_ids, delivered_ids");

    private readonly List<(Message Message, Attempt Attempt)> _new = [];
    private readonly Dictionary<Guid, List<(Message Message, Attempt Attempt)>> _changed = [];

    /// <summary>Adds an attempt that is new.</summary>
    public void Insert(Message message, Attempt attempt) => _new.Add((message, attempt));

    /// <summary>Adds an attempt that is stored, and changed.</summary>
    public void Update(Message message, Attempt attempt)
    {
        if (!_changed.TryGetValue(message.Umid.Value, out var changed))
            _changed.Add(message.Umid.Value, changed = []);
        changed.Add((message, attempt));
    }

    /// <summary>The commands that write them.</summary>
    /// <param name="now">The clock of the decisions.</param>
    public IEnumerable<NpgsqlBatchCommand> Commands(DateTimeOffset now)
    {
        foreach (var day in DayTables.Split(_changed.Keys, now))
            yield return UpdateOf(day);
        if (_new.Count > 0)
            yield return With(InsertText, _new);
    }

    private NpgsqlBatchCommand UpdateOf(DayIds day) => With(
        $"""
        UPDATE attempts{day.Suffix} a
        SET handover = u.handover, queued_at = u.queued_at, dispatch_at = u.dispatch_at, epoch = u.epoch, lease_until = u.lease_until,
            leased_at = u.leased_at, first_call_at = u.first_call_at, deferrals = u.deferrals, breaks = u.breaks, unknown = u.unknown,
            resend = u.resend, resend_epoch = u.resend_epoch, left_by = u.left_by, heard = u.heard, failure = u.failure,
            obstacle = u.obstacle, provider_ids = string_to_array(u.provider_ids, chr(31)), stands_since = u.stands_since,
            delivered_ids = string_to_array(u.delivered_ids, chr(31))
        FROM (SELECT {Changes}) AS u
        WHERE a.message_id = u.message_id AND a.step = u.step
        """,
        [.. day.Ids.SelectMany(id => _changed[id])]);

    private static NpgsqlBatchCommand With(string sql, List<(Message Message, Attempt Attempt)> attempts) => Command(
        sql,
        Of(attempts, NpgsqlDbType.Uuid, a => a.Message.Umid.Value),
        Of(attempts, NpgsqlDbType.Integer, a => a.Attempt.Step),
        Of(attempts, NpgsqlDbType.Text, a => a.Message.Subaccount.Value),
        Of(attempts, NpgsqlDbType.Text, a => a.Message.Sequence[a.Attempt.Step].Channel.Value),
        Of(attempts, NpgsqlDbType.Text, a => a.Message.Sequence[a.Attempt.Step].Account.Value),
        Of(attempts, NpgsqlDbType.Text, a => EnumText.Of(a.Attempt.Handover)),
        Of(attempts, NpgsqlDbType.TimestampTz, a => a.Attempt.QueuedAt),
        Of(attempts, NpgsqlDbType.TimestampTz, a => a.Attempt.DispatchAt),
        Of(attempts, NpgsqlDbType.Integer, a => a.Attempt.Epoch),
        Of(attempts, NpgsqlDbType.TimestampTz, a => a.Attempt.LeaseUntil),
        Of(attempts, NpgsqlDbType.TimestampTz, a => a.Attempt.LeasedAt),
        Of(attempts, NpgsqlDbType.TimestampTz, a => a.Attempt.FirstCallAt),
        Of(attempts, NpgsqlDbType.Integer, a => a.Attempt.Deferrals),
        Of(attempts, NpgsqlDbType.Integer, a => a.Attempt.Breaks),
        Of(attempts, NpgsqlDbType.Boolean, a => a.Attempt.Unknown),
        Of(attempts, NpgsqlDbType.Text, a => EnumText.Of(a.Attempt.Resend)),
        Of(attempts, NpgsqlDbType.Integer, a => a.Attempt.ResendEpoch),
        Of(attempts, NpgsqlDbType.Text, a => EnumText.Of(a.Attempt.LeftBecause)),
        Of(attempts, NpgsqlDbType.Text, a => EnumText.Of(a.Attempt.BestStatus)),
        Of(attempts, NpgsqlDbType.Jsonb, a => RowJson.Failure(a.Attempt.Failure)),
        Of(attempts, NpgsqlDbType.Jsonb, a => RowJson.Error(a.Attempt.LastCallError)),
        Of(attempts, NpgsqlDbType.TimestampTz, a => a.Attempt.SuccessSince),
        Of(attempts, NpgsqlDbType.Text, a => EnumText.Of(a.Message.Priority)),
        Of(attempts, NpgsqlDbType.Text, a => string.Join('\x1f', a.Attempt.ProviderIds)),
        Of(attempts, NpgsqlDbType.Text, a => a.Attempt.DeliveredIds.IsEmpty ? null : string.Join('\x1f', a.Attempt.DeliveredIds)));
}
