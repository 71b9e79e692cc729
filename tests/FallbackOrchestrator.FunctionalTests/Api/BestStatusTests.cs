using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Sending;
using FallbackOrchestrator.Sending.Contents;
using FallbackOrchestrator.Subaccounts;

namespace FallbackOrchestrator.FunctionalTests.Api;

/// <summary>
/// All channels of Development report at least Delivered, so the codes for other channels are tested at the parser.
/// </summary>
public sealed class BestStatusTests
{
    [Theory]
    [InlineData(SuccessStatus.Sent, "Read", 3026)]
    [InlineData(SuccessStatus.Sent, "Delivered", 3025)]
    [InlineData(SuccessStatus.Accepted, "Sent", 3024)]
    public void A_status_beyond_the_channels_best_is_refused_by_the_code_of_that_status(SuccessStatus best, string asked, int code)
    {
        var read = Read(best, asked);

        read.Message.Should().BeNull();
        read.Problem!.Code.Should().Be(code);
        read.Problem.Message.Should().Contain("channels[0].successStatus").And.Contain($"Line reports {best} at best");
    }

    [Fact]
    public void Without_a_status_the_channels_best_is_used() =>
        Read(SuccessStatus.Sent, null).Message!.Message.Sequence[1].Success.Should().Be(SuccessStatus.Sent);

    private static ParsedSend Read(SuccessStatus best, string? asked)
    {
        var account = new ChannelAccount(new ChannelAccountId("line-stub"), Channel.Line, "Stub", new Stub(best), new AccountLimits());
        var request = new SendRequest
        {
            User = new RequestedUser { LineUserId = "U4af4980629000000000000000000000a" },
            Type = "text",
            Content = new RequestedContent { Text = "Hello" },
            Channels = [new RequestedStep { Channel = "Line", SuccessStatus = asked }],
        };
        return new SendRequestParser(new SendOptions(), _ => null).Read(
            request,
            new Subaccount(new SubaccountId("demo"), default, [account], [], null, MayResend: true),
            new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
    }

    private sealed class Stub(SuccessStatus best) : IChannelAdapter
    {
        public AdapterCapabilities Traits { get; } = new(best);

        public HttpRequestMessage WriteCall(Handover handover) => throw new NotSupportedException();

        public CallResult ReadResponse(ProviderResponse response) => throw new NotSupportedException();

        public ReceiptParseResult ReadReceipts(ReceiptRequest request) => throw new NotSupportedException();
    }
}
