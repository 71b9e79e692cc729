namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>The settings of one more channel account of the demo.</summary>
internal static class AddedAccount
{
    private const string Demo = "Accounts:00000000-0000-0000-0000-000000000001:Subaccounts:demo:ChannelAccounts";

    /// <param name="number">Its place in the list of the demo's accounts, from 3.</param>
    /// <param name="id">Its id.</param>
    /// <param name="provider">Its provider.</param>
    /// <param name="channel">Its channel.</param>
    /// <param name="simulator">The path of the simulated provider.</param>
    /// <param name="settings">The provider's settings.</param>
    public static IEnumerable<(string Name, string Value)> Of(
        int number, string id, string provider, string channel, string simulator, params (string Name, string Value)[] settings) =>
    [
        ($"{Demo}:{number}", id),
        ($"ChannelAccounts:{id}:Provider", provider),
        ($"ChannelAccounts:{id}:Channel", channel),
        ($"ChannelAccounts:{id}:BaseAddress", simulator),
        .. settings.Select(setting => ($"ChannelAccounts:{id}:Settings:{setting.Name}", setting.Value)),
    ];
}
