using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.UnitTests.Messages;

public class LadderTests
{
    private static readonly Word[] AllWords = Enum.GetValues<Word>();

    private static readonly Word[] Failures = [Word.Rejected, Word.Undelivered, Word.LifetimeOver, Word.Recalled];

    // Rows: what was heard first. Columns, in the order of AllWords: the status after each word heard next.
    // A letter a word: - A(ccepted) S(ent) r(ejected) u(ndelivered) l(ifetime over) c(recalled) D(elivered) R(ead).
    public static TheoryData<Word, string> Pairs => new()
    {
        { Word.None,         "-ASrulcDR" },
        { Word.Accepted,     "AASrulcDR" },
        { Word.Sent,         "SSSrulcDR" },
        { Word.Rejected,     "rrrrrrrDR" },
        { Word.Undelivered,  "uuuuuuuDR" },
        { Word.LifetimeOver, "lllllllDR" },
        { Word.Recalled,     "cccccccDR" },
        { Word.Delivered,    "DDDDDDDDR" },
        { Word.Read,         "RRRRRRRRR" },
    };

    public static TheoryData<Word, int> Rungs => new()
    {
        { Word.None, 0 }, { Word.Accepted, 1 }, { Word.Sent, 2 },
        { Word.Rejected, 3 }, { Word.Undelivered, 3 }, { Word.LifetimeOver, 3 }, { Word.Recalled, 3 },
        { Word.Delivered, 4 }, { Word.Read, 5 },
    };

    // The words, of all nine, at which a step is done.
    public static TheoryData<SuccessStatus, Word[]> Successes => new()
    {
        { SuccessStatus.Accepted, [Word.Accepted, Word.Sent, Word.Delivered, Word.Read] },
        { SuccessStatus.Sent, [Word.Sent, Word.Delivered, Word.Read] },
        { SuccessStatus.Delivered, [Word.Delivered, Word.Read] },
        { SuccessStatus.Read, [Word.Read] },
    };

    [Theory, MemberData(nameof(Pairs))]
    public void The_status_is_the_higher_of_two_words(Word first, string statuses)
    {
        var heard = AllWords.Select(second => Heard(first, 0).Hear(second, At(1), Error(second), null).Status);

        heard.Should().Equal(statuses.Select(letter => AllWords["-ASrulcDR".IndexOf(letter, StringComparison.Ordinal)]));
    }

    [Theory, MemberData(nameof(Pairs))]
    public void The_order_in_which_two_words_are_heard_makes_no_difference(Word first, string statuses)
    {
        statuses.Should().HaveLength(AllWords.Length);
        foreach (var second in AllWords)
        {
            var oneWay = Heard(first, 0).Hear(second, At(1), Error(second), "b");
            var theOther = Heard(second, 1).Hear(first, At(0), Error(first), "b");

            (oneWay.Status, oneWay.Failure).Should().Be((theOther.Status, theOther.Failure));
        }
    }

    [Theory, MemberData(nameof(Rungs))]
    public void A_word_has_its_rung(Word word, int rung)
    {
        Ladder.Rung(word).Should().Be(rung);
        Ladder.IsFailure(word).Should().Be(Failures.Contains(word));
    }

    [Theory, MemberData(nameof(Successes))]
    public void A_step_is_done_at_a_positive_word_at_or_above_its_success(SuccessStatus success, Word[] done) =>
        AllWords.Where(word => Ladder.Reaches(word, success)).Should().Equal(done);

    [Theory]
    [InlineData(0, 5, 9, 1, "first")] // the earlier provider time
    [InlineData(5, 0, 1, 9, "second")]
    [InlineData(0, 0, 9, 1, "second")] // then the lower code
    [InlineData(0, 0, 1, 9, "first")]
    [InlineData(0, 0, 1, 1, "first")] // then anything, as long as it is always the same
    public void Of_failures_that_tell_as_much_the_earliest_is_shown(int firstAt, int secondAt, int firstCode, int secondCode, string shown)
    {
        var first = new Failure(Word.Undelivered, At(firstAt), new AttemptError(ErrorClass.Other, firstCode, "first"));
        var second = new Failure(Word.Rejected, At(secondAt), new AttemptError(ErrorClass.Other, secondCode, "second"));

        Shown(first, second).ProviderCode.Should().Be(shown);
        Failure.MoreTelling(null, first).Should().Be(first);
    }

    [Theory]
    [InlineData(ErrorClass.Other, "x")]
    [InlineData(ErrorClass.Other, null)]
    public void A_known_class_is_shown_before_another_however_early_that_was(ErrorClass @class, string? code)
    {
        var unclear = new Failure(Word.Undelivered, At(0), AttemptError.Of(@class, code));
        var clear = new Failure(Word.Undelivered, At(9), AttemptError.Of(ErrorClass.NotReachable, "30003"));

        Shown(unclear, clear).Should().Be(clear.Error);
        Shown(unclear, clear with { At = null }).Should().Be(clear.Error);
    }

    [Fact]
    public void A_reason_that_says_anything_is_shown_before_none() =>
        Shown(new Failure(Word.Undelivered, At(0), AttemptError.Of(ErrorClass.Other)), new Failure(Word.Undelivered, At(9), AttemptError.Of(ErrorClass.Other, "x")))
            .ProviderCode.Should().Be("x");

    [Fact]
    public void A_failure_without_a_time_gives_way_to_one_with_a_time_and_to_the_lower_code()
    {
        var (low, high) = (new AttemptError(ErrorClass.BadRequest, 1), new AttemptError(ErrorClass.NotReachable, 2));

        Shown(new Failure(Word.Undelivered, null, low), new Failure(Word.Undelivered, At(9), high)).Should().Be(high);
        Shown(new Failure(Word.Undelivered, null, low), new Failure(Word.Undelivered, null, high)).Should().Be(low);
    }

    private static AttemptError Shown(Failure one, Failure other)
    {
        var shown = Failure.MoreTelling(one, other);
        Failure.MoreTelling(other, one).Should().Be(shown, "the order in which they are heard makes no difference");
        return shown.Error;
    }

    [Fact]
    public void What_is_no_word_or_no_success_is_refused()
    {
        FluentActions.Invoking(() => Ladder.Rung((Word)99)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => Ladder.AsWord(0)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_failure_without_a_reason_is_of_the_class_other() =>
        new Attempt { Step = 1, QueuedAt = At(0) }.Hear(Word.Undelivered, At(0), null, null)
            .Failure!.Error.Should().Be(AttemptError.Of(ErrorClass.Other));

    [Fact]
    public void Provider_ids_are_a_set_in_order() =>
        new Attempt { Step = 1, QueuedAt = At(0) }.Named("b").Named("a").Named("b").ProviderIds.Should().Equal("a", "b");

    private static Attempt Heard(Word word, int second) =>
        new Attempt { Step = 1, QueuedAt = At(0) }.Hear(word, At(second), Error(word), "a");

    private static AttemptError? Error(Word word) => Ladder.IsFailure(word) ? AttemptError.Of(ErrorClass.Other, word.ToString()) : null;

    private static DateTimeOffset At(int second) => Support.A.Start.AddSeconds(second);
}
