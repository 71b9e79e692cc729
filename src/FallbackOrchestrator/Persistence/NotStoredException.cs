namespace FallbackOrchestrator.Persistence;

/// <summary>The database was out of reach, or refused for a reason of its own, before anything was committed: nothing was stored, for certain.</summary>
public sealed class NotStoredException(Exception why) : Exception("the database did not take it, and nothing was stored", why)
{
    /// <summary>This exception where a failure speaks of the database; else the failure itself, which is about what was to be stored.</summary>
    /// <param name="failure">What was thrown, by something of which it is known that it stored nothing.</param>
    internal static Exception Of(Exception failure) => IsTrouble(failure) ? new NotStoredException(failure) : failure;

    /// <summary>Does what only reads, or what commits nothing itself, and throws <see cref="NotStoredException"/> where the database is in trouble.</summary>
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

    /// <summary>Whether a failure, or what it wraps, speaks of the database and not of what was asked of it.</summary>
    internal static bool IsTrouble(Exception failure) =>
        failure is NotStoredException or CommitUnknownException || DatabaseFaults.Of(failure) is not null;
}
