using CsCheck;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Messages.Support;

namespace FallbackOrchestrator.UnitTests.Messages;

/// <summary>
/// The five properties worth most, over random messages of one to four steps and whatever may happen to them. 1, 2 and 5 are laws of
/// each decision; 3 and 4 are about many.
/// </summary>
public class PropertyTests
{
    private const int Times = 3000;

    [Fact]
    public void The_laws_of_a_decision_hold_whatever_happens() =>
        Histories.All.Sample(history => { Histories.Tell(history.Message, history.Happenings); }, iter: Times);

    [Fact]
    public void Property_3_Timers_alone_complete_every_message() =>
        Histories.All.Sample(
            history =>
            {
                var story = Histories.Tell(history.Message, history.Happenings);
                for (var timers = 0; story.Message.DueAt is { } due; timers++)
                {
                    timers.Should().BeLessThan(60, "a message without any receipt must end");
                    story = (story with { Now = due }).Decide();
                }
                story.Outcome.Should().NotBeNull();
            },
            iter: Times);

    [Fact]
    public void Property_3_Timers_and_admissions_complete_every_message_too() =>
        Histories.All.Sample(
            history =>
            {
                var story = Histories.Tell(history.Message, history.Happenings);
                for (var timers = 0; story.Message.DueAt is { } due; timers++)
                {
                    timers.Should().BeLessThan(400, "a message whose calls are all lost must end");
                    var dispatch = story.Message.Current?.DispatchAt;
                    story = (story with { Now = story.Now < dispatch && dispatch < due ? dispatch.Value : due }).Decide().Admit();
                }
                story.Outcome.Should().NotBeNull();
            },
            iter: Times);

    // An attempt's words, from receipts and from calls, in any order, grouped in any way, each once or more often.
    [Fact]
    public void Property_4_Statuses_join_in_any_order_repetition_and_grouping()
    {
        var anyReports = Gen.Select(
            Histories.Word, Gen.Int[-5, 6], Histories.Error, Histories.OneOf<string?>("a", "b", "c", null), Gen.Int[0, 3],
            (status, at, error, id, epoch) => (status, at, error, id, epoch)).Array[1, 6];
        var orders = Gen.Select(Gen.Int[0, 1000].Array[12], Gen.Bool.Array[12]);

        Gen.Select(Histories.Message, anyReports, orders).Sample(
            (sent, reports, order) =>
            {
                // The second step is current where there is one, so that receipts for the first come late.
                var story = Story.Of(sent with { ScheduledAt = null, ExpiresAt = null, State = MessageState.InProgress }).Admit();
                var step = story.Current;
                Fact[] facts = [.. reports.Select(report => FactOf(report, story, step))];
                int[] twice = [.. Enumerable.Range(0, facts.Length), .. Enumerable.Range(0, facts.Length)];
                var shuffled = twice.Select((fact, i) => (fact, key: order.Item1[i])).OrderBy(
                    pair => pair.key).Select(pair => facts[pair.fact]);

                var straight = story.Decide(facts).Attempt(step);
                var other = story;
                var group = new List<Fact>();
                foreach (var (fact, i) in shuffled.Select((fact, i) => (fact, i)))
                {
                    group.Add(fact);
                    if (!order.Item2[i])
                        continue;
                    other = other.Unattended(1).Decide([.. group]);
                    group.Clear();
                }
                var shuffledAttempt = other.Decide([.. group]).Attempt(step);

                (shuffledAttempt.Status, shuffledAttempt.BestStatus, shuffledAttempt.Failure).Should().Be(
                    (straight.Status, straight.BestStatus, straight.Failure));
                shuffledAttempt.ProviderIds.Should().Equal(straight.ProviderIds);
            },
            iter: Times);
    }

    private static Fact FactOf((AttemptStatus Word, int At, AttemptError Error, string? Id, int Epoch) report, Story story, int step)
    {
        var at = A.Start.AddSeconds(report.At);
        return report switch
        {
            { Word: AttemptStatus.Accepted or AttemptStatus.Sent, Epoch: 1 or 2 } =>
                new Fact.CallEnded(step, report.Epoch, new CallResult.Accepted(report.Id ?? "d", report.Word), at),
            { Word: AttemptStatus.Rejected, Epoch: 1 or 2 } =>
                new Fact.CallEnded(step, report.Epoch, new CallResult.Rejected(report.Error), at),
            _ => A.Receipt(story.Message, step, report.Word, report.At == 6 ? null : at, report.Error, report.Id),
        };
    }
}
