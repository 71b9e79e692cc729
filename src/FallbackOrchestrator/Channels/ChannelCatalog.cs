using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>The configured accounts by id. Created once, at the start; all mistakes are reported together.</summary>
public sealed class ChannelCatalog
{
    private readonly FrozenDictionary<ChannelAccountId, ChannelAccount> _accounts;

    private readonly FrozenSet<string> _configured;

    private ChannelCatalog(IEnumerable<ChannelAccount> accounts, IEnumerable<string> configured)
    {
        _accounts = accounts.ToFrozenDictionary(account => account.Id);
        _configured = configured.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Every account, in no order.</summary>
    public IReadOnlyCollection<ChannelAccount> Accounts => _accounts.Values;

    /// <summary>Finds an account by its id, which is case-sensitive.</summary>
    public bool TryFind(ChannelAccountId id, [NotNullWhen(true)] out ChannelAccount? account) => _accounts.TryGetValue(id, out account);

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
        return new ChannelCatalog(accounts, sections.Select(section => section.Key));
    }

    /// <summary>True if an account of this id is configured, but was left out because of its mistakes.</summary>
    internal bool IsLeftOut(string id) => _configured.Contains(id) && !_accounts.ContainsKey(new ChannelAccountId(id));

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
