using System.Text.Json;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Sending;
using FallbackOrchestrator.Subaccounts;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Sending;

/// <summary>8x8's LINE Official Notifications.</summary>
public sealed class LineNotificationParserTests
{
    private const string User = "\"user\":{\"msisdn\":\"+6591234567\"}";

    private static readonly Subaccount Whole = SendingWorld.HavingOnly(Channel.WhatsApp, Channel.LineNotification, Channel.Sms);

    private static ParsedSend Read(string json, Subaccount? subaccount = null) =>
        new LineNotificationParser(new SendRequestParser(new SendOptions(), _ => "must be called")).Read(
            JsonSerializer.Deserialize(json, SendJson.Default.LineNotificationRequest)!, subaccount ?? Whole, A.Time);

    private static ParsedSend ReadContent(string content) => Read($$"""{ {{User}}, "content": {{content}} }""");

    private static string[] Channels(ParsedSend read) =>
        [.. read.Message!.Message.Sequence.Steps.Select(step => step.Channel.Value)];

    [Fact]
    public void It_has_one_step_and_with_an_smsFallback_two_of_which_only_a_failure_starts_the_second()
    {
        var alone = Read($$"""{ {{User}}, "content": { "title": "Reminder" } }""");
        var both = Read($$"""{ {{User}}, "content": { "title": "Reminder" }, "smsFallback": { "text": "Remember", "source": "SHOP" } }""");

        Channels(alone).Should().Equal("LineNotification");
        Channels(both).Should().Equal("LineNotification", "SMS");
        both.Message!.Message.Sequence.WindowOf(1).Should().BeNull();
        both.Message.Content.For(1).Body.Should().BeOfType<ContentBody.Text>().Which.Value.Should().Be("Reminder");
        both.Message.Content.For(2).Body.Should().Be(new ContentBody.Text("Remember"));
        both.Message.Content.For(2).Sms!.Source.Should().Be("SHOP");
        alone.Warnings.Should().BeEmpty();
        both.Warnings.Should().ContainSingle().Which.Should().StartWith("smsFallback follows only if LINE does not take the message");
    }

    [Fact]
    public void The_subaccounts_own_sequence_is_not_used()
    {
        var read = Read(
            $$"""{ {{User}}, "content": { "title": "Reminder" } }""",
            Whole with { Sequence = [new SequenceEntry("WhatsApp", 60, null, null), new SequenceEntry("SMS", null, null, null)] });

        Channels(read).Should().Equal("LineNotification");
    }

    [Fact]
    public void Its_text_has_all_parts_in_order()
    {
        var read = ReadContent("""
            { "actions": [ { "title": "Way", "url": "https://shop.example/way" }, { "url": "tel:+6591234567" } ], "explanation": "It begins at nine.",
              "greeting": "Hello Ann", "list": [ { "label": "Seat: ", "content": "A-07" }, { "label": "Hall" }, { "content": "Free" } ],
              "emphasis": { "label": "Event", "content": "Conference" }, "company": "ACME", "title": "Reminder" }
            """);

        read.Message!.Content.Body.Should().BeOfType<ContentBody.Text>().Which.Value.Should().Be("""
            Reminder
            ACME

            Event: Conference
            Seat: A-07
            Hall
            Free

            Hello Ann

            It begins at nine.

            Way: https://shop.example/way
            tel:+6591234567: tel:+6591234567
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Its_parts_are_stored_and_read_back()
    {
        var content = ReadContent(
            """{ "title": "Reminder", "list": [ { "label": "Seat", "content": "A-07" } ], "actions": [ { "url": "https://shop.example/" } ] }""")
            .Message!.Content;
        var written = ContentJson.Write(content);

        var back = ContentJson.Read(written);

        ContentJson.Write(back).Should().Be(written);
        back.Body.Should().BeOfType<ContentBody.Text>().Which.Layout!.Items.Should().Equal(new NoticeItem("Seat", "A-07"));
    }

    [Theory]
    [InlineData("""{ }""", 3005, "'content.title'")]
    [InlineData("""{ "title": " ", "actions": [ { "title": "Way", "url": "https://shop.example/" } ] }""", 3005, "'content.title'")]
    [InlineData("""{ "title": "T", "list": [ null ] }""", 1000, "'content.list[0]'")]
    [InlineData("""{ "title": "T", "actions": [ null ] }""", 1000, "'content.actions[0]'")]
    [InlineData("""{ "title": "T", "actions": [ { "title": "Way" } ] }""", 1000, "'content.actions[0].url'")]
    [InlineData("""{ "title": "T", "actions": [ { "url": "javascript:alert(1)" } ] }""", 1000, "'content.actions[0].url'")]
    public void A_wrong_content_names_its_field(string content, int code, string field)
    {
        var problem = ReadContent(content).Problem!;

        problem.Code.Should().Be(code);
        problem.Message.Should().Contain(field);
    }

    [Fact]
    public void Its_texts_may_have_500_characters_together()
    {
        static ParsedSend OfLength(int length) => ReadContent($$"""{ "title": "{{new string('x', length)}}" }""");

        OfLength(500).Problem.Should().BeNull();
        OfLength(501).Problem!.Code.Should().Be(3006);
        OfLength(501).Problem!.Message.Should().Contain("'content' may have 500 characters");
    }

    [Theory]
    [InlineData("""{ }""", 3005, "'smsFallback.text'")]
    [InlineData("""{ "text": "x", "encoding": "ASCII" }""", 1003, "'smsFallback.encoding'")]
    [InlineData("""{ "text": "x", "source": "12345678901234567" }""", 3011, "'smsFallback.source'")]
    public void A_wrong_smsFallback_names_its_field(string sms, int code, string field)
    {
        var problem = Read($$"""{ {{User}}, "content": { "title": "T" }, "smsFallback": {{sms}} }""").Problem!;

        problem.Code.Should().Be(code);
        problem.Message.Should().Contain(field);
    }

    [Fact]
    public void An_SMS_may_have_as_many_characters_as_in_any_Send() =>
        Read($$"""{ {{User}}, "content": { "title": "T" }, "smsFallback": { "text": "{{new string('x', 35_001)}}" } }""")
            .Problem!.Code.Should().Be(3017);

    [Theory]
    [InlineData("""{ "content": { "title": "T" } }""", 3001)]
    [InlineData("""{ "user": { }, "content": { "title": "T" } }""", 3002)]
    [InlineData("""{ "user": { "lineUserId": "U4af4980629aabbccddeeff0011223344" }, "content": { "title": "T" } }""", 3002)]
    [InlineData("""{ "user": { "msisdn": "+65" }, "content": { "title": "T" } }""", 1002)]
    [InlineData("""{ "user": { "msisdn": "+6591234567" } }""", 3004)]
    [InlineData("""{ "user": { "msisdn": "+6591234567" }, "content": { "title": "T" }, "dlrCallbackUrl": "https://shop.example" }""", 3020)]
    public void A_wrong_request_has_the_code_of_a_Send(string json, int code) => Read(json).Problem!.Code.Should().Be(code);

    [Fact]
    public void A_channel_that_is_not_configured_is_named()
    {
        const string Body = $$"""{ {{User}}, "content": { "title": "T" }, "smsFallback": { "text": "x" } }""";

        var noLine = Read(Body, SendingWorld.HavingOnly(Channel.Sms)).Problem!;
        var noSms = Read(Body, SendingWorld.HavingOnly(Channel.LineNotification)).Problem!;

        noLine.Code.Should().Be(3027);
        noLine.Message.Should().Contain("LineNotification is not configured").And.Contain("which has SMS");
        noSms.Code.Should().Be(3027);
        noSms.Message.Should().Contain("'smsFallback': SMS is not configured");
    }
}
