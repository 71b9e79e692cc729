using FallbackOrchestrator.WebConsole.Parts;

namespace FallbackOrchestrator.UnitTests.WebConsole;

public class ConsolePageTests
{
    [Fact]
    public async Task Reads_of_a_page_do_not_overtake_each_other_and_those_that_wait_are_one()
    {
        using var page = new Page();
        var first = page.ShowAsync();
        var second = page.ShowAsync();
        var third = page.ShowAsync();
        page.Reads.Should().HaveCount(1, "the others wait");

        page.Reads[0].SetResult();
        await first;
        await page.HasBegun(2);
        third.Should().BeSameAs(second);
        second.IsCompleted.Should().BeFalse("it shows what is read after it was asked for");

        page.Reads[1].SetResult();
        await second;
        page.Reads.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_read_that_fails_does_not_hold_up_the_next_one()
    {
        using var page = new Page();
        var first = page.ShowAsync();
        var second = page.ShowAsync();

        page.Reads[0].SetException(new InvalidOperationException("read"));
        await first.Awaiting(read => read).Should().ThrowAsync<InvalidOperationException>();
        await page.HasBegun(2);
        page.Reads[1].SetResult();
        await second;
    }

    [Fact]
    public async Task After_a_page_was_closed_nothing_is_read_and_its_token_can_still_be_asked()
    {
        var page = new Page();
        page.Dispose();

        await page.ShowAsync();
        page.Reads.Should().BeEmpty();
        page.IsClosed.Should().BeTrue();
    }

    private sealed class Page : ConsolePage
    {
        private readonly Dictionary<int, TaskCompletionSource> _begun = Enumerable.Range(1, 3).ToDictionary(
            number => number, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

        public List<TaskCompletionSource> Reads { get; } = [];

        public bool IsClosed => Closed.IsCancellationRequested;

        public Task ShowAsync() => RefreshAsync();

        public Task HasBegun(int number) => _begun[number].Task;

        protected override Task ReadAsync()
        {
            Reads.Add(new TaskCompletionSource());
            _begun[Reads.Count].SetResult();
            return Reads[^1].Task;
        }
    }
}
