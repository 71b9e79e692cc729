using System.Text.Json;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Subaccounts;

namespace FallbackOrchestrator.UnitTests.Messages;

public class EnumTextTests
{
    [Fact]
    public void A_value_is_written_in_camel_case_and_read_back()
    {
        EnumText.Of(MessageState.InProgress).Should().Be("inProgress");
        EnumText.Parse<MessageState>("inProgress").Should().Be(MessageState.InProgress);
    }

    [Fact]
    public void A_stored_text_that_is_unknown_is_an_error() =>
        FluentActions.Invoking(() => EnumText.Parse<MessageState>("InProgress")).Should().Throw<KeyNotFoundException>();

    [Theory]
    [InlineData("inProgress")]
    [InlineData("IN_PROGRESS")]
    [InlineData(" inprogress ")]
    public void People_may_write_a_name_in_any_case_and_with_underscores(string name) =>
        EnumText.ParseOrNull<MessageState>(name).Should().Be(MessageState.InProgress);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("+1")]
    [InlineData("scheduled,completed")]
    [InlineData("won")]
    public void A_number_a_list_or_an_unknown_name_is_no_value(string? name) => EnumText.ParseOrNull<MessageState>(name).Should().BeNull();

    [Fact]
    public void An_error_lists_the_names_as_the_API_publishes_them()
    {
        EnumText.OneOf<MessageState>().Should().Be("scheduled, inProgress or completed");
        EnumText.OneOf<SuccessStatus>(naming: null).Should().Be("Accepted, Sent, Delivered or Read");
        EnumText.OneOf(
            JsonNamingPolicy.SnakeCaseLower, MessageState.InProgress, MessageState.Completed).Should().Be("in_progress or completed");
        EnumText.OneOf(naming: null, MessageState.Completed).Should().Be("Completed");
    }

    [Fact]
    public void A_declared_name_takes_precedence() => EnumText.Of(Scopes.MessagesSend).Should().Be("messages:send");
}
