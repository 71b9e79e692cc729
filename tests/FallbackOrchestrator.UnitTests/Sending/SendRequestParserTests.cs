using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Subaccounts;

namespace FallbackOrchestrator.UnitTests.Sending;

public class SendRequestParserTests
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
    [InlineData("\"dlrCallbackUrl\":\"/hook\"", 3020, "dlrCallbackUrl")]
    [InlineData("\"dlrCallbackUrl\":\"shop.example/hook\"", 3020, "dlrCallbackUrl")]
    [InlineData("\"dlrCallbackUrl\":\"ftp://shop.example/hook\"", 3020, "dlrCallbackUrl")]
    [InlineData("\"dlrCallbackUrl\":\"http://shop.example/hook\"", 3020, "dlrCallbackUrl")]
    [InlineData("\"dlrCallbackUrl\":\"https://10.0.0.7/hook\"", 3020, "dlrCallbackUrl")]
    [InlineData("\"context\":{}", 3029, "context.umid")]
    [InlineData("\"context\":{\"umid\":\"x\"}", 1000, "context.umid")]
    [InlineData("\"channels\":[null]", 3022, "channels[0].channel")]
    [InlineData("\"channels\":[{\"channel\":\"Pigeon\"}]", 3022, "channels[0].channel")]
    [InlineData("\"channels\":[{\"channel\":\"SMS\",\"fallbackAfter\":\"soon\"}]", 3023, "channels[0].fallbackAfter")]
    [InlineData("\"channels\":[{\"channel\":\"SMS\",\"successStatus\":\"Eaten\"}]", 3024, "channels[0].successStatus")]
    [InlineData("\"channels\":[{\"channel\":\"SMS\",\"successStatus\":\"2\"}]", 3024, "channels[0].successStatus")]
    [InlineData("\"channels\":[{\"channel\":\"SMS\",\"successStatus\":\"Read\"}]", 3026, "channels[0].successStatus")]
    [InlineData("\"channels\":[{\"channel\":\"SMS\"},{\"channel\":\"SMS\"}]", 3051, "channels[1].channelId")]
    [InlineData("\"channels\":[{\"channel\":\"SMS\",\"content\":{}}]", 3005, "channels[0].content.text")]
    [InlineData("\"channels\":[{\"channel\":\"SMS\",\"type\":\"image\"}]", 3004, "channels[0].content")]
    [InlineData("\"channels\":[{\"channel\":\"SMS\",\"type\":\"hat\",\"content\":{}}]", 3010, "channels[0].type")]
    public void A_send_is_refused(string more, int code, string field)
    {
        var problem = SendingWorld.ReadText(more).Problem;

        problem.Should().NotBeNull();
        problem!.Code.Should().Be(code);
        problem.Message.Should().Contain($"'{field}'");
    }

    [Fact]
    public void The_address_for_status_webhooks_is_kept() =>
        SendingWorld.ReadText("\"dlrCallbackUrl\":\"https://shop.example/hook?a=1\"").Message!.ReceiptUrl
            .Should().Be(new Uri("https://shop.example/hook?a=1"));

    [Theory]
    [InlineData("60")]
    [InlineData("60.0")]
    [InlineData("6e1")]
    [InlineData("\"60\"")]
    [InlineData("\" 60.00 \"")]
    public void A_window_is_a_whole_number_however_it_is_written(string window)
    {
        var read = SendingWorld.ReadText($"\"channels\":[{{\"channel\":\"WhatsApp\",\"fallbackAfter\":{window}}},{{\"channel\":\"SMS\"}}]");

        read.Message!.Message.Sequence.WindowOf(1).Should().Be(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void A_quotation_is_stored_with_a_warning_that_it_is_not_sent()
    {
        var read = SendingWorld.ReadText("\"context\":{\"umid\":\"aa7c29ad-4433-2211-9c8b-00004e2b9ecc\"}");

        read.Message!.Content.ReplyTo.Should().Be(new Umid(Guid.Parse("aa7c29ad-4433-2211-9c8b-00004e2b9ecc")));
    }

    [Fact]
    public void A_number_without_plus_or_country_is_read_as_an_international_one_with_a_warning()
    {
        var read = SendingWorld.Read("""{"user":{"msisdn":" 65 9123 4567 "},"type":"text","content":{"text":"Hello"}}""");

        read.Message!.Recipient.Msisdn!.Value.Value.Should().Be("+6591234567");
        read.Warnings.Should().Equal(
            "user.msisdn has no + and there is no user.country, so it was taken for the international number +6591234567");
    }

    [Fact]
    public void A_template_goes_over_Viber_as_its_fallback_text()
    {
        var read = SendingWorld.Read("""
            {"user":{"msisdn":"+6591234567"},"type":"template","content":{"template":{"name":"n","language":"en"},"fallbackText":"Your code: 1234"},
             "channels":[{"channel":"Viber"}]}
            """);

        read.Warnings.Should().BeEmpty("this is what was asked for");
        ContentRules.Fit(read.Message!.Content.For(1), Channel.Viber.Name).Should().BeOfType<Fitting.Fits>()
            .Which.Body.Should().Be(new ContentBody.Text("Your code: 1234"));
    }

    [Fact]
    public void A_template_for_a_subaccount_without_a_channel_for_it_is_refused_as_such() => SendingWorld.Read(
            """{"user":{"msisdn":"+6591234567"},"type":"template","content":{"template":{"name":"n","language":"en"}}}""",
            SendingWorld.HavingOnly(Channel.Sms))
        .Problem!.Code.Should().Be(3035);

    [Fact]
    public void A_text_that_is_too_long_for_every_channel_is_refused_as_such()
    {
        var problem = SendingWorld.Read(
            $$"""{"user":{"msisdn":"+6591234567"},"type":"text","content":{"text":"{{new string('a', 1001)}}"} }""",
            SendingWorld.HavingOnly(Channel.Viber)).Problem;

        problem!.Code.Should().Be(3006);
        problem.Message.Should().Contain("'content.text' may have 1000 characters");
    }

    [Fact]
    public void A_person_without_a_number_cannot_be_sent_an_SMS() => SendingWorld.Read(
            """{"user":{"channelUserId":"US.1349"},"type":"text","content":{"text":"Hello"}}""", SendingWorld.HavingOnly(Channel.Sms))
        .Problem!.Code.Should().Be(3002);

    [Theory]
    [InlineData("image", """{"url":"https://cdn.example/1"}""", "channels[1] (SMS): the channel does not carry Image content; only its text, caption or link is sent")]
    [InlineData("text", """{"text":"Hello","sms":{"source":"Shop!"}}""", "channels[1] (SMS): the sender ID (sms.source) holds more than letters, digits and spaces: operators may replace it")]
    [InlineData("text", """{"text":"Привет","sms":{"encoding":"GSM7"}}""", "channels[1] (SMS): the text has characters that GSM7 has not, so it is sent as UCS2")]
    public void Valid_but_surprising_requests_cause_warnings(string type, string content, string warning) =>
        SendingWorld.ReadContent(type, content).Warnings.Should().Equal(warning);

    [Theory]
    [InlineData("+6591234567", true)]
    [InlineData("+65000000", false)]
    [InlineData("+9990223", false)]
    public void Only_numbers_that_can_have_been_assigned_are_taken_where_the_subaccount_wants_it(string number, bool taken)
    {
        var body = Text("").Replace("+6591234567", number);

        SendingWorld.Read(body, Shop).Problem.Should().BeNull();
        var code = SendingWorld.Read(body, Shop with { ChecksNumbers = true }).Problem?.Code;

        code.Should().Be(taken ? null : 1002);
    }

    [Theory]
    [InlineData("+49 (0)151 23456789", "0")]
    [InlineData("+490151 23456789", "0")]
    [InlineData("+44 (0)7700 900123", "0")]
    [InlineData("+7 8 (495) 123-45-67", "8")]
    [InlineData("+36 06 20 123 4567", "06")]
    [InlineData("+1 1 415 555 2671", "1")]
    [InlineData("+370 8 612 34567", "8")] // Lithuania has 0 and 8
    [InlineData("+375 8 029 123 45 67", "80")]
    [InlineData("+54 011 15 1234 5678", "0")] // and 15, which becomes a 9
    [InlineData("+55 0 15 11 3123 4567", "015")] // with the choice of a carrier
    [InlineData("+65 (0)9123 4567", "0")] // a country without such a prefix
    [InlineData("+65 0 9123 4567", "0")]
    [InlineData("+48 (0)512 345 678", "0")]
    [InlineData("+48 512 345 678", null)]
    [InlineData("+39 (0)6 1234 5678", null)]
    [InlineData("+54 9 11 1234 5678", null)]
    [InlineData("+86 138 0013 8000", null)]
    [InlineData("+65 8123 4567", null)]
    [InlineData("+7 812 123-45-67", null)] // Saint Petersburg
    [InlineData("+39 06 1234 5678", null)] // Rome: the 0 belongs to it
    [InlineData("+225 0712345678", null)] // Ivory Coast: likewise
    [InlineData("+5215512345678", null)] // Mexico's older form, which WhatsApp uses
    [InlineData("+65000000", null)] // of the published examples
    [InlineData("+9990333", null)] // of the simulator
    public void A_number_with_the_prefix_of_calls_within_its_country_is_refused(string number, string? prefix)
    {
        var problem = SendingWorld.Read(Text("").Replace("+6591234567", number, StringComparison.Ordinal)).Problem;

        (problem?.Code).Should().Be(prefix is null ? null : 1002);
        if (prefix is not null)
            problem!.Message.Should().Contain("'user.msisdn'").And.Contain($"the prefix {prefix} behind its country code");
    }

    [Fact]
    public void A_number_that_a_spreadsheet_made_a_decimal_one_is_refused()
    {
        foreach (var user in new[] { """{"msisdn":"+6591234567.0"}""", """{"msisdn":"6591234567.0"}""", """{"msisdn":"91234567.0","country":"SG"}""" })
        {
            var problem = SendingWorld.Read(Text("").Replace("""{"msisdn":"+6591234567"}""", user, StringComparison.Ordinal)).Problem!;

            problem.Code.Should().Be(1002);
            problem.Message.Should().Contain("ends in .0");
        }
    }

    [Theory]
    [InlineData("4915123456789", "DE", "+494915123456789", 49)]
    [InlineData("15123456789", "DE", "+4915123456789", null)]
    [InlineData("+4915123456789", "DE", "+4915123456789", null)]
    [InlineData("6591234567", "SG", "+6591234567", null)]
    [InlineData("7012345678", "KZ", "+77012345678", null)]
    public void A_national_number_that_may_be_an_international_one_causes_a_warning(string msisdn, string country, string sent, int? code)
    {
        var read = SendingWorld.Read(Text("").Replace(
            "\"+6591234567\"", $"\"{msisdn}\",\"country\":\"{country}\"", StringComparison.Ordinal));

        read.Message!.Recipient.Msisdn!.Value.Value.Should().Be(sent);
        read.Warnings.Should().HaveCount(code is null ? 0 : 1);
        if (code is not null)
            read.Warnings[0].Should().StartWith($"user.msisdn begins with {code}, the calling code of user.country");
    }

    // The form of 8x8's page on templates (template-message-api-library); its OpenAPI document puts the data into data.
    [Theory]
    [InlineData("""{"who":"Ann","at":[1,null]}""", """{"who":"Ann","at":[1,null]}""")]
    [InlineData("""{"screen":"ONE","who":"Ann"}""", """{"who":"Ann"}""")]
    [InlineData("""{"who":"Ann","seat":1,"data":{"who":"Bea"}}""", """{"who":"Bea","seat":1}""")]
    [InlineData("""{"data":{"who":"Bea"}}""", """{"who":"Bea"}""")]
    [InlineData("""{"screen":"ONE"}""", null)]
    public void The_data_of_a_templates_form_may_stand_beside_its_screen(string given, string? data)
    {
        var read = SendingWorld.ReadContent("template", $$$"""
            {"template":{"name":"n","language":"en","components":[{"type":"button","subType":"flow",
             "parameters":[{"type":"action","flowActionData":{{{given}}} }]}]},"fallbackText":"Hi"}
            """);

        read.Problem.Should().BeNull();
        read.Warnings.Where(warning => warning.StartsWith("not used", StringComparison.Ordinal)).Should().Equal(
            given.Contains("screen", StringComparison.Ordinal)
                ? ["not used by content of this type: content.template.components[0].parameters[0].flowActionData.screen"] : []);
        var button = (TemplateComponent.Button)((ContentBody.Template)read.Message!.Content.Body).Components.Single();
        (((TemplateParameter.Action)button.Parameters.Single()).Data?.GetRawText()).Should().Be(data);
    }

    [Theory]
    [InlineData(""" "flowToken":"order-7","mode":"draft","flowMessageVersion":"3","flowActionData":{"screen":"ONE","data":{"a":1}} """)]
    [InlineData(""" "flowToken":"order-7","mode":"DRAFT","flowMessageVersion":3,"flowActionPayload":{"screen":"ONE","data":{"a":1}} """)]
    public void A_form_is_passed_on_with_its_token_its_mode_and_its_data(string more)
    {
        var read = SendingWorld.Read(Form(more));

        read.Warnings.Should().BeEmpty();
        var flow = (InteractiveAction.Flow)((ContentBody.Interactive)read.Message!.Content.Body).Action;
        (flow.Token, flow.Mode, flow.Screen, flow.Data!.Value.GetRawText()).Should().Be(("order-7", FlowMode.Draft, "ONE", """{"a":1}"""));
    }

    [Theory]
    [InlineData(""" "flowActionPayload":{"screen":"ONE"},"flowActionData":{"screen":"TWO"} """, "flowActionData")]
    [InlineData(""" "flowAction":"data_exchange","flowActionPayload":{"screen":"ONE"} """, "flowActionPayload")]
    public void Fields_that_a_form_does_not_use_cause_a_warning(string more, string field)
    {
        SendingWorld.Read(Form(more)).Warnings.Should().Equal(
            $"not used by content of this type: content.interactive.action.parameters.{field}");
    }

    private static string Form(string more) => """
        {"user":{"msisdn":"+6591234567"},"type":"interactive","channels":[{"channel":"WhatsApp"}],
         "content":{"interactive":{"type":"flow","body":{"text":"Well?"},"action":{"parameters":{"flowId":"1","flowCta":"Go",
        """ + more + "}}}}}";

    private static Subaccount Shop => SendingWorld.HavingOnly(Channel.WhatsApp, Channel.Viber, Channel.Sms, Channel.Line);

    private static string Text(string more) =>
        $$"""{"user":{"msisdn":"+6591234567"},"type":"text","content":{"text":"Hello"}{{(more.Length > 0 ? "," : "")}}{{more}}}""";

    [Fact]
    public void Fallback_text_that_nothing_uses_causes_a_warning() => SendingWorld.Read(
            """{"user":{"msisdn":"+6591234567"},"type":"text","content":{"text":"Hello","fallbackText":"Hi"},"channels":[{"channel":"WhatsApp"}]}""")
        .Warnings.Should().ContainSingle().Which.Should().StartWith("content.fallbackText");

    [Fact]
    public void Fallback_text_that_SMS_uses_causes_no_warning() =>
        SendingWorld.ReadContent("text", """{"text":"Hello","fallbackText":"Hi"}""").Warnings.Should().BeEmpty();
}
