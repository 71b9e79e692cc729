using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Support;
using Microsoft.Extensions.Configuration;

namespace FallbackOrchestrator.UnitTests.Channels;

public sealed class ChannelCatalogTests
{
    private static readonly IReadOnlyList<IProvider> Providers = ChannelCatalog.ProvidersIn(typeof(IProvider).Assembly);

    private static ChannelCatalog Read(params string[] settings) => Read(Providers, settings);

    private static ChannelCatalog Read(IEnumerable<IProvider> providers, params string[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings.Select(line => line.Split('=', 2)).Select(pair => KeyValuePair.Create($"ChannelAccounts:{pair[0]}",
                    (string?)pair[1])))
            .Build();
        return ChannelCatalog.Read(configuration, providers, address => new Uri(new Uri("http://127.0.0.1:5000"), address));
    }

    private static IReadOnlyList<string> Mistakes(params string[] settings) =>
        FluentActions.Invoking(() => Read(settings)).Should().Throw<InvalidSettingsException>().Which.Messages;

    private static string[] Twilio(string id) =>
    [
        $"{id}:Provider=Twilio", $"{id}:Channel=SMS", $"{id}:Settings:AccountSid=AC1", $"{id}:Settings:AuthToken=t",
        $"{id}:Settings:From=SHOP",
    ];

    [Fact]
    public void The_providers_of_the_assembly_are_found() =>
        Providers.Select(provider => provider.Name).Should().Contain(["Meta", "Twilio", "Vonage"]).And.OnlyHaveUniqueItems();

    [Fact]
    public void No_account_is_no_mistake() => Read().Accounts.Should().BeEmpty();

    [Fact]
    public void An_account_is_found_by_its_id()
    {
        var catalog = Read([.. Twilio("sms.uk-1"), "sms.uk-1:PerSecond=80", "sms.uk-1:Concurrency=8"]);

        catalog.TryFind(new ChannelAccountId("sms.uk-1"), out var account).Should().BeTrue();
        account!.Channel.Should().Be(Channel.Sms);
        account.ProviderName.Should().Be("Twilio");
        account.Limits.Should().Be(new AccountLimits(80, 8));
        catalog.TryFind(new ChannelAccountId("sms.uk-2"), out _).Should().BeFalse();
    }

    [Fact]
    public void Names_are_found_in_any_case()
    {
        string[] settings = [.. Twilio("a").Skip(2), "a:Provider=tWILIO", "a:Channel=sms"];

        Read(settings).Accounts.Should().ContainSingle().Which.ProviderName.Should().Be("Twilio");
    }

    [Fact]
    public void Limits_have_defaults() => Read(Twilio("a")).Accounts.Single().Limits.Should().Be(new AccountLimits(50, 64));

    [Fact]
    public void The_best_status_is_the_lower_of_what_channel_and_provider_can_report()
    {
        var adapter = Read(Twilio("a")).Accounts.Single().Adapter;

        new ChannelAccount(
            new ChannelAccountId("a"), Channel.WhatsApp, "Twilio", adapter, new AccountLimits()).Best.Should().Be(SuccessStatus.Delivered);
        new ChannelAccount(
            new ChannelAccountId("a"), Channel.Line, "Twilio", adapter, new AccountLimits()).Best.Should().Be(SuccessStatus.Sent);
    }

    [Theory]
    [InlineData("https://eu.api.example/twilio", "https://eu.api.example/twilio/2010-04-01/Accounts/AC1/Messages.json")]
    [InlineData("/fakes/twilio", "http://127.0.0.1:5000/fakes/twilio/2010-04-01/Accounts/AC1/Messages.json")]
    public void A_base_address_is_resolved_at_each_call(string configured, string called)
    {
        var adapter = Read([.. Twilio("a"), $"a:BaseAddress={configured}"]).Accounts.Single().Adapter;

        using var request = adapter.WriteCall(A.Handover);

        request.RequestUri.Should().Be(new Uri(called));
    }

    [Fact]
    public void Every_mistake_of_every_account_is_named_at_once()
    {
        var mistakes = Mistakes(
            "one:Provider=Acme", "one:Channel=Pigeon", "one:PerSecond=0", "one:Concurrency=many", "one:BaseAddress=ftp://x",
            "one:Setings:A=1",
            "two:Provider=Meta", "two:Channel=SMS",
            "three:Provider=Twilio", "three:Channel=SMS", "three:Settings:AccountSid=12",
            "four:Channel=SMS");

        mistakes.Should().BeEquivalentTo(
            "ChannelAccounts:one:Setings: is not a setting of an account; known are Provider, Channel, BaseAddress, Settings, PerSecond, Concurrency",
            "ChannelAccounts:one:PerSecond: '0' is not a whole number from 1 to 10000",
            "ChannelAccounts:one:Concurrency: 'many' is not a whole number from 1 to 10000",
            "ChannelAccounts:one:BaseAddress: 'ftp://x' is neither an http(s) address nor a path that starts with /",
            $"ChannelAccounts:one:Provider: 'Acme' is not a provider; known are {string.Join(", ", Providers.Select(p => p.Name).Order(StringComparer.OrdinalIgnoreCase))}",
            "ChannelAccounts:one:Channel: 'Pigeon' is not a channel; known are SMS, WhatsApp, Viber, RCS, Telegram, Line, LineNotification, Zalo, Facebook, Instagram",
            "ChannelAccounts:two:Channel: Meta does not serve SMS; it serves WhatsApp",
            "ChannelAccounts:three:Settings:AccountSid: an account SID starts with AC and has letters and digits only",
            "ChannelAccounts:three:Settings:AuthToken: The AuthToken field is required.",
            "ChannelAccounts:three:Settings:From,MessagingServiceSid: give From or MessagingServiceSid",
            $"ChannelAccounts:four:Provider: nothing is not a provider; known are {string.Join(", ", Providers.Select(p => p.Name).Order(StringComparer.OrdinalIgnoreCase))}");
    }

    [Theory]
    [InlineData("has space")]
    [InlineData("slash/slash")]
    [InlineData("fünf")]
    [InlineData("a12345678901234567890123456789012345678901234567890")]
    public void An_account_id_fits_into_a_path(string id) =>
        Mistakes(Twilio(id)).Should().ContainSingle().Which.Should().StartWith($"ChannelAccounts:{id}: ");

    [Fact]
    public void Two_providers_of_one_name_stop_the_start() =>
        FluentActions.Invoking(() => Read([.. Providers, Providers[0]])).Should().Throw<InvalidSettingsException>()
            .Which.Messages.Should().ContainSingle().Which.Should().StartWith($"Two providers are named {Providers[0].Name}: ");
}
