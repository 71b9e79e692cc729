using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>Asks a provider whether an account's settings are right, in the way of all calls to providers.</summary>
/// <param name="http">The HTTP client for providers.</param>
/// <param name="tokens">The access tokens, for adapters that need one.</param>
/// <param name="time">The clock of the time limit.</param>
public sealed class AccountChecks(HttpClient http, AccessTokens tokens, TimeProvider time)
{
    /// <summary>Makes the checks of an account, one after another, at most 8 seconds each.</summary>
    /// <param name="account">The account.</param>
    /// <param name="receiptsTo">The address at which this service takes its receipts.</param>
    /// <param name="cancellationToken">Cancels them.</param>
    public async Task<IReadOnlyList<AccountFinding>> RunAsync(ChannelAccount account, Uri receiptsTo, CancellationToken cancellationToken)
    {
        var findings = new List<AccountFinding>();
        foreach (var check in account.Adapter.Checks(receiptsTo))
            findings.Add(await AskAsync(check, account.Adapter.AccessTokens, cancellationToken));
        return findings;
    }

    private async Task<AccountFinding> AskAsync(AccountCheck check, AccessTokenGrant? grant, CancellationToken cancellationToken)
    {
        using var overdue = new CancellationTokenSource(Rules.CallTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(overdue.Token, cancellationToken);
        try
        {
            var (token, why) = await tokens.GetAsync(http, grant, either.Token);
            if (why is not null)
                return WithoutToken(check, grant!, why.Error);
            using var request = check.Write();
            token?.AddTo(request);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var read = await ProviderResponse.ReadAsync(response, time, either.Token);
            tokens.ForgetIfRefused(token, read);
            return check.Read(read);
        }
        catch (HttpRequestException failed)
        {
            return Unreachable(check, failed.HttpRequestError.ToString());
        }
        catch (Exception failed) when (failed is OperationCanceledException or IOException && !cancellationToken.IsCancellationRequested)
        {
            return Unreachable(check, "no response in time");
        }
    }

    private static AccountFinding WithoutToken(AccountCheck check, AccessTokenGrant grant, AttemptError why) =>
        why.Class == ErrorClass.Configuration
            ? new AccountFinding(
                check.Subject, AccountVerdict.Wrong, $"the provider issues no access token for these credentials ({why.ProviderCode})",
                grant.Setting)
            : new AccountFinding(check.Subject, AccountVerdict.Unknown, $"the provider issued no access token ({why.ProviderCode}): try again later");

    private static AccountFinding Unreachable(AccountCheck check, string how) => new(
        check.Subject, AccountVerdict.Wrong,
        $"the provider cannot be reached ({how}): correct the address, the network or its firewall", nameof(ChannelAccount.BaseAddress));
}
