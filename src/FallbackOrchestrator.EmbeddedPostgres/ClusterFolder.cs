using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FallbackOrchestrator.EmbeddedPostgres;

/// <summary><c>initdb</c> failed: its programs are not whole, or the folder cannot take a database.</summary>
internal sealed class InitialisingException(string output, string message) : EmbeddedPostgresException(message)
{
    private static readonly string[] OfFolder = ["No space left on device", "Permission denied", "Read-only file system",
        "Disk quota exceeded"];

    /// <summary>Whether the folder is at fault, so that other programs would fail in it too.</summary>
    public bool IsOfFolder => OfFolder.Any(sign => output.Contains(sign, StringComparison.Ordinal));
}

/// <summary>
/// The files of one embedded database: <c>cluster/</c> (PostgreSQL's own data folder), <c>password</c> (readable by its owner only) and
/// <c>postgres.log</c>.
/// </summary>
internal sealed class ClusterFolder(string root)
{
    /// <summary>The database's superuser.</summary>
    public const string User = "postgres";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode OthersMayEnter =
        OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const int LogLinesShown = 15;
    private const int LogBytesKept = 10_000_000;

    /// <summary>The configured data folder.</summary>
    public string Root { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    /// <summary>PostgreSQL's own data folder.</summary>
    public string DataPath => Path.Combine(Root, "cluster");

    /// <summary>Where PostgreSQL writes its log.</summary>
    public string LogPath => Path.Combine(Root, "postgres.log");

    /// <summary>The file by which PostgreSQL keeps a second server off its data. It is never deleted here.</summary>
    public string PidPath => Path.Combine(DataPath, "postmaster.pid");

    private string PasswordPath => Path.Combine(Root, "password");

    private string VersionPath => Path.Combine(DataPath, "PG_VERSION");

    /// <summary>The major version that made the database; null where there is none yet.</summary>
    public int? MajorVersion => !File.Exists(VersionPath)
        ? null
        : int.TryParse(File.ReadAllText(VersionPath).Split('.')[0], CultureInfo.InvariantCulture, out var major)
            ? major
            : throw new EmbeddedPostgresException(
                $"{VersionPath} does not hold a PostgreSQL version: this is not a whole database. Restore it from a copy.");

    /// <summary>Makes the data folder where it is missing.</summary>
    public void Create()
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(Root);
            else
                Directory.CreateDirectory(Root, PostgresAccount.IsRoot ? OthersMayEnter : OwnerOnly);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedPostgresException(
                $"The data folder {Root} could not be made: {exception.Message} "
                + $"Set {EmbeddedPostgresOptions.Section}:{nameof(EmbeddedPostgresOptions.DataFolder)} to a folder the service may write to.",
                exception);
        }
    }

    /// <summary>Makes an empty database with a new random password.</summary>
    /// <exception cref="InitialisingException"><c>initdb</c> failed; the message holds what it printed.</exception>
    public async Task InitialiseAsync(PostgresBinaries binaries, PostgresAccount account, CancellationToken cancellationToken)
    {
        if (Directory.Exists(DataPath))
            throw new EmbeddedPostgresException(
                $"{DataPath} is not a whole database: PG_VERSION is missing. Restore it from a copy, or move it away to begin with an empty one.");
        // Made beside its final place and moved there last: an interrupted run never leaves half a database.
        var staging = Path.Combine(Root, "cluster.new");
        if (Directory.Exists(staging))
            Directory.Delete(staging, recursive: true);
        Directory.CreateDirectory(staging);
        WritePassword();
        await account.OwnAsync(staging, cancellationToken);
        await account.OwnAsync(PasswordPath, cancellationToken);
        var initdb = account.Run(new Command(
            binaries.InitDb, "--pgdata", staging, "--username", User, "--pwfile", PasswordPath, "--auth", "scram-sha-256",
            "--encoding", "UTF8", "--locale", "C", "--data-checksums")
        {
            WorkingFolder = Root,
        });
        var result = await ChildProcess.RunAsync(initdb, cancellationToken);
        if (!result.Succeeded)
            throw new InitialisingException(result.Output,
                $"PostgreSQL {binaries.Major}.{binaries.Minor} could not make a database in {Root}. Put right what it says and start again. "
                + $"initdb said:{Environment.NewLine}{result.Output}");
        Directory.Move(staging, DataPath);
    }

    /// <summary>The superuser's password, as it was made with the database.</summary>
    /// <exception cref="EmbeddedPostgresException">The file is missing or may not be read.</exception>
    public string ReadPassword()
    {
        try
        {
            return File.ReadAllText(PasswordPath).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedPostgresException(
                $"The password of the database in {Root} cannot be read: {exception.Message} "
                + "Restore that file, start the service as the user who made it, or choose another data folder.",
                exception);
        }
    }

    /// <summary>Makes the log ready to be appended to, and puts a large one aside.</summary>
    public void PrepareLog()
    {
        if (File.Exists(LogPath) && new FileInfo(LogPath).Length > LogBytesKept)
            File.Move(LogPath, $"{LogPath}.1", overwrite: true);
        using (PrivateFile.Open(LogPath, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { }
    }

    /// <summary>A sentence with the end of PostgreSQL's log, for an error message.</summary>
    public string DescribeLog()
    {
        try
        {
            using var stream = new FileStream(LogPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            stream.Seek(-Math.Min(stream.Length, 8_192), SeekOrigin.End);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return $"The end of its log ({LogPath}):{Environment.NewLine}{string.Join(Environment.NewLine, lines.TakeLast(LogLinesShown))}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"Its log ({LogPath}) cannot be read: {exception.Message}";
        }
    }

    private void WritePassword()
    {
        File.Delete(PasswordPath);
        using var stream = PrivateFile.Open(PasswordPath, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        stream.Write(Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(48)));
    }
}
