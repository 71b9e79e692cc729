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
    [InlineData("\"sequence\":\"promo\"", "\"channels\":[{\"channel\":\"WhatsApp\"}]", "WhatsApp")]
    [InlineData("\"channels\":[{\"channel\":\"WhatsApp\"}]", "\"sequence\":\"promo\"", "Viber SMS")]
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
