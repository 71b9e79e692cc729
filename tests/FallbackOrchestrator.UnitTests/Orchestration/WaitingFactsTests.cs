using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;

namespace FallbackOrchestrator.UnitTests.Orchestration;

/// <summary>Which messages have facts that are not decided yet.</summary>
public sealed class WaitingFactsTests
{
    private static readonly Umid One = new(new Guid(1, 0, 0, new byte[8]));
    private static readonly Umid Other = new(new Guid(2, 0, 0, new byte[8]));

    private readonly WaitingFacts _facts = new();

    [Fact]
    public void A_message_has_facts_until_all_of_them_are_decided()
    {
        _facts.Add(One);
        _facts.Add(One);
        _facts.Remove(One);
        _facts.Any(One).Should().BeTrue();
        _facts.Any(Other).Should().BeFalse();

        _facts.Remove(One);

        _facts.Any(One).Should().BeFalse();
        _facts.Remove(One);
        _facts.Add(One);
        _facts.Any(One).Should().BeTrue();
    }

    [Fact]
    public async Task None_is_lost_between_threads()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                _facts.Add(One);
                _facts.Any(One).Should().BeTrue();
                _facts.Remove(One);
            }
        })));

        _facts.Any(One).Should().BeFalse();
    }
}
