using Microsoft.EntityFrameworkCore;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// Reads rows one by one where EF Core cannot make objects of some of them: a time may be out of .NET's range, or a text no value of its
/// enum. One query returns all rows or none, so the rows are searched for the unreadable ones by halves.
/// </summary>
internal static class ReadableRows
{
    /// <summary>Reads the rows that can be read.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="ids">Their ids; rows may share one.</param>
    /// <param name="withIds">The rows with one of these ids.</param>
    /// <param name="unreadable">Is called for each id that has an unreadable row, with the reason.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    public static async Task<List<TRow>> ReadAsync<TRow, TId>(
        IQueryable<TRow> rows,
        IQueryable<TId> ids,
        Func<TId[], IQueryable<TRow>> withIds,
        Action<TId, Exception> unreadable,
        CancellationToken cancellationToken)
    {
        try
        {
            return await rows.ToListAsync(cancellationToken);
        }
        catch (Exception failure) when (IsAboutRow(failure))
        {
            var found = new List<TRow>();
            await SearchAsync(await ids.Distinct().ToArrayAsync(cancellationToken), withIds, found, unreadable, cancellationToken);
            return found;
        }
    }

    private static async Task SearchAsync<TRow, TId>(
        TId[] ids,
        Func<TId[], IQueryable<TRow>> withIds,
        List<TRow> found,
        Action<TId, Exception> unreadable,
        CancellationToken cancellationToken)
    {
        try
        {
            found.AddRange(await withIds(ids).ToListAsync(cancellationToken));
        }
        catch (Exception failure) when (IsAboutRow(failure) && ids.Length == 1)
        {
            unreadable(ids[0], failure);
        }
        catch (Exception failure) when (IsAboutRow(failure) && ids.Length > 1)
        {
            foreach (var half in ids.Chunk((ids.Length + 1) / 2))
                await SearchAsync(half, withIds, found, unreadable, cancellationToken);
        }
    }

    private static bool IsAboutRow(Exception failure) => failure is not OperationCanceledException && DatabaseFaults.Of(failure) is null
        && DatabaseFaults.Refused(failure) is null;
}
