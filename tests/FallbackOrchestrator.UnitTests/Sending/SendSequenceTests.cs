using System.Text.Json;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Sending;
using FallbackOrchestrator.Subaccounts;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Sending;

/// <summary>Which steps a message gets.</summary>
public class SendSequenceTests
{
    [Theory]
    [InlineData("TEXT", """{"text":"Hello","unheard":{"of":1}}""")]
    [InlineData("richcard", """{"richCard":{"cardOrientation":"VERTICAL","media":{"height":"Tall","contentInfo":{"fileUrl":"https://cdn.example/1"}}},"fallbackText":"Hi"}""")]
    [InlineData("rich_card", """{"richCard":{"cardOrientation":"Vertical","media":{"contentInfo":{"fileUrl":"https://cdn.example/1"}}},"fallbackText":"Hi"}""")]
    [InlineData("Template", """{"template":{"name":"n","language":"en","components":[{"type":"BUTTON","subType":"quick_reply","index":"2","parameters":[{"type":"PAYLOAD","payload":"x"}]}]}}""")]
    [InlineData("Interactive", """{"interactive":{"type":"LOCATION_REQUEST_MESSAGE","header":{"type":"Text","text":{"text":"Hello"}},"body":{"text":"Where?"}}}""")]
    [InlineData("text", """{"text":"Hello","sms":{"encoding":"unicode","source":"+1234567890123456"}}""")]
    [InlineData("text", """{"text":"Hello","sms":{"encoding":"","source":""}}""")]
    public void What_clients_are_known_to_write_is_accepted(string type, string content) =>
        SendingWorld.ReadContent(type, content).Problem.Should().BeNull();

    [Theory]
    [InlineData("image", """{"url":"https://cdn.example/1"}""", "channels[1] (SMS): the channel does not carry Image content; only its text, caption or link is sent")]
    [InlineData("text", """{"text":"Hello","sms":{"source":"Shop!"}}""", "channels[1] (SMS): the sender ID (sms.source) holds more than letters, digits and spaces: operators may replace it")]
    [InlineData("text", """{"text":"Привет","sms":{"encoding":"GSM7"}}""", "channels[1] (SMS): the text has characters that GSM7 has not, so it is sent as UCS2")]
    public void Valid_but_surprising_requests_cause_warnings(string type, string content, string warning) =>
        SendingWorld.ReadContent(type, content).Warnings.Should().Equal(warning);

    private static Subaccount Shop => SendingWorld.HavingOnly(Channel.WhatsApp, Channel.Viber, Channel.Sms, Channel.Line) with
    {
        Sequences = new Dictionary<string, IReadOnlyList<SequenceEntry>>
        {
            ["promo"] = [new SequenceEntry("Viber", 60), new SequenceEntry("SMS")],
            ["urgent"] = [new SequenceEntry("SMS")],
        },
    };

    private static string Text(string more) =>
        $$"""{"user":{"msisdn":"+6591234567"},"type":"text","content":{"text":"Hello"}{{(more.Length > 0 ? "," : "")}}{{more}}}""";

    private static IEnumerable<string> Channels(ParsedSend read) => read.Message!.Message.Sequence.Steps.Select(step => step.Channel.Value);

    [Fact]
    public void A_step_may_have_its_own_content()
    {
        var content = SendingWorld.ReadText("""
            "channels":[{"channel":"WhatsApp","fallbackAfter":60,"type":"image","content":{"url":"https://cdn.example/1","text":"Look"}},
                        {"channel":"SMS","content":{"text":"In words"}}]
            """).Message!.Content;

        content.Body.Should().Be(new ContentBody.Text("Hello"));
        content.For(1).Body.Should().Be(new ContentBody.Image(new Uri("https://cdn.example/1")) { Caption = "Look" });
        content.For(2).Body.Should().Be(new ContentBody.Text("In words"));
    }

    [Fact]
    public void A_step_that_cannot_carry_the_content_is_left_out_with_a_warning()
    {
        var read = SendingWorld.Read("""
            {"user":{"msisdn":"+6591234567"},"type":"template","content":{"template":{"name":"n","language":"en"}},
             "channels":[{"channel":"Viber","fallbackAfter":60},{"channel":"WhatsApp"}]}
            """);

        read.Message!.Message.Sequence[1].CannotApply!.Text.Should().Be("the channel does not carry Template content");
        read.Message.Message.Sequence[2].CannotApply.Should().BeNull();
        read.Warnings.Should().Equal("channels[0] (Viber) is skipped: the channel does not carry Template content");
    }

    [Fact]
    public void A_sequence_that_can_carry_nothing_is_refused_naming_its_channels()
    {
        var problem = SendingWorld.Read("""
            {"user":{"msisdn":"+6591234567"},"type":"template","content":{"template":{"name":"n","language":"en"}},
             "channels":[{"channel":"Viber","fallbackAfter":60},{"channel":"SMS"}]}
            """).Problem;

        problem!.Code.Should().Be(3010);
        problem.Message.Should().Contain("Viber: the channel does not carry Template content").And.Contain("SMS:");
    }

    [Fact]
    public void A_send_may_name_one_of_the_subaccounts_sequences() => Channels(SendingWorld.Read(Text("\"sequence\":\"promo\""), Shop))
        .Should().Equal("Viber", "SMS");

    [Fact]
    public void A_sequence_that_the_subaccount_does_not_have_is_refused_and_those_that_it_has_are_named()
    {
        var problem = SendingWorld.Read(Text("\"sequence\":\"Promo\""), Shop).Problem;

        problem!.Code.Should().Be(1000);
        problem.Message.Should().Contain("'sequence'").And.Contain("promo, urgent");
    }

    [Fact]
    public void Channels_are_used_instead_of_a_sequence_with_a_warning()
    {
        var read = SendingWorld.Read(Text("\"sequence\":\"promo\",\"channels\":[{\"channel\":\"WhatsApp\"}]"), Shop);

        Channels(read).Should().Equal("WhatsApp");
        read.Warnings.Should().Contain("sequence is not used: channels overrides it");
    }

    [Theory]
    [InlineData("", "", "WhatsApp")]
    [InlineData("\"sequence\":\"promo\"", "", "Viber SMS")]
    [InlineData("\"sequence\":\"promo\"", "\"sequence\":\"urgent\"", "SMS")]
    [InlineData("\"sequence\":\"promo\"", "\"channels\":[{\"channel\":\"Line\"}]", "Line")]
    [InlineData("\"channels\":[{\"channel\":\"Line\"}]", "\"sequence\":\"promo\"", "Viber SMS")]
    public void A_message_of_a_batch_that_names_channels_or_a_sequence_keeps_them(string template, string message, string channels)
    {
        var request = JsonSerializer.Deserialize(
            $"{{\"template\":{{{template}}},\"messages\":[{Text(message)}]}}", SendJson.Default.BatchRequest)!;

        var read = new SendRequestParser(new SendOptions(), _ => null).Read(request.Template!.Complete(request.Messages![0]), Shop, A.Time);

        Channels(read).Should().Equal(channels.Split(' '));
    }

    [Theory]
    [InlineData(true, "\"channels\":[{\"channel\":\"Viber\"}]", "Viber SMS")]
    [InlineData(true, "", "WhatsApp SMS")]
    [InlineData(true, "\"channels\":[{\"channel\":\"SMS\"}]", "SMS")]
    [InlineData(true, "\"channels\":[{\"channel\":\"Viber\",\"fallbackAfter\":60},{\"channel\":\"Line\"}]", "Viber Line")]
    [InlineData(false, "\"channels\":[{\"channel\":\"Viber\"}]", "Viber")]
    public void S11_Fallback_text_brings_an_SMS_step_where_the_subaccount_wants_it(bool wanted, string more, string channels)
    {
        var subaccount = Shop with { AppendsSms = wanted };

        Channels(SendingWorld.Read(Text(more).Replace("\"Hello\"", "\"Hello\",\"fallbackText\":\"Hi\""), subaccount)).Should().Equal(
            channels.Split(' '));
    }
}
