namespace FallbackOrchestrator.Persistence;

/// <summary>
/// The database could not be reached, or rejected the operation because of its own state, before the commit: nothing was stored.
/// </summary>
public sealed class NotStoredException(Exception why) : Exception("the database did not take it, and nothing was stored", why)
{
    /// <summary>This exception if a failure is about the database; else the failure itself, which is about the data.</summary>
    /// <param name="failure">The failure of an operation that stored nothing.</param>
    internal static Exception Of(Exception failure) => IsTrouble(failure) ? new NotStoredException(failure) : failure;

    /// <summary>Runs an operation that stores nothing, and throws <see cref="NotStoredException"/> if the database is in trouble.</summary>
    internal static async Task<T> IfTroubledAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception failure) when (IsTrouble(failure))
        {
            throw new NotStoredException(failure);
        }
    }

    /// <summary>True if a failure, or an exception in it, is about the database and not about the operation.</summary>
    internal static bool IsTrouble(Exception failure) =>
        failure is NotStoredException or CommitUnknownException || DatabaseFaults.Of(failure) is not null;
}
