using FallbackOrchestrator.WebConsole;

namespace FallbackOrchestrator.UnitTests.WebConsole;

public class OpenPagesTests
{
    [Fact]
    public void A_key_opens_a_limited_number_of_pages_and_another_key_is_not_affected()
    {
        var pages = new OpenPages();
        Enumerable.Range(0, OpenPages.Most).Should().OnlyContain(_ => pages.TryOpen("one"));

        pages.TryOpen("one").Should().BeFalse();
        pages.TryOpen("other").Should().BeTrue();

        pages.Close("one");
        pages.TryOpen("one").Should().BeTrue();
        pages.TryOpen("one").Should().BeFalse();
    }
}
