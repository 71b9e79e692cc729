namespace FallbackOrchestrator.EmbeddedPostgres;

/// <summary>
/// Who uses a data folder. Every service holds a shared lock on the file <c>users.lock</c> while it runs, and the one that finds itself
/// alone when it leaves stops PostgreSQL, whoever started it. The operating system frees the locks of a killed service, so nothing is left
/// to clean. A second lock, <c>startstop.lock</c>, is held only while PostgreSQL is being started or stopped, so that two services do not
/// cross. A third one, <c>owner.lock</c>, is held by the one service that watches PostgreSQL; the file <c>owner</c> says where that one
/// listens.
/// </summary>
internal sealed class DataFolderLease : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly string _usersFile;
    private FileStream? _shared;
    private FileStream? _owner;
    private string? _address;

    private DataFolderLease(string folder, string usersFile, FileStream shared)
    {
        Folder = folder;
        _usersFile = usersFile;
        _shared = shared;
    }

    /// <summary>The data folder.</summary>
    public string Folder { get; }

    /// <summary>Whether this service is the one that watches PostgreSQL.</summary>
    public bool IsOwner => _owner is not null;

    /// <summary>Where the owner listens, if this service is not the owner and the other one has said so.</summary>
    public string? OwnersAddress
    {
        get
        {
            try
            {
                return IsOwner || !File.Exists(AddressFile) ? null : File.ReadAllText(AddressFile).Trim();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    private string AddressFile => Path.Combine(Folder, "owner");

    /// <summary>
    /// Waits until no other service is starting or stopping PostgreSQL on this folder; dispose the result to let the next one in.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">Another service held the lock for all of <paramref name="patience"/>.</exception>
    public static async Task<IDisposable> EnterAsync(
        string folder, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return PrivateFile.Open(
                    Path.Combine(folder, "startstop.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (UnauthorizedAccessException exception)
            {
                throw new EmbeddedPostgresException(
                    $"The data folder {folder} belongs to another user: {exception.Message} "
                    + "Start the service as that user, or set "
                    + $"{EmbeddedPostgresOptions.Section}:{nameof(EmbeddedPostgresOptions.DataFolder)} to another folder.",
                    exception);
            }
            catch (IOException exception) when (IsHeld(exception))
            {
                if (time.GetElapsedTime(began) > patience)
                    throw new EmbeddedPostgresException(
                        $"Another service has been starting or stopping PostgreSQL in {folder} for {patience.TotalSeconds:0} s. "
                        + "End that service, or give this one a data folder of its own.",
                        exception);
            }
            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    /// <summary>Says that this service uses the folder, until disposed. Call it between <see cref="EnterAsync"/> and its end.</summary>
    public static DataFolderLease Take(string folder)
    {
        var file = Path.Combine(folder, "users.lock");
        var lease = new DataFolderLease(folder, file, PrivateFile.Open(file, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read));
        lease.TryOwn();
        return lease;
    }

    /// <summary>Makes this service the one that watches PostgreSQL, unless another one is.</summary>
    public bool TryOwn()
    {
        if (IsOwner)
            return true;
        try
        {
            _owner = PrivateFile.Open(Path.Combine(Folder, "owner.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return false;
        }
        WriteAddress();
        return true;
    }

    /// <summary>Says where this service listens, for those that join it.</summary>
    public void Announce(string address)
    {
        _address = address;
        if (IsOwner)
            WriteAddress();
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
        _owner?.Dispose();
        _owner = null;
    }

    // Only people read it: a disk that is full must not stop the service.
    private void WriteAddress()
    {
        try
        {
            File.Delete(AddressFile);
            if (_address is { } address)
                File.WriteAllText(AddressFile, address);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next service to join is told less.
        }
    }

    // Another process holds the lock. A disk that is full or may only be read fails in other ways, and waiting does not help.
    private static bool IsHeld(IOException exception) => OperatingSystem.IsWindows()
        ? (exception.HResult & 0xFFFF) is 32 or 33 // ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION
        : exception.HResult is 11 or 35; // EWOULDBLOCK on Linux, on macOS
}
