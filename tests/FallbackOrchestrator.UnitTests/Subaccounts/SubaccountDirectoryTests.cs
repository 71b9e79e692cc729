using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Subaccounts;
using Microsoft.Extensions.Configuration;

namespace FallbackOrchestrator.UnitTests.Subaccounts;

/// <summary>Who the customers are, and that none of them is another.</summary>
public sealed class SubaccountDirectoryTests
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
    public void A_key_opens_what_it_is_configured_for_and_nothing_else()
    {
        var directory = Read(("main", First, "key-of-main"), ("other", First, "key-of-other"));

        directory.Opened("key-of-main")!.Keys.Select(id => id.Value).Should().Equal("main");
        directory.Opened("key-of-nobody").Should().BeNull();
    }

    private static SubaccountDirectory Read(params (string Id, string Account, string Key)[] subaccounts)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(subaccounts.Select(subaccount =>
            KeyValuePair.Create<string, string?>($"Accounts:{subaccount.Account}:Subaccounts:{subaccount.Id}:Keys:0", subaccount.Key))).Build();
        return SubaccountDirectory.Read(configuration, ChannelCatalog.Read(configuration, [], address => new Uri(address)));
    }
}
