using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Dispatching;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace FallbackOrchestrator.UnitTests.Dispatching;

/// <summary>The gates of all accounts, and the accounts that have none here.</summary>
public sealed class AccountGatesTests
{
    private static readonly ChannelAccountId Mine = new("sms");
    private static readonly ChannelAccountId Others = new("elsewhere");
    private static readonly Umid Message = new(Guid.Empty);

    private readonly FakeTimeProvider _time = new();
    private readonly AccountGates _gates;

    public AccountGatesTests()
    {
        Dictionary<string, string?> settings = new()
        {
            ["ChannelAccounts:sms:Provider"] = "Twilio",
            ["ChannelAccounts:sms:Channel"] = "SMS",
            ["ChannelAccounts:sms:PerSecond"] = "4",
            ["ChannelAccounts:sms:Concurrency"] = "1",
            ["ChannelAccounts:sms:Settings:AccountSid"] = "AC1",
            ["ChannelAccounts:sms:Settings:AuthToken"] = "a token of tests",
            ["ChannelAccounts:sms:Settings:From"] = "SHOP",
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var catalog = ChannelCatalog.Read(
            configuration, ChannelCatalog.ProvidersIn(typeof(IProvider).Assembly), address => new Uri(address));
        _gates = new AccountGates(catalog, _time);
    }

    [Fact]
    public void An_account_of_this_replica_is_asked_whatever_other_replicas_have()
    {
        _gates.SetServedAccounts(new HashSet<ChannelAccountId>());

        _gates.Ask(Mine, Message, fromQueue: false).Should().Be(Admission.Admitted);
        _gates.Ask(Mine, Message, fromQueue: false).Should().Be(Admission.LimitReached);
    }

    [Fact]
    public void An_account_of_another_replica_is_left_to_it()
    {
        _gates.SetServedAccounts(new HashSet<ChannelAccountId> { Mine, Others });

        _gates.Ask(Others, Message, fromQueue: true).Should().Be(Admission.LimitReached);
        _gates.IsMissing(Others).Should().BeFalse();
    }

    [Fact]
    public void An_account_that_no_replica_has_is_missing()
    {
        _gates.SetServedAccounts(new HashSet<ChannelAccountId> { Mine });

        _gates.Ask(Others, Message, fromQueue: true).Should().Be(Admission.AccountMissing);
        _gates.IsMissing(Others).Should().BeTrue();
        _gates.IsMissing(Mine).Should().BeFalse();
    }

    [Fact]
    public void No_account_is_missing_as_long_as_a_replica_does_not_report_its_accounts()
    {
        _gates.Ask(Others, Message, fromQueue: true).Should().Be(Admission.LimitReached, "no replica has said anything yet");

        _gates.SetServedAccounts(new HashSet<ChannelAccountId> { Mine });
        _gates.SetServedAccounts(null);

        _gates.Ask(Others, Message, fromQueue: true).Should().Be(Admission.LimitReached);
    }

    [Fact]
    public void Once_closed_it_admits_no_call_and_no_account_is_missing()
    {
        _gates.SetServedAccounts(new HashSet<ChannelAccountId>());

        _gates.Close();

        _gates.Ask(Mine, Message, fromQueue: true).Should().Be(Admission.LimitReached);
        _gates.Ask(Others, Message, fromQueue: true).Should().Be(Admission.LimitReached, "whoever takes over may have it");
    }

    [Fact]
    public async Task The_queue_pump_is_woken_only_if_a_slot_is_free()
    {
        _gates.AttemptQueued(Mine);
        _gates[Mine].SomeWait.Should().BeTrue();
        var woken = _gates.Queued.WaitAsync(TimeSpan.FromSeconds(1), _time, CancellationToken.None);
        await woken;

        _gates.Ask(Mine, Message, fromQueue: true).Should().Be(Admission.Admitted);
        _gates.AttemptQueued(Mine);

        _gates.Queued.WaitAsync(TimeSpan.FromSeconds(1), _time, CancellationToken.None).IsCompleted.Should().BeFalse();
    }

    [Fact]
    public void The_queue_pump_is_not_woken_for_an_account_of_another_replica()
    {
        _gates.AttemptQueued(Others);

        _gates.Queued.WaitAsync(TimeSpan.FromSeconds(1), _time, CancellationToken.None).IsCompleted.Should().BeFalse();
        _gates.IsBehind(Others).Should().BeFalse();
    }

    [Fact]
    public void They_are_idle_when_every_call_has_ended()
    {
        _gates.Ask(Mine, Message, fromQueue: true);
        _gates.AreIdle.Should().BeFalse();

        _gates.Release(Mine, Message);

        _gates.AreIdle.Should().BeTrue();
    }
}
