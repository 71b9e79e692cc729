using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.UnitTests.Messages;

public class StatusLadderTests
{
    private static readonly AttemptStatus[] AllStatuses = Enum.GetValues<AttemptStatus>();

    private static readonly AttemptStatus[] Failures = [AttemptStatus.Rejected, AttemptStatus.Undelivered, AttemptStatus.LifetimeOver,
        AttemptStatus.Recalled];

    // Rows: the first status received. Columns, in the order of AllStatuses: the status after that one was received next.
    // The letters: - (none) A(ccepted) S(ent) r(ejected) u(ndelivered) l(ifetime over) c(recalled) D(elivered) R(ead).
    public static TheoryData<AttemptStatus, string> Pairs => new()
    {
        { AttemptStatus.None,         "-ASrulcDR" },
        { AttemptStatus.Accepted,     "AASrulcDR" },
        { AttemptStatus.Sent,         "SSSrulcDR" },
        { AttemptStatus.Rejected,     "rrrrrrrDR" },
        { AttemptStatus.Undelivered,  "uuuuuuuDR" },
        { AttemptStatus.LifetimeOver, "lllllllDR" },
        { AttemptStatus.Recalled,     "cccccccDR" },
        { AttemptStatus.Delivered,    "DDDDDDDDR" },
        { AttemptStatus.Read,         "RRRRRRRRR" },
    };

    public static TheoryData<AttemptStatus, int> Rungs => new()
    {
        { AttemptStatus.None, 0 }, { AttemptStatus.Accepted, 1 }, { AttemptStatus.Sent, 2 },
        { AttemptStatus.Rejected, 3 }, { AttemptStatus.Undelivered, 3 }, { AttemptStatus.LifetimeOver, 3 }, { AttemptStatus.Recalled, 3 },
        { AttemptStatus.Delivered, 4 }, { AttemptStatus.Read, 5 },
    };

    // The statuses, of all nine, at which a step is done.
    public static TheoryData<SuccessStatus, AttemptStatus[]> Successes => new()
    {
        { SuccessStatus.Accepted, [AttemptStatus.Accepted, AttemptStatus.Sent, AttemptStatus.Delivered, AttemptStatus.Read] },
        { SuccessStatus.Sent, [AttemptStatus.Sent, AttemptStatus.Delivered, AttemptStatus.Read] },
        { SuccessStatus.Delivered, [AttemptStatus.Delivered, AttemptStatus.Read] },
        { SuccessStatus.Read, [AttemptStatus.Read] },
    };

    [Theory, MemberData(nameof(Pairs))]
    public void The_status_is_the_higher_of_two_statuses(AttemptStatus first, string statuses)
    {
        var results = AllStatuses.Select(second => Received(first, 0).WithStatus(second, At(1), Error(second), null).Status);

        results.Should().Equal(statuses.Select(letter => AllStatuses["-ASrulcDR".IndexOf(letter, StringComparison.Ordinal)]));
    }

    [Theory, MemberData(nameof(Pairs))]
    public void The_order_of_two_statuses_makes_no_difference(AttemptStatus first, string statuses)
    {
        statuses.Should().HaveLength(AllStatuses.Length);
        foreach (var second in AllStatuses)
        {
            var oneWay = Received(first, 0).WithStatus(second, At(1), Error(second), "b");
            var theOther = Received(second, 1).WithStatus(first, At(0), Error(first), "b");

            (oneWay.Status, oneWay.Failure).Should().Be((theOther.Status, theOther.Failure));
        }
    }

    [Theory, MemberData(nameof(Rungs))]
    public void A_status_has_its_rank(AttemptStatus status, int rung)
    {
        StatusLadder.Rung(status).Should().Be(rung);
        StatusLadder.IsFailure(status).Should().Be(Failures.Contains(status));
    }

    [Theory, MemberData(nameof(Successes))]
    public void A_step_is_done_at_a_positive_status_at_or_above_its_success_status(SuccessStatus success, AttemptStatus[] done) =>
        AllStatuses.Where(status => StatusLadder.Reaches(status, success)).Should().Equal(done);

    [Theory]
    [InlineData(0, 5, 9, 1, "first")] // the earlier provider time
    [InlineData(5, 0, 1, 9, "second")]
    [InlineData(0, 0, 9, 1, "second")] // then the lower code
    [InlineData(0, 0, 1, 9, "first")]
    [InlineData(0, 0, 1, 1, "first")] // then anything, as long as it is always the same
    public void Of_equally_precise_failures_the_earliest_is_shown(int firstAt, int secondAt, int firstCode, int secondCode, string shown)
    {
        var first = new Failure(AttemptStatus.Undelivered, At(firstAt), new AttemptError(ErrorClass.Other, firstCode, "first"));
        var second = new Failure(AttemptStatus.Rejected, At(secondAt), new AttemptError(ErrorClass.Other, secondCode, "second"));

        Shown(first, second).ProviderCode.Should().Be(shown);
        Failure.MoreSpecific(null, first).Should().Be(first);
    }

    [Theory]
    [InlineData(ErrorClass.Other, "x")]
    [InlineData(ErrorClass.Other, null)]
    public void A_known_class_is_shown_even_if_an_unknown_one_is_earlier(ErrorClass @class, string? code)
    {
        var unclear = new Failure(AttemptStatus.Undelivered, At(0), AttemptError.Of(@class, code));
        var clear = new Failure(AttemptStatus.Undelivered, At(9), AttemptError.Of(ErrorClass.NotReachable, "30003"));

        Shown(unclear, clear).Should().Be(clear.Error);
        Shown(unclear, clear with { At = null }).Should().Be(clear.Error);
    }

    [Fact]
    public void Any_reason_is_shown_before_none() =>
        Shown(new Failure(AttemptStatus.Undelivered, At(0), AttemptError.Of(ErrorClass.Other)),
            new Failure(AttemptStatus.Undelivered, At(9), AttemptError.Of(ErrorClass.Other, "x")))
            .ProviderCode.Should().Be("x");

    [Fact]
    public void A_failure_without_a_time_gives_way_to_one_with_a_time_and_to_the_lower_code()
    {
        var (low, high) = (new AttemptError(ErrorClass.BadRequest, 1), new AttemptError(ErrorClass.NotReachable, 2));

        Shown(new Failure(AttemptStatus.Undelivered, null, low), new Failure(AttemptStatus.Undelivered, At(9), high)).Should().Be(high);
        Shown(new Failure(AttemptStatus.Undelivered, null, low), new Failure(AttemptStatus.Undelivered, null, high)).Should().Be(low);
    }

    private static AttemptError Shown(Failure one, Failure other)
    {
        var shown = Failure.MoreSpecific(one, other);
        Failure.MoreSpecific(other, one).Should().Be(shown, "the order in which they arrive makes no difference");
        return shown.Error;
    }

    [Fact]
    public void An_undefined_status_is_rejected()
    {
        FluentActions.Invoking(() => StatusLadder.Rung((AttemptStatus)99)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => StatusLadder.ToAttemptStatus(0)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_failure_without_a_reason_is_of_the_class_other() =>
        new Attempt { Step = 1, QueuedAt = At(0) }.WithStatus(AttemptStatus.Undelivered, At(0), null, null)
            .Failure!.Error.Should().Be(AttemptError.Of(ErrorClass.Other));

    [Fact]
    public void Provider_ids_are_a_set_in_order() =>
        new Attempt { Step = 1, QueuedAt = At(0) }.WithProviderId(
            "b").WithProviderId("a").WithProviderId("b").ProviderIds.Should().Equal("a", "b");

    private static Attempt Received(AttemptStatus status, int second) =>
        new Attempt { Step = 1, QueuedAt = At(0) }.WithStatus(status, At(second), Error(status), "a");

    private static AttemptError? Error(AttemptStatus status) =>
        StatusLadder.IsFailure(status) ? AttemptError.Of(ErrorClass.Other, status.ToString()) : null;

    private static DateTimeOffset At(int second) => Support.A.Start.AddSeconds(second);
}
