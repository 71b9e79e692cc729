using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.UnitTests.Channels;

public sealed class ErrorTextRedactorTests
{
    private static readonly ErrorTextRedactor Words = new("s3cret", null, "");

    [Theory]
    [InlineData("to +447700900123 failed", "to +… failed")]
    [InlineData("to +44 7700 900-123 failed", "to +… failed")]
    [InlineData("to (44) 7700.900.123", "to (…")]
    [InlineData("(#131026) Message undeliverable", "(#131026) Message undeliverable")]
    [InlineData("(#2593107) Limit reached", "(#2593107) Limit reached")]
    [InlineData("(#131026) 447700900123", "(#131026) …")]
    [InlineData("(#447700900123) is no code", "(#…) is no code")]
    [InlineData("(131026) is no code", "(…) is no code")]
    [InlineData("error 21211 of 12345", "error 21211 of 12345")]
    [InlineData("bad token s3cret!", "bad token …!")]
    [InlineData(" ", null)]
    [InlineData(null, null)]
    public void Numbers_and_secrets_are_removed_and_a_providers_code_is_not(string? text, string? kept) =>
        Words.Redact(text).Should().Be(kept);
}
