using System.Globalization;
using System.Text.RegularExpressions;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>
/// Reads one account of the section <c>ChannelAccounts</c>. It notes every mistake with its place, instead of stopping at the first.
/// </summary>
internal sealed partial class ChannelAccountParser(
    IConfigurationSection section, IReadOnlyDictionary<string, IProvider> providers, Func<string, Uri> resolve, List<string> mistakes)
{
    private static readonly string[] Keys = ["Provider", "Channel", "BaseAddress", "Settings", "PerSecond", "Concurrency"];
    private static readonly AccountLimits Usual = new();

    /// <summary>The account; null if a mistake was noted.</summary>
    public ChannelAccount? Read()
    {
        var before = mistakes.Count;
        if (!IsId(section.Key))
            Note(section.Path, "an account id has 1 to 50 characters of A-Z, a-z, 0-9, '.', '_' and '-'");
        foreach (var stray in section.GetChildren().Where(child => !Keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
            Note(stray.Path, $"is not a setting of an account; known are {string.Join(", ", Keys)}");
        var limits = new AccountLimits(Whole("PerSecond", Usual.PerSecond, 10_000), Whole("Concurrency", Usual.Concurrency, 10_000));
        var address = Address();
        var (provider, channel) = (Provider(), Channel());
        if (provider is null || channel is null)
            return null;
        if (!provider.Channels.Contains(channel.Name))
        {
            var served = string.Join(", ", provider.Channels);
            Note($"{section.Path}:Channel", $"{provider.Name} does not serve {channel.Name}; it serves {served}");
            return null;
        }
        return Adapter(provider, new AccountSettings(new ChannelAccountId(section.Key), channel.Name, address, section)) is { } adapter
            && mistakes.Count == before
            ? Account(new ChannelAccount(new ChannelAccountId(section.Key), channel, provider.Name, adapter, limits), provider)
            : null;
    }

    /// <summary>True if a text is a valid id.</summary>
    public static bool IsId(string text) => Id().IsMatch(text);

    private ChannelAccount Account(ChannelAccount account, IProvider provider)
    {
        var given = section.GetSection("Settings").GetChildren().Where(setting => setting.Value is { Length: > 0 })
            .ToDictionary(setting => setting.Key, setting => setting.Value!, StringComparer.OrdinalIgnoreCase);
        var known = ProviderSetting.Of(provider);
        return account with
        {
            BaseAddress = section["BaseAddress"] is { Length: > 0 } address ? address : null,
            Settings = known.Where(setting => setting.Secret is null && given.ContainsKey(setting.Name))
                .ToDictionary(setting => setting.Name, setting => given[setting.Name]),
            Secrets = [.. known.Where(setting => setting.Secret is not null).Select(setting => setting.Name).Where(given.ContainsKey)],
        };
    }

    private IProvider? Provider()
    {
        if (section["Provider"] is { } name && providers.TryGetValue(name.Trim(), out var provider))
            return provider;
        var known = string.Join(", ", providers.Values.Select(p => p.Name));
        Note($"{section.Path}:Provider", $"{Shown(section["Provider"])} is not a provider; known are {known}");
        return null;
    }

    private Channel? Channel()
    {
        if (Messages.Channel.TryFind(section["Channel"], out var channel))
            return channel;
        Note($"{section.Path}:Channel", $"{Shown(section["Channel"])} is not a channel; known are {Messages.Channel.Names}");
        return null;
    }

    private Func<Uri?> Address()
    {
        if (section["BaseAddress"] is not { Length: > 0 } address)
            return () => null;
        // A leading slash is checked first, because on Unix it would be read as the absolute address of a file.
        var usable = address[0] == '/'
            || (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http");
        if (!usable)
            Note($"{section.Path}:BaseAddress", $"'{address}' is neither an http(s) address nor a path that starts with /");
        return () => resolve(address);
    }

    private int Whole(string key, int usual, int most)
    {
        if (section[key] is not { } text)
            return usual;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most)
            return number;
        Note($"{section.Path}:{key}", $"'{text}' is not a whole number from 1 to {most}");
        return usual;
    }

    private IChannelAdapter? Adapter(IProvider provider, AccountSettings settings)
    {
        try
        {
            return provider.CreateAdapter(settings);
        }
        catch (InvalidSettingsException wrong)
        {
            mistakes.AddRange(wrong.Messages);
            return null;
        }
    }

    private void Note(string path, string mistake) => mistakes.Add($"{path}: {mistake}");

    private static string Shown(string? value) => string.IsNullOrWhiteSpace(value) ? "nothing" : $"'{value}'";

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,50}\z")]
    private static partial Regex Id();
}
