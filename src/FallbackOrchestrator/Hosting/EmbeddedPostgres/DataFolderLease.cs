namespace FallbackOrchestrator.Hosting.EmbeddedPostgres;

/// <summary>
/// Who uses a data folder. Every service holds a shared lock on the file <c>users.lock</c> while it runs, and the one that finds itself alone
/// when it leaves stops PostgreSQL, whoever started it. The operating system frees the locks of a killed service, so nothing is left to clean.
/// A second lock, <c>startstop.lock</c>, is held only while PostgreSQL is being started or stopped, so that two services do not cross.
/// </summary>
internal sealed class DataFolderLease : IDisposable
{
    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(50);

    private readonly string _usersFile;
    private FileStream? _shared;

    private DataFolderLease(string usersFile, FileStream shared)
    {
        _usersFile = usersFile;
        _shared = shared;
    }

    /// <summary>Waits until no other service is starting or stopping PostgreSQL on this folder; dispose the result to let the next one in.</summary>
    /// <exception cref="EmbeddedPostgresException">Another service held the lock for all of <paramref name="patience"/>.</exception>
    public static async Task<IDisposable> EnterAsync(
        string folder, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return PrivateFile.Open(Path.Combine(folder, "startstop.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (UnauthorizedAccessException exception)
            {
                throw new EmbeddedPostgresException(
                    $"The data folder {folder} belongs to another user: {exception.Message} "
                    + "Start the service as that user, or set "
                    + $"{EmbeddedPostgresOptions.Section}:{nameof(EmbeddedPostgresOptions.DataFolder)} to another folder.",
                    exception);
            }
            catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException))
            {
                if (time.GetElapsedTime(began) > patience)
                    throw new EmbeddedPostgresException(
                        $"Another service has been starting or stopping PostgreSQL in {folder} for {patience.TotalSeconds:0} s. "
                        + "End that service, or give this one a data folder of its own.",
                        exception);
            }
            await Task.Delay(_poll, time, cancellationToken);
        }
    }

    /// <summary>Says that this service uses the folder, until disposed. Call it between <see cref="EnterAsync"/> and its end.</summary>
    public static DataFolderLease Take(string folder)
    {
        var file = Path.Combine(folder, "users.lock");
        return new DataFolderLease(file, PrivateFile.Open(file, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read));
    }

    /// <summary>Gives the lease back. Call it between <see cref="EnterAsync"/> and its end.</summary>
    /// <returns>Whether no other service uses the folder.</returns>
    public bool ReleaseAsLast()
    {
        Dispose();
        try
        {
            using var alone = PrivateFile.Open(_usersFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _shared?.Dispose();
        _shared = null;
    }
}
