using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Dispatching;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.UnitTests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sample = FallbackOrchestrator.UnitTests.Messages.Support.A;

namespace FallbackOrchestrator.UnitTests.Dispatching;

/// <summary>The log lines about accounts that fail, for the operator.</summary>
public sealed class AccountWatchTests : IDisposable
{
    private static readonly ChannelAccountId Sms = new("sms");
    private static readonly Attempt Attempt = new() { Step = 1, QueuedAt = Sample.Start };
    private static readonly CallResult Accepted = new CallResult.Accepted("SM1");
    private static readonly CallResult Unreachable =
        new CallResult.Deferred(AttemptError.Of(ErrorClass.Unavailable, "503"), About: ErrorSubject.Account);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 27, 8, 0, 0, TimeSpan.Zero));
    private readonly WrittenLines<AccountWatch> _log = new();
    private readonly FailedMessages _failed = new();
    private readonly AccountGates _gates;
    private readonly AccountWatch _watch;
    private int _calls;

    public AccountWatchTests()
    {
        Dictionary<string, string?> settings = new()
        {
            ["ChannelAccounts:sms:Provider"] = "Twilio",
            ["ChannelAccounts:sms:Channel"] = "SMS",
            ["ChannelAccounts:sms:PerSecond"] = "1000",
            ["ChannelAccounts:sms:Settings:AccountSid"] = "AC1",
            ["ChannelAccounts:sms:Settings:AuthToken"] = "a token of tests",
            ["ChannelAccounts:sms:Settings:From"] = "SHOP",
        };
        var catalog = ChannelCatalog.Read(
            new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), ChannelCatalog.ProvidersIn(typeof(IProvider).Assembly),
            address => new Uri(address));
        _gates = new AccountGates(catalog, _time);
        var database = new DatabaseAvailability([], _time, NullLogger<DatabaseAvailability>.Instance);
        _watch = new AccountWatch(_gates, _failed, database, _time, _log);
    }

    [Fact]
    public void A_circuit_that_opens_half_opens_and_closes_is_logged_with_its_cause_and_time()
    {
        Call(5, Accepted);
        Call(15, Unreachable);
        Look().Should().ContainSingle().Which.Should().StartWith(
            "Warning 2301: The circuit of sms opened at 2026-11-27 08:00:00Z: 15 of 20 calls failed, the last one as unavailable (503).");
        Look().Should().BeEmpty("it was told");

        _time.Advance(TimeSpan.FromSeconds(15));
        var probe = Ask();
        Look().Should().ContainSingle().Which.Should().StartWith("Information 2302: The circuit of sms, open since 2026-11-27 08:00:00Z");
        End(probe, Unreachable);
        Look().Should().BeEmpty("one that fails changes nothing");

        _time.Advance(TimeSpan.FromSeconds(15));
        End(Ask(), Accepted);
        Look().Should().ContainSingle().Which.Should().StartWith("Warning 2304: The circuit of sms, open since 2026-11-27 08:00:00Z")
            .And.Contain("is closed");
        Look().Should().BeEmpty();
    }

    [Fact]
    public void A_probe_between_two_looks_is_logged_nevertheless()
    {
        Call(20, Unreachable);
        Look();

        _time.Advance(TimeSpan.FromSeconds(15));
        End(Ask(), Accepted);

        Look().Select(line => line.Split(':')[0]).Should().Equal("Information 2302", "Warning 2304");
    }

    [Fact]
    public void A_circuit_that_stays_open_is_named_once_a_minute_with_its_probes()
    {
        Call(20, Unreachable);
        Look();

        var lines = new List<string>();
        for (var second = 0; second < 180; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            if (_gates.Ask(Sms, new Umid(new Guid(++_calls, 0, 0, new byte[8])), fromQueue: true) == Admission.Admitted)
                End(_calls, Unreachable);
            lines.AddRange(Look());
        }

        lines.Where(line => line.StartsWith("Warning 2303", StringComparison.Ordinal)).Should().HaveCount(3).And.SatisfyRespectively(
            first => first.Should().Contain("since 2026-11-27 08:00:00Z").And.Contain("4 messages have probed").And.Contain("unavailable (503)"),
            second => second.Should().Contain("8 messages"),
            third => third.Should().Contain("12 messages"));
        lines.Should().HaveCount(4, "half-open is logged once, and nothing else is");
    }

    [Fact]
    public void A_circuit_that_opens_again_is_logged_again()
    {
        Call(20, Unreachable);
        _time.Advance(TimeSpan.FromSeconds(15));
        End(Ask(), Accepted);
        Look();

        Call(20, Unreachable);

        Look().Should().ContainSingle().Which.Should().StartWith("Warning 2301");
    }

    [Fact]
    public void An_account_that_accepts_nothing_is_named_once_a_minute_although_its_circuit_stays_closed()
    {
        var wrongAddress = new CallResult.Rejected(AttemptError.Of(ErrorClass.Other, "404"));
        Call(4, wrongAddress);
        Look().Should().BeEmpty("a few refusals are no news");
        _time.Advance(TimeSpan.FromSeconds(10));
        Call(1, wrongAddress);

        Look().Should().ContainSingle().Which.Should().Be(
            "Warning 2305: No call of sms has been accepted since 2026-11-27 08:00:00Z: 5 calls in a row failed, the last one as other (404)");
        Call(95, wrongAddress);
        Look().Should().BeEmpty("it was named in this minute");
        _time.Advance(TimeSpan.FromMinutes(1));
        Look().Should().ContainSingle().Which.Should().Contain("100 calls in a row");
        _time.Advance(TimeSpan.FromMinutes(1));
        Look().Should().BeEmpty("nothing has happened since");
    }

    [Fact]
    public void One_call_that_is_accepted_ends_the_row()
    {
        Call(4, Unreachable);
        Call(1, Accepted);
        Call(4, Unreachable);

        Look().Should().BeEmpty();
    }

    [Fact]
    public void Of_a_providers_text_only_a_short_code_is_logged()
    {
        Call(5, new CallResult.Rejected(AttemptError.Of(ErrorClass.BadRequest, "6591234567", "no such person: +6591234567")));
        Look().Should().ContainSingle().Which.Should().EndWith("as badRequest").And.NotContain("6591234567");
    }

    [Fact]
    public void Messages_that_failed_are_counted_once_a_minute_by_the_cause_of_their_last_step()
    {
        foreach (var error in new[] { ErrorClass.Unavailable, ErrorClass.NotReachable, ErrorClass.NotReachable })
            _failed.Count(Failed(Attempt with { Failure = new Failure(AttemptStatus.Rejected, null, AttemptError.Of(error)) }));
        _failed.Count(Failed(Attempt with { LeaveReason = LeaveReason.Deadline, BestStatus = AttemptStatus.Sent }));
        Look().Should().BeEmpty("the minute is not over");

        _time.Advance(TimeSpan.FromMinutes(1));

        Look().Should().Equal(
            "Information 2306: 4 messages have failed since 2026-11-27 08:00:00Z, by the cause of their last step: 2 notReachable, 1 unavailable, 1 timedOut");
        _time.Advance(TimeSpan.FromMinutes(1));
        Look().Should().BeEmpty("none has failed since");
    }

    [Fact]
    public async Task Events_of_the_last_moments_are_logged_when_the_service_stops()
    {
        _failed.Count(Failed(Attempt with { LeaveReason = LeaveReason.Deadline }));

        await _watch.StopAsync(CancellationToken.None);

        _log.Take().Should().ContainSingle().Which.Should().Contain("1 timedOut");
    }

    public void Dispose() => _watch.Dispose();

    private IReadOnlyList<string> Look()
    {
        _watch.Look();
        return _log.Take();
    }

    private void Call(int times, CallResult result)
    {
        for (var i = 0; i < times; i++)
            End(Ask(), result);
    }

    private int Ask()
    {
        _gates.Ask(Sms, new Umid(new Guid(++_calls, 0, 0, new byte[8])), fromQueue: true).Should().Be(Admission.Admitted);
        return _calls;
    }

    private void End(int call, CallResult result)
    {
        var verdict = result switch
        {
            { SpeaksAgainstAccount: true } => CircuitSignal.Failure,
            CallResult.Accepted or CallResult.Rejected => CircuitSignal.Success,
            _ => CircuitSignal.Ignored,
        };
        _gates[Sms].Outcomes.Count(result, verdict);
        _gates[Sms].CallEnded(new Umid(new Guid(call, 0, 0, new byte[8])), verdict);
    }

    private static MessageChange Failed(Attempt last)
    {
        var before = Sample.Message(Sample.Sms);
        var after = before with { Outcome = Outcome.Failed, State = MessageState.Completed, Attempts = [last] };
        return new MessageChange(before, new Decision(after, [], null, 0), new Recipient(null, null), null, null, null, before.CreatedAt);
    }
}
