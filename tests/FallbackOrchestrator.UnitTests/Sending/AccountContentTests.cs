using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Sending;

namespace FallbackOrchestrator.UnitTests.Sending;

/// <summary>
/// An account may be unable to send what its channel carries. Then its step has another content, by the rule for contents that a channel
/// does not carry, and Send says so.
/// </summary>
public sealed class AccountContentTests
{
    private const string Question =
        """{"type":"button","body":{"text":"Come?"},"action":{"buttons":[{"type":"reply","reply":{"id":"y","title":"Yes"}}]}}""";

    private static ParsedSend Read(string rest, IChannelAdapter adapter, params Channel[] channels) => SendingWorld.Read(
        $$"""{"user":{"msisdn":"+6591234567"},{{rest}}}""", SendingWorld.Having(adapter, channels));

    [Fact]
    public void The_fallback_text_is_sent_instead()
    {
        var read = Read($$"""
            "type":"interactive","content":{"interactive":{{Question}},"fallbackText":"Will you come?"},
            "channels":[{"channel":"WhatsApp","fallbackAfter":60},{"channel":"SMS"}]
            """, new Unable(ContentKind.Interactive), Channel.WhatsApp, Channel.Sms);

        read.Message!.Content.For(1).Body.Should().Be(new ContentBody.Text("Will you come?"));
        read.Message.Content.Body.Should().BeOfType<ContentBody.Interactive>("the message itself is as it was sent");
        read.Warnings.Should().Equal("channels[0] (WhatsApp): no Interactive here; fallbackText is sent");
    }

    [Fact]
    public void Else_the_text_of_the_content_is_sent()
    {
        var read = Read($$"""
            "type":"interactive","content":{"interactive":{{Question}}},"channels":[{"channel":"WhatsApp"}]
            """, new Unable(ContentKind.Interactive), Channel.WhatsApp);

        read.Message!.Content.For(1).Body.Should().Be(new ContentBody.Text("Come?"));
        read.Warnings.Should().Equal("channels[0] (WhatsApp): no Interactive here; only its text, caption or link is sent");
    }

    [Fact]
    public void S5_Else_the_step_is_skipped_and_a_message_without_another_step_is_refused()
    {
        const string Template = """ "type":"template","content":{"template":{"name":"n","language":"en"},"sms":{"encoding":"AUTO"}} """;
        var unable = new Unable(ContentKind.Template);

        var both = Read($$"""
            {{Template}},
            "channels":[{"channel":"WhatsApp","fallbackAfter":60},{"channel":"SMS","type":"text","content":{"text":"Hi"} }]
            """, unable, Channel.WhatsApp, Channel.Sms);
        var alone = Read($$"""{{Template}},"channels":[{"channel":"WhatsApp"}]""", unable, Channel.WhatsApp);

        both.Message!.Message.Sequence[1].CannotApply!.Text.Should().Be("no Template here");
        both.Warnings.Should().Contain("channels[0] (WhatsApp) is skipped: no Template here");
        alone.Problem!.Message.Should().Contain("no Template here");
    }

    [Fact]
    public void What_an_account_leaves_out_causes_a_warning()
    {
        var read = Read("""
            "type":"file","content":{"url":"https://cdn.example/1.pdf","text":"Look"},"channels":[{"channel":"WhatsApp"}]
            """, new Unable(ContentKind.Interactive), Channel.WhatsApp);

        read.Message!.Content.Steps.Should().BeNull();
        read.Warnings.Should().Equal("channels[0] (WhatsApp): no caption here");
    }

    [Fact]
    public void Direct_Send_is_left_out_where_the_provider_does_not_have_it()
    {
        var read = Read("""
            "type":"text","content":{"text":"Hello","whatsApp":{"directSend":{"category":"utility","ttlSeconds":600}}},
            "channels":[{"channel":"WhatsApp","fallbackAfter":60},{"channel":"SMS"}]
            """, new Unable(ContentKind.Interactive), Channel.WhatsApp, Channel.Sms);

        read.Message!.Content.For(1).DirectSend.Should().BeNull();
        read.Warnings.Should().Equal("channels[0] (WhatsApp): whatsApp.directSend is not used: Acme does not have it");
    }

    [Fact]
    public void A_person_with_a_user_id_only_has_no_address_where_the_provider_takes_numbers_only()
    {
        const string Send = """{"user":{"channelUserId":"US.1349"},"type":"text","content":{"text":"Hello"},"channels":[{"channel":"WhatsApp"}]}""";

        SendingWorld.Read(Send, SendingWorld.Having(new Unable(ContentKind.Interactive), Channel.WhatsApp)).Problem!.Code.Should().Be(3002);
        SendingWorld.Read(Send).Problem.Should().BeNull();
    }

    /// <summary>An adapter that cannot send one kind of content, and no captions.</summary>
    private sealed record Unable(ContentKind Kind) : IChannelAdapter
    {
        public AdapterCapabilities Traits { get; } = new(SuccessStatus.Read) { Addressing = AccountAddressing.NumbersOnly };

        public string? WhyNot(ContentBody body) => body.Kind == Kind ? $"no {Kind} here" : null;

        public string? Loss(ContentBody body) => body.Caption is null ? null : "no caption here";

        public HttpRequestMessage WriteCall(Handover handover) => throw new NotSupportedException();

        public CallResult ReadResponse(ProviderResponse response) => throw new NotSupportedException();

        public ReceiptParseResult ReadReceipts(ReceiptRequest request) => throw new NotSupportedException();
    }
}
