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
    private readonly ChannelCatalog _catalog;
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
        _catalog = ChannelCatalog.Read(
            configuration, ChannelCatalog.ProvidersIn(typeof(IProvider).Assembly), address => new Uri(address));
        _gates = new AccountGates(_catalog, _time);
    }

    [Fact]
    public void A_new_account_is_admitted_a_disabled_one_is_missing_and_its_running_calls_end()
    {
        _gates.SetServedAccounts(new HashSet<ChannelAccountId> { Mine });
        _catalog.SetStored([Stored(perSecond: 50)]);
        _gates.Accounts.Should().BeEquivalentTo([Mine, Others]);
        _gates.Ask(Others, Message, fromQueue: false).Should().Be(Admission.Admitted);

        _catalog.SetStored([Stored(perSecond: 50) with { IsDisabled = true }]);
        _gates.Accounts.Should().Equal(Mine);
        _gates.Ask(Others, Message, fromQueue: true).Should().Be(Admission.AccountMissing);
        _gates.AreIdle.Should().BeFalse("a call is running");
        _gates.Release(Others, Message);
        _gates.AreIdle.Should().BeTrue();

        _catalog.SetStored([]);
        _gates.Ask(Others, Message, fromQueue: true).Should().Be(Admission.AccountMissing);
    }

    [Fact]
    public void A_change_of_limits_keeps_the_calls_the_waiting_and_the_share_of_a_gate()
    {
        _gates.ShareAmong(2);
        _catalog.SetStored([Stored(perSecond: 80)]);
        var gate = _gates[Others];
        gate.Free().Should().Be(10, "its share of a quarter of a second");
        _gates.Ask(Others, Message, fromQueue: true);
        gate.SomeWait = true;

        _catalog.SetStored([Stored(perSecond: 16, concurrency: 2)]);

        _gates[Others].Should().BeSameAs(gate);
        gate.SomeWait.Should().BeTrue();
        gate.Free().Should().Be(1, "one of two calls runs");
        gate.PerMinute.Should().Be(16 * 60);
        _gates.AreIdle.Should().BeFalse();
    }

    private ChannelAccount Stored(int perSecond, int concurrency = 64) => _catalog.Read(
        new ChannelAccountDefinition(
            Others.Value, "Twilio", "SMS", null, perSecond, concurrency,
            new Dictionary<string, string> { ["AccountSid"] = "AC1", ["AuthToken"] = "a token of tests", ["From"] = "SHOP" }),
        [])!;

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
