using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Hosting.Commands;

/// <summary>
/// The part of <see cref="Doctor"/> that opens connections: to each provider, which is asked whether the account's credentials are right, and
/// to the public address of the service.
/// </summary>
internal static class ConnectionChecks
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    // Its calls are written, to learn where they go, and never sent.
    private static readonly Recipient Nobody = new(Msisdn.Stored("+15550100"), null);

    /// <summary>Looks at each channel account, and at the public address.</summary>
    public static async IAsyncEnumerable<Finding> RunAsync(IConfiguration configuration)
    {
        // A malformed address is a mistake in the settings, and was named there.
        if (ListeningAddresses.Own(configuration) is not { } own)
            yield break;
        var catalog = ChannelCatalog.Read(
            configuration, ChannelCatalog.ProvidersIn(typeof(IProvider).Assembly),
            address => PublicAddress.Resolve(address, () => own), mistakes: []);
        foreach (var finding in await StoredAccounts.AddAsync(configuration, catalog))
            yield return finding;
        using var handler = ProviderHttp.Handler();
        using var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        var checks = new AccountChecks(http, new AccessTokens(TimeProvider.System), TimeProvider.System);
        foreach (var account in catalog.Accounts.OrderBy(account => account.Id.Value, StringComparer.Ordinal))
        {
            var connection = await ToProviderAsync(account, own);
            yield return connection;
            if (connection.Verdict != Verdict.Ok || IsSimulated(account, own))
                continue;
            await foreach (var finding in AskAsync(account, configuration, own, checks))
                yield return finding;
        }
        if (configuration[PublicAddress.Setting] is { Length: > 0 } address && PublicAddress.IsUsable(address))
            yield return await ToServiceAsync(new Uri(address.TrimEnd('/') + Health.LivePath));
    }

    private static async IAsyncEnumerable<Finding> AskAsync(
        ChannelAccount account, IConfiguration configuration, Uri own, AccountChecks checks)
    {
        var address = configuration[PublicAddress.Setting] is { Length: > 0 } given && PublicAddress.IsUsable(given)
            ? new Uri(given.TrimEnd('/') + "/") : own;
        var receiptsTo = PublicAddress.OfReceipts(address, account.ProviderName, account.Id.Value);
        foreach (var found in await checks.RunAsync(account, receiptsTo, CancellationToken.None))
        {
            var mend = found.Setting is null ? ""
                : account.IsConfigured ? $": correct {(found.Setting == nameof(account.BaseAddress)
                    ? $"ChannelAccounts:{account.Id}:" : $"ChannelAccounts:{account.Id}:Settings:")}{found.Setting}"
                : $": correct {found.Setting} by the management API";
            yield return new Finding(
                found.Verdict switch { AccountVerdict.Right => Verdict.Ok, AccountVerdict.Wrong => Verdict.Wrong, _ => Verdict.Warning },
                $"account {account.Id}", $"{found.Subject}: {found.Text}{mend}");
        }
    }

    private static async Task<Finding> ToProviderAsync(ChannelAccount account, Uri receiptsTo)
    {
        var subject = $"account {account.Id}";
        Uri address;
        try
        {
            using var request = account.Adapter.WriteCall(new Handover(
                new AttemptReference(Umid.New(TimeProvider.System.GetUtcNow()), 1), Nobody, new ContentBody.Text("-"), null, receiptsTo));
            address = request.RequestUri!;
        }
#pragma warning disable CA1031 // An adapter is a plug-in.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            return Finding.Wrong(subject, $"its calls cannot be written ({broken.GetType().Name}); compare its settings with docs/providers.md");
        }
        if (IsSimulated(account, receiptsTo))
            return Finding.Ok(subject, $"{account.ProviderName} is simulated by the service itself");
        var server = $"{account.ProviderName} at {address.GetLeftPart(UriPartial.Authority)}";
        return await WhyNotAsync(address) is { } why
            ? Finding.Wrong(subject, $"{server} cannot be reached: {why}; correct BaseAddress, the network or its firewall")
            : Finding.Ok(subject, $"{server} can be reached");
    }

    private static bool IsSimulated(ChannelAccount account, Uri own) =>
        account.BaseAddress is ['/', ..]
        || (Uri.TryCreate(account.BaseAddress, UriKind.Absolute, out var address) && address.Authority == own.Authority);

    private static async Task<string?> WhyNotAsync(Uri address)
    {
        using var overdue = new CancellationTokenSource(Longest, TimeProvider.System);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.IdnHost, address.Port, overdue.Token);
            if (address.Scheme != Uri.UriSchemeHttps)
                return null;
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = address.IdnHost }, overdue.Token);
            return null;
        }
        catch (Exception failure) when (failure is SocketException or AuthenticationException or IOException)
        {
            return failure.GetBaseException().Message;
        }
        catch (OperationCanceledException)
        {
            return $"no response within {Longest.TotalSeconds:0} s";
        }
    }

    // The service may not run yet, and a machine need not reach its own public address, so this is no more than a warning.
    private static async Task<Finding> ToServiceAsync(Uri address)
    {
        using var http = new HttpClient { Timeout = Longest };
        string why;
        try
        {
            using var response = await http.GetAsync(address);
            if (response.IsSuccessStatusCode)
                return Finding.Ok("public address", $"{address} leads to the service");
            why = $"returned {(int)response.StatusCode}";
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            why = failure.GetBaseException().Message;
        }
        return Finding.Warning(
            "public address",
            $"{address}: {why}. Providers post their receipts to this address: if the service runs, check the proxy and the DNS from outside");
    }
}
