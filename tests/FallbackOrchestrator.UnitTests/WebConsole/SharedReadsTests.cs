using FallbackOrchestrator.WebConsole;
using Microsoft.Extensions.Time.Testing;

namespace FallbackOrchestrator.UnitTests.WebConsole;

public class SharedReadsTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private int _reads;

    [Fact]
    public async Task Pages_share_a_response_of_the_same_key_until_it_is_too_old()
    {
        var shared = new SharedReads(_time);

        (await ReadAsync(shared, "key", "/a")).Should().Be("1");
        (await ReadAsync(shared, "key", "/a")).Should().Be("1");
        (await ReadAsync(shared, "another key", "/a")).Should().Be("2");
        (await ReadAsync(shared, "key", "/b")).Should().Be("3");
        _time.Advance(Second);
        (await ReadAsync(shared, "key", "/a")).Should().Be("4");
    }

    [Fact]
    public async Task A_response_that_nobody_asks_for_any_more_is_not_kept()
    {
        var shared = new SharedReads(_time);
        var kept = await KeepAsync(shared);
        _time.Advance(TimeSpan.FromSeconds(11));
        await ReadAsync(shared, "key", "/another");

        GC.Collect();
        kept.IsAlive.Should().BeFalse();
    }

    // Of its own, so that no local variable keeps the response.
    private static async Task<WeakReference> KeepAsync(SharedReads shared)
    {
        var response = await shared.GetAsync("key", "/large", Second, () => Task.FromResult(ApiResult<object>.Done(new object())));
        return new WeakReference(response.Value);
    }

    private async Task<string?> ReadAsync(SharedReads shared, string key, string path) => (await shared.GetAsync(
        key, path, Second, () => Task.FromResult(ApiResult<string>.Done($"{++_reads}")))).Value;
}
