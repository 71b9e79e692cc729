namespace FallbackOrchestrator.Hosting;

/// <summary>The data for a newcomer's first message: a subaccount of the settings, and its key if that key is published.</summary>
/// <param name="AccountId">The customer account, which the calls about webhooks name.</param>
/// <param name="SubaccountId">The subaccount.</param>
/// <param name="Key">Its API key.</param>
/// <param name="AdminKey">The key of the management API; null if the settings have none, or one that is not published.</param>
internal sealed record Demo(string AccountId, string SubaccountId, string Key, string? AdminKey)
{
    // WhatsApp and Viber report Sent, but not Read; SMS reports Delivered. So the message has fallen back twice after two windows.
    private const string Body =
        """
        {"user":{"msisdn":"+9990223"},"type":"text","content":{"text":"Hello World!"},"channels":[{"channel":"WhatsApp","fallbackAfter":2,"successStatus":"Read"},{"channel":"Viber","fallbackAfter":2},{"channel":"SMS"}]}
        """;

    /// <summary>
    /// The first subaccount of the settings whose key this repository publishes. Null outside Development, and if the settings have other
    /// keys: those are never shown.
    /// </summary>
    public static Demo? Of(IConfiguration configuration, IHostEnvironment environment)
    {
        if (!environment.IsDevelopment())
            return null;
        return (
            from account in configuration.GetSection("Accounts").GetChildren()
            from subaccount in account.GetSection("Subaccounts").GetChildren()
            from key in subaccount.GetSection("Keys").GetChildren()
            where IsPublished(key.Value)
            select new Demo(
                account.Key, subaccount.Key, key.Value!,
                configuration.GetSection("Admin:Keys").GetChildren().Select(admin => admin.Value).FirstOrDefault(IsPublished)))
            .FirstOrDefault();
    }

    /// <summary>A command that sends a message with a fallback over all three channels.</summary>
    /// <param name="address">The address of the service.</param>
    public string SendCommand(string address) =>
        $"curl -s {MessagesAt(address)} -H 'Authorization: Bearer {Key}' -H 'Content-Type: application/json' -d '{Body}'";

    /// <summary>A command that shows the timeline of a message; its id replaces UMID.</summary>
    /// <param name="address">The address of the service.</param>
    public string TimelineCommand(string address) => $"curl -s {MessagesAt(address)}/UMID/timeline -H 'Authorization: Bearer {Key}'";

    private string MessagesAt(string address) => $"{address}/api/v1/subaccounts/{SubaccountId}/messages";

    private static bool IsPublished(string? key) => WeakSecrets.OfThisRepository.Contains(key);
}
