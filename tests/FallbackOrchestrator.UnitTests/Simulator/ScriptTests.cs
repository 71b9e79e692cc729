using FallbackOrchestrator.Simulator;

namespace FallbackOrchestrator.UnitTests.Simulator;

public sealed class ScriptTests
{
    [Theory]
    [InlineData("+99902")]
    [InlineData("99902")]
    [InlineData("whatsapp:+99902")]
    [InlineData("+9990200000000")]
    public void Every_spelling_of_a_number_has_the_same_script(string number) =>
        Script.For(number, SimulatedChannel.WhatsApp).Receipts.Should().Equal(SimulatedStatus.Sent);

    [Fact]
    public void Each_channel_reads_its_own_digit()
    {
        Script.For("+9990123", SimulatedChannel.WhatsApp).Receipts.Should().BeEmpty();
        Script.For("+9990123", SimulatedChannel.Viber).Receipts.Should().Equal(SimulatedStatus.Sent);
        Script.For("+9990123", SimulatedChannel.Sms).Receipts.Should().Equal(SimulatedStatus.Sent, SimulatedStatus.Delivered);
    }

    [Fact]
    public void A_digit_that_is_missing_counts_as_4() =>
        Script.For("+99901", SimulatedChannel.Viber).Receipts.Should().Equal(
            SimulatedStatus.Sent, SimulatedStatus.Delivered, SimulatedStatus.Read);

    [Fact]
    public void No_channel_reports_more_than_its_best_status()
    {
        Script.For("+9990", SimulatedChannel.Sms).Receipts.Should().Equal(SimulatedStatus.Sent, SimulatedStatus.Delivered);
        Script.For("+9990", SimulatedChannel.Line).Receipts.Should().Equal(SimulatedStatus.Sent);
        Script.For("+9990449", SimulatedChannel.Sms).Receipts.Should()
            .Equal(SimulatedStatus.Delivered, SimulatedStatus.Sent, SimulatedStatus.Delivered, SimulatedStatus.Sent);
    }

    [Fact]
    public void A_number_without_a_script_is_delivered_but_on_Viber_only_sent()
    {
        Script.For("+447700900123", SimulatedChannel.WhatsApp).Receipts.Should().EndWith([SimulatedStatus.Delivered]);
        Script.For("+447700900123", SimulatedChannel.Viber).Receipts.Should().Equal(SimulatedStatus.Sent);
        Script.For("+447700900123", SimulatedChannel.Sms).Receipts.Should().EndWith([SimulatedStatus.Delivered]);
    }
}
