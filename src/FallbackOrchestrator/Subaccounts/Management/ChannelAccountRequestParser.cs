using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Persistence.Secrets;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Subaccounts.Management;

/// <summary>
/// Reads the settings of a channel account from a request, by the rules of the configuration. Secrets that the request leaves out are those
/// that are stored.
/// </summary>
internal sealed class ChannelAccountRequestParser(ChannelCatalog catalog, StoredChannelAccounts stored, SecretRules rules)
{
    /// <summary>Stands for a stored secret.</summary>
    public const string Hidden = "***";

    private const int LongestValue = 4_096;

    /// <summary>What a request asks for.</summary>
    /// <param name="Account">The account.</param>
    /// <param name="Definition">Its settings, secrets included.</param>
    /// <param name="Changed">The names of the secrets that were given.</param>
    public sealed record Requested(ChannelAccount Account, ChannelAccountDefinition Definition, IReadOnlyCollection<string> Changed);

    /// <summary>Reads a request.</summary>
    /// <param name="id">The account's id.</param>
    /// <param name="request">The request.</param>
    /// <param name="row">The present account; null for a new one.</param>
    /// <param name="requested">What it asks for; null if there is a problem.</param>
    public Problem? Read(string id, ChannelAccountRequest request, ChannelAccountRow? row, out Requested? requested)
    {
        requested = null;
        if (!catalog.TryFindProvider(request.Provider, out var provider))
            return InvalidParameter("provider", $"must be one of {string.Join(", ", catalog.Providers.Select(known => known.Name))}");
        if (row is not null && row.Provider != provider.Name)
            return InvalidParameter("provider", $"is {row.Provider} and cannot be changed: create another account");
        if (row is not null && request.Channel is { Length: > 0 } channel
            && !channel.Trim().Equals(row.Channel, StringComparison.OrdinalIgnoreCase))
            return InvalidParameter("channel", $"is {row.Channel} and cannot be changed: create another account");
        var before = Before(row);
        var isSameAddress = (before?.BaseAddress ?? "") == (request.BaseAddress ?? "");
        var known = ProviderSetting.Of(provider);
        var given = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in request.Settings ?? new Dictionary<string, string?>())
        {
            if (known.FirstOrDefault(setting => setting.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } setting)
                return Unknown(name, provider, known);
            if (value is { Length: > LongestValue })
                return OutOfRange(Field(setting.Name), $"may have {LongestValue} characters");
            if (value is not null && (value != Hidden || setting.Secret is null))
                given[setting.Name] = value;
        }
        var settings = new Dictionary<string, string>(given, StringComparer.OrdinalIgnoreCase);
        foreach (var secret in known.Where(setting => setting.Secret is not null && !given.ContainsKey(setting.Name)))
        {
            if (before is null || !before.Settings.TryGetValue(secret.Name, out var kept))
                continue;
            if (!isSameAddress)
                return InvalidParameter(Field(secret.Name), "would go to another address, because 'baseAddress' changes: send the secret again");
            settings[secret.Name] = kept;
        }
        var definition = new ChannelAccountDefinition(
            id, request.Provider, request.Channel, request.BaseAddress, request.PerSecond, request.Concurrency, settings);
        return Read(definition, known, [.. given.Keys], out requested);
    }

    /// <summary>Replaces a secret. The one before stays valid for receipts, if the provider has a setting for it.</summary>
    /// <param name="row">The account.</param>
    /// <param name="name">The secret's name.</param>
    /// <param name="request">The new secret.</param>
    /// <param name="requested">What it asks for; null if there is a problem.</param>
    public Problem? Read(ChannelAccountRow row, string name, SecretRequest request, out Requested? requested)
    {
        requested = null;
        var known = catalog.TryFindProvider(row.Provider, out var provider) ? ProviderSetting.Of(provider) : [];
        if (known.FirstOrDefault(setting => setting.Secret is not null && setting.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            is not { } secret)
        {
            var names = known.Where(setting => setting.Secret is not null).Select(setting => ChannelAccountViews.Name(setting.Name));
            return InvalidParameter("name", $"is no secret of {row.Provider}; they are: {string.Join(", ", names)}");
        }
        if (string.IsNullOrEmpty(request.Value) || request.Value == Hidden || request.Value.Length > LongestValue)
            return InvalidParameter("value", $"must be the new secret, of at most {LongestValue} characters");
        if (Before(row) is not { } before)
            return InvalidParameter("name", "cannot be set alone, because the other secrets cannot be decrypted: set all of them (PUT)");
        var settings = new Dictionary<string, string>(before.Settings, StringComparer.OrdinalIgnoreCase) { [secret.Name] = request.Value };
        var changed = new List<string> { secret.Name };
        if (known.Any(setting => setting.Name == secret.PreviousName) && before.Settings.TryGetValue(secret.Name, out var previous)
            && previous != request.Value)
        {
            settings[secret.PreviousName] = previous;
            changed.Add(secret.PreviousName);
        }
        return Read(before with { Settings = settings }, known, changed, out requested) is { } wrong
            ? wrong with { Message = wrong.Message.Replace($"'{Field(secret.Name)}'", "'value'", StringComparison.Ordinal) }
            : null;
    }

    private Problem? Read(
        ChannelAccountDefinition definition, IReadOnlyList<ProviderSetting> known, IReadOnlyCollection<string> changed,
        out Requested? requested)
    {
        requested = null;
        var mistakes = new List<string>();
        var account = catalog.Read(definition, mistakes);
        foreach (var setting in known)
        {
            if (setting.Secret is { } secret && changed.Contains(setting.Name) && definition.Settings[setting.Name] is { Length: > 0 } value
                && rules.WhyNot(value, secret.Least) is { } why)
                mistakes.Add($"Settings:{setting.Name}: {why}: copy the whole secret from the provider");
        }
        if (mistakes.Count > 0 || account is null)
            return Refusal(mistakes);
        requested = new Requested(account, definition, changed);
        return null;
    }

    // If the stored secrets cannot be decrypted any more, they are all needed again.
    private ChannelAccountDefinition? Before(ChannelAccountRow? row)
    {
        try
        {
            return row is null ? null : stored.Definition(row);
        }
        catch (UnreadableSecretException)
        {
            return null;
        }
    }

    // A mistake begins with the path of its setting within the account, or with several of them.
    private static Problem Refusal(IReadOnlyList<string> mistakes)
    {
        var named = mistakes.Select(mistake => mistake.Split(": ", 2))
            .Select(parts => (Field: string.Join('.', parts[0].Split(',')[0].Split(':').Select(ChannelAccountViews.Name)), Mend: parts[^1]))
            .ToList();
        var first = InvalidParameter(named[0].Field, named[0].Mend);
        return first with { Message = string.Join("; ", named.Skip(1).Select(other => $"'{other.Field}': {other.Mend}").Prepend(first.Message)) };
    }

    private static Problem Unknown(string name, IProvider provider, IReadOnlyList<ProviderSetting> known) => InvalidParameter(
        $"settings.{Storable.Shown(name, 50)}",
        $"is no setting of {provider.Name}; they are: {string.Join(", ", known.Select(setting => ChannelAccountViews.Name(setting.Name)))}")
        with { NamesUnknownField = true };

    private static string Field(string setting) => $"settings.{ChannelAccountViews.Name(setting)}";
}
