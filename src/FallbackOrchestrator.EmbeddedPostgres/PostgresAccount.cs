namespace FallbackOrchestrator.EmbeddedPostgres;

/// <summary>
/// The operating-system account PostgreSQL runs under. PostgreSQL refuses root, so for root it is the owner of an existing database, else
/// <c>postgres</c> where that account exists, else <c>nobody</c>; for everybody else it is their own. None is ever created.
/// </summary>
internal sealed class PostgresAccount
{
    private readonly string? _setpriv;
    private readonly string _group;

    private PostgresAccount(string name, string group, string? setpriv)
    {
        Name = name;
        _group = group;
        _setpriv = setpriv;
    }

    /// <summary>Whether the service runs as root.</summary>
    public static bool IsRoot => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    /// <summary>The account's name.</summary>
    public string Name { get; }

    /// <summary>The account for the database in <paramref name="clusterFolder"/>, which need not exist yet.</summary>
    /// <exception cref="EmbeddedPostgresException">The service is root and no other account can be used.</exception>
    public static async Task<PostgresAccount> ForAsync(string clusterFolder, CancellationToken cancellationToken)
    {
        if (!IsRoot)
            return new PostgresAccount(Environment.UserName, "", setpriv: null);
        var setpriv = ChildProcess.Find("setpriv") ?? throw new EmbeddedPostgresException(
            "PostgreSQL refuses to run as root, and setpriv, which would start it under another account, is not installed. "
            + "Install the package util-linux, or start the service as an ordinary user.");
        foreach (var name in await CandidatesAsync(clusterFolder, cancellationToken))
        {
            var group = await ChildProcess.RunAsync(new Command("id", "-g", name), cancellationToken);
            if (group.Succeeded)
                return new PostgresAccount(name, group.Output, setpriv);
        }
        throw new EmbeddedPostgresException(
            "PostgreSQL refuses to run as root, and there is neither an account 'postgres' nor 'nobody'. Start the service as an ordinary user.");
    }

    /// <summary>The same program, started under this account.</summary>
    public Command Run(Command command) => _setpriv is null
        ? command
        : command with
        {
            Program = _setpriv,
            Arguments = ["--reuid", Name, "--regid", _group, "--init-groups", command.Program, .. command.Arguments],
        };

    /// <summary>Gives a file, or a folder and all in it, to this account; does nothing where the service already is this account.</summary>
    public async Task OwnAsync(string path, CancellationToken cancellationToken)
    {
        if (_setpriv is null)
            return;
        var result = await ChildProcess.RunAsync(new Command("chown", "-R", "-h", $"{Name}:{_group}", path), cancellationToken);
        if (!result.Succeeded)
            throw new EmbeddedPostgresException($"{path} could not be given to the account '{Name}': {result.Output}");
    }

    /// <summary>Refuses a path this account cannot enter or execute, before PostgreSQL says so less clearly.</summary>
    /// <exception cref="EmbeddedPostgresException">It cannot; the message names the setting to change.</exception>
    public async Task DemandAccessAsync(string path, string setting, CancellationToken cancellationToken)
    {
        if (_setpriv is null)
            return;
        var result = await ChildProcess.RunAsync(Run(new Command("test", "-x", path) { WorkingFolder = "/" }), cancellationToken);
        if (!result.Succeeded)
            throw new EmbeddedPostgresException(
                $"PostgreSQL runs as '{Name}' because it refuses root, and '{Name}' cannot reach {path}. "
                + $"Set {EmbeddedPostgresOptions.Section}:{setting} to a folder outside root's home, or start the service as an ordinary user.");
    }

    private static async Task<IEnumerable<string>> CandidatesAsync(string clusterFolder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(clusterFolder))
            return ["postgres", "nobody"];
        var owner = await ChildProcess.RunAsync(new Command("stat", "-c", "%U", clusterFolder), cancellationToken);
        return owner.Succeeded && owner.Output != "root" ? [owner.Output] : ["postgres", "nobody"];
    }
}
