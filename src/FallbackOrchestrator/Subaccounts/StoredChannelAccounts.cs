using System.Text.Json;
using System.Text.Json.Serialization;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Persistence.Secrets;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>Reads and writes the channel accounts of the database. Their secrets are encrypted there.</summary>
internal sealed class StoredChannelAccounts(ChannelCatalog catalog, StoredSecrets secrets)
{
    // It is a part of every encrypted text, and never changes.
    private const string Kind = "channel_accounts";

    /// <summary>The account of a row.</summary>
    /// <exception cref="UnreadableSecretException">Its secrets cannot be decrypted.</exception>
    /// <exception cref="InvalidSettingsException">Its settings do not suit this version of the service.</exception>
    public ChannelAccount Read(ChannelAccountRow row)
    {
        var mistakes = new List<string>();
        return catalog.Read(Definition(row), mistakes) is { } account
            ? account with { IsDisabled = row.DisabledAt is not null }
            : throw new InvalidSettingsException(mistakes);
    }

    /// <summary>The settings of a row, secrets included.</summary>
    /// <exception cref="UnreadableSecretException">Its secrets cannot be decrypted.</exception>
    public ChannelAccountDefinition Definition(ChannelAccountRow row)
    {
        var settings = Texts(row.Settings);
        foreach (var (name, secret) in Texts(secrets.Read(Kind, row.Id, row.Secrets)))
            settings[name] = secret;
        return new ChannelAccountDefinition(row.Id, row.Provider, row.Channel, row.BaseAddress, row.PerSecond, row.Concurrency, settings);
    }

    /// <summary>Writes the settings into a row.</summary>
    /// <param name="row">The row of the account.</param>
    /// <param name="account">The account, as the settings were read.</param>
    /// <param name="definition">The settings, secrets included.</param>
    /// <param name="changed">The names of the secrets that were set now.</param>
    /// <param name="at">The time of the change.</param>
    public void Write(
        ChannelAccountRow row, ChannelAccount account, ChannelAccountDefinition definition, IReadOnlyCollection<string> changed,
        DateTimeOffset at)
    {
        var before = SetAt(row);
        row.BaseAddress = account.BaseAddress;
        row.PerSecond = account.Limits.PerSecond;
        row.Concurrency = account.Limits.Concurrency;
        row.Settings = JsonSerializer.Serialize(account.Settings.ToDictionary(), StoredJson.Default.DictionaryStringString);
        var set = account.Secrets.ToDictionary(name => name, name => definition.Settings[name]);
        row.Secrets = secrets.Protect(Kind, row.Id, JsonSerializer.Serialize(set, StoredJson.Default.DictionaryStringString));
        row.SecretsSetAt = JsonSerializer.Serialize(
            account.Secrets.ToDictionary(name => name, name => changed.Contains(name) ? at : before.GetValueOrDefault(name, at)),
            StoredJson.Default.DictionaryStringDateTimeOffset);
        row.ChangedAt = at;
    }

    /// <summary>The time when each secret was set, by its name.</summary>
    public static IReadOnlyDictionary<string, DateTimeOffset> SetAt(ChannelAccountRow row) =>
        JsonSerializer.Deserialize(row.SecretsSetAt, StoredJson.Default.DictionaryStringDateTimeOffset)!;

    /// <summary>The settings of a row that are no secrets.</summary>
    public static IReadOnlyDictionary<string, string> Settings(ChannelAccountRow row) => Texts(row.Settings);

    private static Dictionary<string, string> Texts(string json) => new(
        JsonSerializer.Deserialize(json, StoredJson.Default.DictionaryStringString)!, StringComparer.OrdinalIgnoreCase);
}

/// <summary>The parts of a channel account's row that are JSON: stored data.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(Dictionary<string, DateTimeOffset>))]
internal sealed partial class StoredJson : JsonSerializerContext;
