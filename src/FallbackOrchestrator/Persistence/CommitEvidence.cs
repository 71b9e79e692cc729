using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// A row that one transaction inserts, that no other could insert, and that nothing changes: if it exists, that transaction has committed.
/// A closed set. A transaction's number is no such proof: after a crash PostgreSQL gives the numbers that never reached the disk to other
/// transactions. Nor is a column: another replica may overwrite it before it is read.
/// </summary>
internal abstract record CommitEvidence
{
    private CommitEvidence() { }

    /// <summary>A message that was new. Ids are never given twice.</summary>
    public sealed record NewMessage(Guid Id) : CommitEvidence;

    /// <summary>A line of a message's timeline. Another transaction may write the same line, but not with the same microsecond.</summary>
    public sealed record TimelineLine(Guid Message, int Seq, DateTimeOffset At) : CommitEvidence;

    /// <summary>A row without other content, for a transaction that inserts none of the others.</summary>
    public sealed record Mark(Guid Id) : CommitEvidence;

    /// <summary>True if the row exists.</summary>
    public async Task<bool> ExistsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var look = new NpgsqlCommand(
            this switch
            {
                NewMessage => "SELECT EXISTS (SELECT FROM messages WHERE id = $1)",
                TimelineLine => "SELECT EXISTS (SELECT FROM timeline WHERE message_id = $1 AND seq = $2 AND at = $3)",
                _ => "SELECT EXISTS (SELECT FROM commit_marks WHERE id = $1)",
            },
            connection);
        look.Parameters.AddRange(this switch
        {
            NewMessage message => new NpgsqlParameter[] { RowArrays.Parameter(message.Id) },
            TimelineLine line => [RowArrays.Parameter(line.Message), RowArrays.Parameter(line.Seq), RowArrays.Parameter(line.At)],
            _ => [RowArrays.Parameter(((Mark)this).Id)],
        });
        return (bool)(await look.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The command that inserts a mark; it returns the number of its transaction.</summary>
    public static NpgsqlBatchCommand Insert(Mark mark) => RowArrays.Command(InsertMark, RowArrays.Parameter(mark.Id));

    /// <summary>Inserts a mark, of <c>$1</c>, and returns the number of its transaction.</summary>
    public const string InsertMark = "INSERT INTO commit_marks (id) VALUES ($1) RETURNING pg_current_xact_id()";
}
