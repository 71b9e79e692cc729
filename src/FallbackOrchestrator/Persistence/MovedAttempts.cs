using FallbackOrchestrator.Persistence.Maps;
using Npgsql;
using NpgsqlTypes;

namespace FallbackOrchestrator.Persistence;

/// <summary>Attempts that another account of their step has taken over; they wait in that account's queue (rule U10).</summary>
internal static class MovedAttempts
{
    private static readonly string Move =
        $"""
        UPDATE attempts AS t SET account_place = u.account_place, channel_account_id = u.channel_account_id
        FROM (SELECT {RowArrays.Rows("message_id, step, account_place, channel_account_id")}) AS u
        WHERE t.message_id = u.message_id AND t.step = u.step AND t.message_id BETWEEN $5 AND $6
        """;

    /// <summary>Writes the accounts of attempts.</summary>
    public static NpgsqlBatchCommand Update(List<MessageAttempt> moved)
    {
        var ids = moved.ConvertAll(one => one.Message.Umid.Value);
        return RowArrays.Command(
            Move,
            RowArrays.Column(moved, NpgsqlDbType.Uuid, one => one.Message.Umid.Value),
            RowArrays.Column(moved, NpgsqlDbType.Integer, one => one.Attempt.Step),
            RowArrays.Column(moved, NpgsqlDbType.Integer, one => one.Attempt.AccountPlace),
            RowArrays.Column(moved, NpgsqlDbType.Text, one => one.Step.Account.Value),
            RowArrays.Parameter(ids.Min()),
            RowArrays.Parameter(ids.Max()));
    }
}
