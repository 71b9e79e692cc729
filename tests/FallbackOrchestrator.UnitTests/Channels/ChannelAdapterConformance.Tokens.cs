using System.Net;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Channels;

/// <summary>The access token of an adapter that needs one.</summary>
public abstract partial class ChannelAdapterConformance
{
    [Fact]
    public async Task The_call_and_the_checks_carry_the_access_token()
    {
        var (grant, issuer, tokens, http) = Tokens();
        var (status, body) = Accepting("provider-id-1");
        await using var provider = await StubProvider.RespondingAsync(status, body);
        var adapter = Adapter(() => provider.Address);

        var result = await new ProviderCall(http, tokens, _time).SendAsync(adapter, A.Handover, Patience, CancellationToken.None);
        FallbackOrchestrator.Messages.Channel.TryFind(Channel.Value, out var channel).Should().BeTrue();
        await new AccountChecks(http, tokens, _time).RunAsync(
            new ChannelAccount(new("main"), channel!, Provider.Name, adapter, new AccountLimits()), A.Handover.ReceiptsTo,
            CancellationToken.None);

        result.Should().BeOfType<CallResult.Accepted>();
        var (token, _) = await tokens.GetAsync(http, grant, CancellationToken.None);
        provider.Requests.Should().HaveCountGreaterThan(1).And.OnlyContain(asked => asked.Headers.Contains(token!.Value));
        issuer.Requests.Should().ContainSingle();
    }

    [Theory]
    [InlineData(400, typeof(CallResult.Rejected))]
    [InlineData(401, typeof(CallResult.Rejected))]
    [InlineData(429, typeof(CallResult.Deferred))]
    [InlineData(500, typeof(CallResult.Deferred))]
    [InlineData(200, typeof(CallResult.Deferred))]
    public async Task Without_a_token_nothing_is_sent_so_the_result_is_never_unknown(int status, Type result)
    {
        var (_, issuer, tokens, http) = Tokens();
        var quoted = System.Text.Json.JsonEncodedText.Encode(string.Join(' ', Secrets));
        (issuer.Status, issuer.Body) = ((HttpStatusCode)status, $$"""{"error":"invalid_grant","error_description":"no: {{quoted}}"}""");
        await using var provider = await StubProvider.RespondingAsync(200, "");

        var got = await new ProviderCall(http, tokens, _time).SendAsync(
            Adapter(() => provider.Address), A.Handover, Patience, CancellationToken.None);

        got.Should().BeOfType(result);
        got.SpeaksAgainstAccount.Should().BeTrue();
        NothingPrivateIn(((got as CallResult.Rejected)?.Error ?? ((CallResult.Deferred)got).Error).ToString());
        provider.Requests.Should().BeEmpty();
    }

    private (AccessTokenGrant Grant, TokenIssuer Issuer, AccessTokens Tokens, HttpClient Http) Tokens()
    {
        Assert.SkipUnless(IssuedToken is not null, "this provider takes no access tokens");
        var issuer = new TokenIssuer(IssuedToken!);
        return (Adapter().AccessTokens!, issuer, new AccessTokens(_time), StubProvider.Client(issuer));
    }
}
