using FallbackOrchestrator.Sending;

namespace FallbackOrchestrator.UnitTests.Sending;

/// <summary>The warnings of a batch's response about messages that it does not list.</summary>
public class BatchWarningsTests
{
    [Fact]
    public void A_warning_is_returned_once_with_the_first_message_and_the_number_of_others() =>
        BatchWarnings.Of([[], ["late"], ["late", "odd"], ["late"]])
            .Should().Equal("messages[1] and 2 more: late", "messages[2]: odd");

    [Fact]
    public void Of_many_warnings_the_first_are_returned_and_the_others_counted()
    {
        var warnings = BatchWarnings.Of(Enumerable.Range(0, 50).Select(i => new[] { $"number {i}" }));

        warnings.Should().HaveCount(21);
        warnings[0].Should().Be("messages[0]: number 0");
        warnings[^1].Should().StartWith("30 more warnings");
    }

    [Fact]
    public void Without_warnings_there_is_no_list() => BatchWarnings.Of([[], []]).Should().BeEmpty();
}
