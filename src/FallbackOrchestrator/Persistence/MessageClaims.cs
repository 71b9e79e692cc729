using FallbackOrchestrator.Persistence.Maps;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// The statements that claim messages. A claim locks rows and skips those that another transaction has locked, so that replicas claim
/// different ones.
/// </summary>
/// <remarks>
/// The parameters of all: <c>$1</c> the oldest id that can be pending, <c>$2</c> the limit, <c>$3</c> messages to leave alone.
/// </remarks>
internal static class MessageClaims
{
    private static readonly string MessageColumns = MessageMap.New.Names();

    // The clock is read by a subquery, once for each statement: a volatile function in the condition itself is called for each row, and no
    // index is used.
    private const string AttemptIsDue = "dispatch_at <= (SELECT orchestrator_now())";
    private const string MessageIsDue = "due_at <= (SELECT orchestrator_now())";

    // An id contains its time: the bound leaves only the partitions of days that can have pending messages.
    private const string MessageCanBePending = "id >= $1 AND id <> ALL($3)";
    private const string AttemptCanBePending = "message_id >= $1 AND message_id <> ALL($3)";

    /// <summary>Messages whose due time has come.</summary>
    public static readonly string Due =
        $"""
        SELECT {MessageColumns} FROM messages
        WHERE {MessageIsDue} AND {MessageCanBePending}
        ORDER BY due_at LIMIT $2
        FOR UPDATE SKIP LOCKED
        """;

    /// <summary>
    /// Messages in the queue of a channel account (<c>$4</c>) and a priority (<c>$5</c>): of each of these subaccounts (<c>$6</c>), in
    /// their order, not more than its share (<c>$7</c>). So no customer waits behind all messages of another.
    /// </summary>
    public static readonly string Queued =
        $"""
        WITH queued AS MATERIALIZED (
            SELECT share.message_id
            FROM unnest($6) AS served(subaccount_id)
            CROSS JOIN LATERAL (
                SELECT message_id FROM attempts
                WHERE channel_account_id = $4 AND priority = $5 AND subaccount_id = served.subaccount_id
                    AND {AttemptIsDue} AND {AttemptCanBePending}
                ORDER BY dispatch_at, message_id LIMIT $7
                -- The attempts are locked first, so that replicas claim different ones.
                FOR UPDATE SKIP LOCKED) AS share
            LIMIT $2)
        SELECT {MessageColumns} FROM messages
        -- An array, not a join: each id is looked up in the primary key. The bounds leave only the partitions between the oldest and the
        -- newest message.
        WHERE id = ANY(ARRAY(SELECT message_id FROM queued))
            AND id >= (SELECT message_id FROM queued ORDER BY message_id LIMIT 1)
            AND id <= (SELECT message_id FROM queued ORDER BY message_id DESC LIMIT 1)
        -- The message of a locked attempt may be locked by another transaction; then it is skipped.
        ORDER BY id FOR UPDATE SKIP LOCKED
        """;

    /// <summary>
    /// Messages in the queue of a channel account (<c>$4</c>) that no replica has. An attempt that was called before ends when its retries
    /// end, so it is not claimed here, unless its step has other accounts (rule U10). A pending resend has no such limit.
    /// </summary>
    public static readonly string Missing =
        $"""
        SELECT {MessageColumns} FROM messages
        WHERE id >= $1 AND id = ANY(ARRAY(
            SELECT message_id FROM attempts
            WHERE channel_account_id = $4 AND {AttemptIsDue} AND {AttemptCanBePending}
                AND (first_call_at IS NULL OR resend = 'pending'
                    -- Not EXISTS, which might be planned as a table of all messages.
                    OR (SELECT steps -> (step - 1) -> 'otherAccounts' FROM messages WHERE id = message_id AND id >= $1) IS NOT NULL)
            ORDER BY dispatch_at LIMIT $2))
        ORDER BY id FOR UPDATE SKIP LOCKED
        """;

    /// <summary>
    /// The ids of what the other statements would claim, without locks. It reads no column that may be unreadable: it is used after a claim
    /// has failed.
    /// </summary>
    public const string Ids =
        $"""
        (SELECT id FROM messages WHERE {MessageIsDue} AND {MessageCanBePending} ORDER BY due_at LIMIT $2)
        UNION
        (SELECT message_id FROM attempts WHERE {AttemptIsDue} AND {AttemptCanBePending} ORDER BY dispatch_at LIMIT $2)
        """;
}
