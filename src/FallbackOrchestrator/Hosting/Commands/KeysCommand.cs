using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Subaccounts;
using FallbackOrchestrator.Subaccounts.Management;

namespace FallbackOrchestrator.Hosting.Commands;

/// <summary>
/// <c>keys create --subaccounts=a,b --scopes=messages:send,messages:read</c>: creates an API key, as the management API does, for those who
/// are at the machine and have no admin key. The account is that of the subaccounts, which must have been made by the management API.
/// </summary>
internal static class KeysCommand
{
    private const string Subaccounts = "subaccounts";
    private const string Scopes = "scopes";
    private const string Name = "name";

    /// <summary>Runs it; returns 0.</summary>
    /// <exception cref="InvalidSettingsException">A setting is wrong, or the key was refused.</exception>
    public static async Task<int> CreateAsync(string[] settings, TextWriter output)
    {
        var given = SettingsFolder.Read(settings).Configuration;
        var request = new KeyRequest { SubAccounts = List(given[Subaccounts]), Scopes = List(given[Scopes]), Name = given[Name] };
        await using var service = await OrchestratorHost.CreateAsync(Quietly(settings), willListen: false);
        await using var scope = service.App.Services.CreateAsyncScope();
        var (refused, made) = await KeyEndpoints.CreateAsync(
            now => AccountOf(now, request), request, scope.ServiceProvider.GetRequiredService<DirectoryChange>(),
            scope.ServiceProvider.GetRequiredService<TimeProvider>(), CancellationToken.None);
        if (made is null)
            throw new InvalidSettingsException([WhyNot(refused!, request)]);
        await output.WriteLineAsync(made.Key);
        await Console.Error.WriteLineAsync(
            $"The key is shown only this once. It opens {string.Join(", ", request.SubAccounts!)} within 10 seconds on every replica.");
        return 0;
    }

    private static string WhyNot(Problem refused, KeyRequest request) => request switch
    {
        { SubAccounts: not [_, ..] } => $"--{Subaccounts} is missing: name the subaccounts that the key opens, as --{Subaccounts}=a,b",
        _ when refused.Status == StatusCodes.Status404NotFound => $"--{Subaccounts}: there is no subaccount {request.SubAccounts[0]}",
        { Scopes: not [_, ..] } => $"--{Scopes} is missing: name some of {string.Join(',', ScopeNames.All)}",
        _ => refused.Message,
    };

    // Without what is no setting of the service. A program that reads the key reads nothing else.
    private static string[] Quietly(string[] settings) =>
    [
        .. settings.Where(setting => !new[] { Subaccounts, Scopes, Name }.Any(
            own => setting.StartsWith($"--{own}=", StringComparison.OrdinalIgnoreCase))),
        "--Serilog:MinimumLevel:Default=Fatal",
    ];

    private static CustomerAccount? AccountOf(DirectorySnapshot now, KeyRequest request) =>
        request.SubAccounts is [var first, ..] && now.Subaccounts.TryGetValue(new Messages.SubaccountId(first), out var subaccount)
            ? now.Accounts.GetValueOrDefault(subaccount.Account) : null;

    private static string[]? List(string? text) =>
        text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
