using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>
/// The accounts by id: those of the configuration, which are read once, at the start, and those of the database, which change while the
/// service runs. One of the configuration hides one of the database with the same id.
/// </summary>
public sealed class ChannelCatalog
{
    private readonly FrozenDictionary<ChannelAccountId, ChannelAccount> _configured;
    private readonly FrozenSet<string> _names;
    private readonly IReadOnlyDictionary<string, IProvider> _providers;
    private readonly Func<string, Uri> _resolve;
    private volatile FrozenDictionary<ChannelAccountId, ChannelAccount> _accounts;

    private ChannelCatalog(
        IEnumerable<ChannelAccount> accounts, IEnumerable<string> names, IReadOnlyDictionary<string, IProvider> providers,
        Func<string, Uri> resolve)
    {
        _accounts = _configured = accounts.ToFrozenDictionary(account => account.Id);
        _names = names.ToFrozenSet(StringComparer.Ordinal);
        _providers = providers;
        _resolve = resolve;
    }

    /// <summary>Raised after the accounts have changed.</summary>
    public event Action? Changed;

    /// <summary>Every account, in no order, including disabled ones.</summary>
    public IReadOnlyCollection<ChannelAccount> Accounts => _accounts.Values;

    /// <summary>The providers that accounts may name.</summary>
    public IEnumerable<IProvider> Providers => _providers.Values;

    /// <summary>Finds an account by its id, which is case-sensitive. It may be disabled.</summary>
    public bool TryFind(ChannelAccountId id, [NotNullWhen(true)] out ChannelAccount? account) => _accounts.TryGetValue(id, out account);

    /// <summary>Finds a provider by its name in any case.</summary>
    public bool TryFindProvider(string? name, [NotNullWhen(true)] out IProvider? provider) =>
        _providers.TryGetValue(name?.Trim() ?? "", out provider);

    /// <summary>The id of the configured account with this id in any case; null if there is none.</summary>
    public string? ConfiguredAs(string id) => _names.FirstOrDefault(name => name.Equals(id, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads an account by the rules of the configuration.</summary>
    /// <param name="definition">Its settings.</param>
    /// <param name="mistakes">Gets every mistake, after the setting's path within the account.</param>
    /// <returns>The account; null if there are mistakes.</returns>
    public ChannelAccount? Read(ChannelAccountDefinition definition, ICollection<string> mistakes)
    {
        var section = definition.AsSection();
        var found = new List<string>();
        var account = new ChannelAccountParser(section, _providers, _resolve, found).Read();
        foreach (var mistake in found)
        {
            mistakes.Add(mistake.StartsWith($"{section.Path}:", StringComparison.OrdinalIgnoreCase)
                ? mistake[(section.Path.Length + 1)..].TrimStart() : mistake);
        }
        return account is null ? null : account with { IsConfigured = false };
    }

    /// <summary>Replaces the accounts of the database.</summary>
    public void SetStored(IEnumerable<ChannelAccount> stored)
    {
        var accounts = new Dictionary<ChannelAccountId, ChannelAccount>(_configured);
        foreach (var account in stored.Where(account => ConfiguredAs(account.Id.Value) is null))
            accounts.Add(account.Id, account);
        _accounts = accounts.ToFrozenDictionary();
        Changed?.Invoke();
    }

    /// <summary>One of each provider in an assembly.</summary>
    public static IReadOnlyList<IProvider> ProvidersIn(Assembly assembly) =>
    [
        .. assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IProvider)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (IProvider)Activator.CreateInstance(type)!),
    ];

    /// <summary>Reads the section <c>ChannelAccounts</c>.</summary>
    /// <param name="configuration">The service's configuration.</param>
    /// <param name="providers">The providers that accounts may name (<see cref="ProvidersIn"/>).</param>
    /// <param name="resolve">
    /// Makes a configured <c>BaseAddress</c> absolute. It is called at each call, because a relative address depends on the service's own,
    /// which is known only once it listens.
    /// </param>
    /// <exception cref="InvalidSettingsException">Names every mistake: unknown names, missing settings, limits out of range.</exception>
    public static ChannelCatalog Read(IConfiguration configuration, IEnumerable<IProvider> providers, Func<string, Uri> resolve)
    {
        List<string> mistakes = [];
        var catalog = Read(configuration, providers, resolve, mistakes);
        return mistakes.Count == 0 ? catalog : throw new InvalidSettingsException(mistakes);
    }

    /// <summary>Reads the section, notes every mistake, and leaves out the accounts with a mistake.</summary>
    internal static ChannelCatalog Read(
        IConfiguration configuration, IEnumerable<IProvider> providers, Func<string, Uri> resolve, List<string> mistakes)
    {
        var known = ByName(providers, mistakes);
        var sections = configuration.GetSection("ChannelAccounts").GetChildren().ToList();
        var accounts = sections
            .Select(section => new ChannelAccountParser(section, known, resolve, mistakes).Read())
            .OfType<ChannelAccount>()
            .ToList();
        return new ChannelCatalog(accounts, sections.Select(section => section.Key), known, resolve);
    }

    /// <summary>True if an account of this id is configured, but was left out because of its mistakes.</summary>
    internal bool IsLeftOut(string id) => _names.Contains(id) && !_configured.ContainsKey(new ChannelAccountId(id));

    private static SortedDictionary<string, IProvider> ByName(IEnumerable<IProvider> providers, List<string> mistakes)
    {
        var known = new SortedDictionary<string, IProvider>(StringComparer.OrdinalIgnoreCase);
        foreach (var provider in providers)
        {
            if (!known.TryAdd(provider.Name, provider))
                mistakes.Add($"Two providers are named {provider.Name}: {known[provider.Name].GetType()} and {provider.GetType()}.");
        }
        return known;
    }
}
