using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Subaccounts;
using Microsoft.Extensions.Configuration;

namespace FallbackOrchestrator.UnitTests.Subaccounts;

/// <summary>Who the configured customers are, and that none of them is another.</summary>
public sealed class ConfiguredSubaccountsTests
{
    private const string First = "00000000-0000-0000-0000-000000000001";
    private const string Second = "00000000-0000-0000-0000-000000000002";

    [Fact]
    public void A_subaccount_id_means_one_tenant_only()
    {
        var read = () => Read(("main", First, "key-of-first"), ("main", Second, "key-of-second"));

        read.Should().Throw<InvalidSettingsException>().WithMessage("*Accounts:*:Subaccounts:main*another account*");
    }

    [Fact]
    public void A_key_opens_the_subaccounts_of_one_account_only()
    {
        var read = () => Read(("main", First, "the-same-key"), ("other", Second, "the-same-key"));

        read.Should().Throw<InvalidSettingsException>().WithMessage("*Keys*another account*");
    }

    [Fact]
    public void A_key_opens_what_it_is_configured_for_and_may_do_everything_there()
    {
        var keys = Read(("main", First, "key-of-main"), ("other", First, "key-of-other")).Keys;

        keys[KeyHash.Of("key-of-main")].Subaccounts.Keys.Select(id => id.Value).Should().Equal("main");
        keys[KeyHash.Of("key-of-main")].Scopes.Should().Be(Scopes.All);
        keys.Should().NotContainKey(KeyHash.Of("key-of-nobody"));
    }

    [Theory]
    [InlineData("Accounts:" + First + ":Subaccounts:main:Sequence:0:Channel", "Pigeon", "Sequence[0].channel*must be one of")]
    [InlineData("Accounts:" + First + ":Subaccounts:main:Sequence:0:Channel", "SMS", "Sequence[0].channel*not configured")]
    [InlineData("Accounts:" + First + ":Subaccounts:main:RequestsPerSecond", "0", "RequestsPerSecond*from 1 to")]
    [InlineData("Accounts:" + First + ":Subaccounts:main:DefaultChannel", "Pigeon", "DefaultChannel*Pigeon")]
    [InlineData("Admin:Keys:0", "too-short", "Admin:Keys*16")]
    [InlineData("Admin:Keys:0", "a-key-of-the-subaccount-main", "Admin:Keys*subaccount too")]
    public void A_mistake_stops_the_start_and_is_named(string setting, string value, string named)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            [$"Accounts:{First}:Subaccounts:main:Keys:0"] = "a-key-of-the-subaccount-main",
            [setting] = value,
        }).Build();

        var read = () => Read(configuration);

        read.Should().Throw<InvalidSettingsException>().WithMessage($"*{named}*");
    }

    private static ConfiguredSubaccounts Read(params (string Id, string Account, string Key)[] subaccounts) =>
        Read(new ConfigurationBuilder().AddInMemoryCollection(subaccounts.Select(subaccount =>
            KeyValuePair.Create<string,
                string?>($"Accounts:{subaccount.Account}:Subaccounts:{subaccount.Id}:Keys:0", subaccount.Key))).Build());

    private static ConfiguredSubaccounts Read(IConfiguration configuration) => ConfiguredSubaccounts.Read(
        configuration, ChannelCatalog.Read(configuration, [], address => new Uri(address)),
        new SequenceEntryParser(TimeSpan.FromSeconds(10)));
}
