using System.Net;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Sending;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests.Inbound;

/// <summary>Who gets an inbound message, and what is kept of it.</summary>
public sealed class InboundRoutingTests(InboundRoutingTests.TwoSubaccounts world) : IClassFixture<InboundRoutingTests.TwoSubaccounts>
{
    private static readonly TimeSpan AWhile = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Of_several_subaccounts_the_one_that_sent_last_gets_it()
    {
        await world.SendAsync("+9990344601", WhatsApp());
        await world.AdvanceAsync(AWhile);
        var second = await world.SendAsync("+9990344601", WhatsApp());
        await world.AdvanceAsync(AWhile);
        await world.ExecuteAsync("UPDATE messages SET subaccount_id = 'second' WHERE id = $1", second);

        await world.Http.PostWhatsAppAsync("+9990344601", "Hello");

        (await SubaccountOfAsync("+9990344601")).Should().Be("second");
    }

    [Fact]
    public async Task The_message_that_it_replies_to_decides_before_the_last_one()
    {
        await world.SendAsync("+9990344602", WhatsApp());
        await world.AdvanceAsync(AWhile);
        var first = world.Calls("+9990344602").Single().ProviderId;
        var second = await world.SendAsync("+9990344602", WhatsApp());
        await world.AdvanceAsync(AWhile);
        await world.ExecuteAsync("UPDATE messages SET subaccount_id = 'second' WHERE id = $1", second);

        await world.Http.PostWhatsAppAsync("+9990344602", "Hello", first);

        (await SubaccountOfAsync("+9990344602")).Should().Be("demo");
    }

    [Fact]
    public async Task A_stranger_is_acknowledged_counted_and_not_kept()
    {
        using var response = await world.Http.PostWhatsAppAsync("+9990344603", "Hello");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await world.QueryAsync<long>("SELECT count(*) FROM inbound_messages WHERE msisdn = '+9990344603'")).Should().Be(0);
        world.Log.Lines.Should().Contain(line => line.Contains("Inbound:Subaccounts:whatsapp-demo", StringComparison.Ordinal))
            .And.NotContain(line => line.Contains("9990344603", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stranger_who_writes_STOP_has_opted_out_of_all_who_may_send_over_the_account()
    {
        await world.Http.PostWhatsAppAsync("+9990344612", "Stop");

        (await world.QueryAsync<string>(
            "SELECT string_agg(subaccount_id, ' ' ORDER BY subaccount_id) FROM reachability WHERE channel = 'WhatsApp' AND reason = 'optedOut'"))
            .Should().Be("demo second");
        await world.Http.PostWhatsAppAsync("+9990344612", "start");
        (await world.QueryAsync<long>("SELECT count(*) FROM reachability WHERE channel = 'WhatsApp' AND reason = 'optedOut'")).Should().Be(0);
    }

    [Fact]
    public async Task What_was_written_to_another_number_of_the_provider_is_nobodys()
    {
        await world.SendAsync("+9990344613", WhatsApp());
        await world.AdvanceAsync(AWhile);

        using var response = await world.Http.PostWhatsAppAsync("+9990344613", "Hello", to: "555000555000555");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await world.QueryAsync<long>("SELECT count(*) FROM inbound_messages WHERE msisdn = '+9990344613'")).Should().Be(0);
    }

    [Fact]
    public async Task The_setting_decides_about_strangers()
    {
        await world.Http.PostSmsAsync("+9990344604", "Hello");

        (await SubaccountOfAsync("+9990344604")).Should().Be("second");
    }

    [Fact]
    public async Task An_answer_quotes_what_the_person_wrote()
    {
        await world.SendAsync("+9990344608", WhatsApp());
        await world.AdvanceAsync(AWhile);
        await world.Http.PostWhatsAppAsync("+9990344608", "Where is it?", id: "wamid.question");
        var question = await world.QueryAsync<Guid>("SELECT id FROM inbound_messages WHERE msisdn = '+9990344608'");

        await world.SendAsync(
            World.Text("+9990344608", WhatsApp()) with { Context = new RequestedContext { Umid = question.ToString() } });
        await world.AdvanceAsync(AWhile);

        world.Calls("+9990344608").Select(call => call.Quoted).Should().Equal(null, "wamid.question");
    }

    [Fact]
    public async Task What_was_written_on_WhatsApp_can_be_marked_as_read()
    {
        await world.SendAsync("+9990344609", WhatsApp());
        await world.AdvanceAsync(AWhile);
        await world.Http.PostWhatsAppAsync("+9990344609", "Hello", id: "wamid.to-mark");
        var umid = await world.QueryAsync<Guid>("SELECT id FROM inbound_messages WHERE msisdn = '+9990344609'");

        (await ReadAsync(umid)).Should().Be("200 ");

        world.Calls().Should().ContainSingle(call => call.To == null && call.ProviderId == "wamid.to-mark");
    }

    [Fact]
    public async Task What_cannot_be_marked_as_read_is_refused_with_the_reason()
    {
        await world.SendAsync("+9990344610", Sms());
        await world.AdvanceAsync(AWhile);
        await world.Http.PostSmsAsync("+9990344610", "Hello");
        var umid = await world.QueryAsync<Guid>("SELECT id FROM inbound_messages WHERE msisdn = '+9990344610'");

        (await ReadAsync(umid)).Should().StartWith("400 ").And.Contain("'umid'").And.Contain("cannot mark messages as read");
        await world.ExecuteAsync("UPDATE inbound_messages SET subaccount_id = 'second' WHERE id = $1", umid);
        (await ReadAsync(umid)).Should().StartWith("404 ").And.Contain("Message not found", "it is another subaccount's");
        await world.ExecuteAsync("UPDATE inbound_messages SET subaccount_id = 'demo', channel_account_id = 'gone' WHERE id = $1", umid);
        (await ReadAsync(umid)).Should().StartWith("400 ").And.Contain("was removed");
    }

    private async Task<string> ReadAsync(Guid umid)
    {
        using var response = await world.Http.PostAsync($"/api/v1/subaccounts/demo/messages/{umid}/read", content: null);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
    }

    [Theory]
    [InlineData("STOP")]
    [InlineData("  unsubscribe ")]
    public async Task Who_opts_out_is_recorded_for_the_channel_until_it_is_taken_back(string word)
    {
        var number = word.Contains("STOP", StringComparison.Ordinal) ? "+9990344605" : "+9990344606";

        await world.Http.PostSmsAsync(number, "please don't STOP");
        (await OptOutsAsync()).Should().Be(0);
        await world.Http.PostSmsAsync(number, word);
        await world.Http.PostSmsAsync(number, word);
        (await OptOutsAsync()).Should().Be(1);
        await world.Http.PostSmsAsync(number, "start");
        (await OptOutsAsync()).Should().Be(0);
    }

    [Fact]
    public async Task The_content_is_erased_with_other_contents_and_the_rest_with_the_messages()
    {
        await world.Http.PostSmsAsync("+9990344607", "my secret");

        await world.EraseAsync(contents: 7, messages: 90);
        (await ContentAsync()).Should().Contain("my secret");
        await world.ExecuteAsync("UPDATE inbound_messages SET received_at = received_at - interval '9 days' WHERE msisdn = '+9990344607'");
        await world.EraseAsync(contents: 7, messages: 90);

        (await ContentAsync()).Should().Be("none");

        Task<string> ContentAsync() => world.QueryAsync<string>(
            "SELECT coalesce(content::text, 'none') FROM inbound_messages WHERE msisdn = '+9990344607'");
    }

    private Task<string> SubaccountOfAsync(string number) =>
        world.QueryAsync<string>($"SELECT subaccount_id FROM inbound_messages WHERE msisdn = '{number}'");

    private Task<long> OptOutsAsync() => world.QueryAsync<long>(
        "SELECT count(*) FROM reachability WHERE subaccount_id = 'second' AND channel = 'SMS' AND reason = 'optedOut' AND until IS NULL");

    /// <summary>A world with two subaccounts that share their channel accounts.</summary>
    public sealed class TwoSubaccounts : World
    {
        public TwoSubaccounts(PostgresServer server) : base(server)
        {
            const string Second = "Accounts:00000000-0000-0000-0000-000000000001:Subaccounts:second";
            With($"{Second}:Keys:0", "dev-second-key");
            With($"{Second}:ChannelAccounts:0", "whatsapp-demo");
            With($"{Second}:ChannelAccounts:1", "sms-demo");
            With("Inbound:Subaccounts:sms-demo", "second");
        }

        internal async Task EraseAsync(int contents, int messages)
        {
            await Persistence.Retention.EraseInboundContentsAsync(Data, contents, CancellationToken.None);
            await Persistence.Retention.DeleteInboundAsync(Data, messages, CancellationToken.None);
        }
    }
}
