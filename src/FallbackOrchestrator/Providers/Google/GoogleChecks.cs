using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Providers.Google;

/// <summary>
/// Asks Google which people the agent can reach, of one whom nobody has: a number that is reserved for fiction
/// (https://developers.google.com/business-communications/rcs-business-messaging/reference/rest/v1/users/batchGet).
/// </summary>
internal static class GoogleChecks
{
    private const string Agent = "agent";
    private const string Nobody = "+12025550123";

    public static AccountCheck OfAgent(AccountSettings settings, GoogleOptions options) => new(
        Agent,
        () => new HttpRequestMessage(HttpMethod.Post, settings.Address(GoogleProvider.Host, "v1/users:batchGet"))
        {
            Content = JsonWire.Write(new GoogleUsers([Nobody], options.AgentId), GoogleJson.Default.GoogleUsers),
        },
        Read);

    private static AccountFinding Read(ProviderResponse response) => response.Status switch
    {
        200 => new AccountFinding(Agent, AccountVerdict.Right, "the service account may use the agent"),
        401 => new AccountFinding(
            Agent, AccountVerdict.Wrong, "Google does not accept the token of the service account", nameof(GoogleOptions.PrivateKey)),
        403 => new AccountFinding(
            Agent, AccountVerdict.Wrong, "the service account may not use the agent, or the API is not enabled for its project",
            nameof(GoogleOptions.AgentId)),
        400 or 404 => new AccountFinding(Agent, AccountVerdict.Wrong, "Google does not know the agent", nameof(GoogleOptions.AgentId)),
        _ => AccountFinding.Unclear(Agent, response),
    };
}
