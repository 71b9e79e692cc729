using FallbackOrchestrator.Subaccounts.Management;

namespace FallbackOrchestrator.WebConsole;

/// <summary>A channel account in the editor.</summary>
public sealed class EditedAccount
{
    /// <summary>True if it does not exist yet.</summary>
    public bool IsNew { get; private init; } = true;

    /// <summary>Its id.</summary>
    public string ChannelId { get; set; } = "";

    /// <summary>Its provider.</summary>
    public string Provider { get; set; } = "";

    /// <summary>Its channel.</summary>
    public string Channel { get; set; } = "";

    /// <summary>The address of the provider's API; null for its usual one.</summary>
    public string? BaseAddress { get; set; }

    /// <summary>Calls a second; null for the default.</summary>
    public int? PerSecond { get; set; }

    /// <summary>Calls at a time; null for the default.</summary>
    public int? Concurrency { get; set; }

    /// <summary>The settings that were typed. A secret that was not typed stays as it is.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    /// <summary>The secrets that are set.</summary>
    public IReadOnlyList<string> SetSecrets { get; private init; } = [];

    /// <summary>An account that exists.</summary>
    public static EditedAccount Of(ChannelAccountDetails account)
    {
        var edited = new EditedAccount
        {
            IsNew = false,
            ChannelId = account.ChannelId,
            Provider = account.Provider,
            Channel = account.Channel,
            BaseAddress = account.BaseAddress,
            PerSecond = account.PerSecond,
            Concurrency = account.Concurrency,
            SetSecrets = [.. account.Secrets.Select(secret => secret.Name)],
        };
        foreach (var (name, value) in account.Settings)
            edited.Settings[name] = value;
        return edited;
    }

    /// <summary>The body of the call that saves it.</summary>
    public ChannelAccountRequest Request() => new()
    {
        Provider = Provider,
        Channel = Channel,
        BaseAddress = string.IsNullOrWhiteSpace(BaseAddress) ? null : BaseAddress.Trim(),
        PerSecond = PerSecond,
        Concurrency = Concurrency,
        Settings = Settings.Where(setting => !string.IsNullOrEmpty(setting.Value))
            .ToDictionary(setting => setting.Key, setting => setting.Value),
    };
}
