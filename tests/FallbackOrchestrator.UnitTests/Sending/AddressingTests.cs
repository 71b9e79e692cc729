using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.UnitTests.Sending;

/// <summary>Two accounts of one channel: one takes numbers, one user ids.</summary>
public sealed class AddressingTests
{
    private const string Subscriber = "\"channelUserId\":\"K917PBuvPZmhKfb8Vw3b2Q==\"";
    private const string Number = "\"msisdn\":\"+447700900123\"";

    private static string Accounts(string user, string more = "", SuccessStatus bestOfBot = SuccessStatus.Read)
    {
        var subaccount = SendingWorld.HavingOnly(Channel.Viber);
        var read = SendingWorld.Read(
            $$"""{"user":{ {{user}} },"type":"text","content":{"text":"Hello"},"channels":[{"channel":"Viber"{{more}}}]}""",
            subaccount with
            {
                Accounts = [Account("by-number", AccountAddressing.NumbersOnly), Account("bot", AccountAddressing.UserIdsOnly, bestOfBot)],
            });
        return read.Message is { } message ? message.Message.Sequence[1].Account.Value : $"{read.Problem!.Code}";
    }

    private static ChannelAccount Account(string id, AccountAddressing addressing, SuccessStatus best = SuccessStatus.Read) =>
        new(new ChannelAccountId(id), Channel.Viber, "Acme", new Addressing(addressing, best), new AccountLimits());

    [Theory]
    [InlineData(Number, "by-number")]
    [InlineData(Subscriber, "bot")]
    [InlineData($"{Number},{Subscriber}", "by-number")]
    public void S5_The_first_account_that_can_address_the_person_has_the_step(string user, string account) =>
        Accounts(user).Should().Be(account);

    [Fact]
    public void S5_An_account_that_the_step_names_keeps_it() =>
        Accounts(Subscriber, ",\"channelId\":\"by-number\"").Should().Be("3002");

    [Fact]
    public void S5_An_account_that_reports_too_little_does_not_get_it() =>
        Accounts(Subscriber, ",\"successStatus\":\"Delivered\"", SuccessStatus.Sent).Should().Be("3002");

    private sealed record Addressing(AccountAddressing Taken, SuccessStatus Best) : IChannelAdapter
    {
        public AdapterCapabilities Traits { get; } = new(Best) { Addressing = Taken };

        public HttpRequestMessage WriteCall(Handover handover) => throw new NotSupportedException();

        public CallResult ReadResponse(ProviderResponse response) => throw new NotSupportedException();

        public ReceiptParseResult ReadReceipts(ReceiptRequest request) => throw new NotSupportedException();
    }
}
