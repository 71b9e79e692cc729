using System.Net;
using System.Text;
using FallbackOrchestrator.Client;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.DotNetClient;

/// <summary>The .NET client against the real service.</summary>
public sealed class ClientTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task A_search_goes_through_its_pages_and_an_export_finds_the_same()
    {
        var client = Client();
        var sent = new List<Guid>();
        for (var i = 0; i < 5; i++)
            sent.Insert(0, (await client.SendAsync(Text("+9990003002", [new(Channel.Sms)]) with { ClientMessageId = "paged" })).Umid);
        foreach (var umid in sent)
            await client.WaitUntilCompletedAsync(umid, Soon);
        var filter = new SearchFilter
        {
            ClientMessageId = "paged",
            States = [MessageState.Completed],
            Outcomes = [Outcome.Succeeded],
            Channels = [Channel.Sms, Channel.Viber],
            From = DateTimeOffset.UtcNow.AddHours(-1),
            To = DateTimeOffset.UtcNow.AddHours(1),
        };

        var page = await client.SearchPageAsync(filter, limit: 2);
        var searched = await ListAsync(client.SearchAsync(filter, pageSize: 2));
        var rest = await ListAsync(client.SearchAsync(filter with { Cursor = page.Cursor }));
        var exported = await ListAsync(client.ExportAsync(filter));
        using var csv = new MemoryStream();
        await client.ExportCsvAsync(csv, filter);

        page.Data.Select(message => message.Umid).Should().Equal(sent.Take(2));
        searched.Select(message => message.Umid).Should().Equal(sent);
        rest.Select(message => message.Umid).Should().Equal(sent.Skip(2));
        searched[0].Msisdn.Should().Be("+999000xxxx");
        exported.Select(message => message.Umid).Should().Equal(sent);
        exported[0].Steps.Should().ContainSingle().Which.Status.Should().Be(DeliveryStatus.Delivered);
        Encoding.UTF8.GetString(csv.ToArray()).Trim().Split('\n').Should().HaveCount(6);
    }

    [Fact]
    public async Task A_refusal_names_the_field_and_has_its_code()
    {
        var refused = (await Client().Invoking(client => client.SendAsync(Text("nobody", [new(Channel.Sms)])))
            .Should().ThrowAsync<FallbackApiException>()).Which;

        refused.Status.Should().Be(HttpStatusCode.BadRequest);
        refused.Code.Should().Be(1002);
        refused.ErrorId.Should().NotBeEmpty();
        refused.Message.Should().Contain("'user.msisdn'");
    }

    [Fact]
    public async Task A_wrong_key_is_refused_and_not_repeated()
    {
        using var line = new UnreliableLine();

        var refused = (await Client(line, key: "wrong").Invoking(client => client.GetSubaccountAsync())
            .Should().ThrowAsync<FallbackApiException>()).Which;

        refused.Code.Should().Be(1200);
        line.Requests.Should().Be(1);
    }

    [Theory]
    [InlineData("lost-503")]
    [InlineData("lost-connection")]
    public async Task A_Send_whose_response_is_lost_is_repeated_under_its_key_and_makes_one_message(string how)
    {
        using var line = new UnreliableLine { LostResponses = 2, AsStatus = how == "lost-503" };
        var client = Client(line);

        var sent = await client.SendAsync(Text("+9990003003", [new(Channel.Sms)]) with { ClientMessageId = how });

        line.Requests.Should().Be(3);
        (await ListAsync(client.SearchAsync(new SearchFilter { ClientMessageId = how }))).Should().ContainSingle()
            .Which.Umid.Should().Be(sent.Umid);
    }

    [Fact]
    public async Task A_batch_is_sent_counted_and_cancelled()
    {
        var client = Client();

        var batch = await client.SendBatchAsync(new BatchRequest
        {
            ClientBatchId = "promo-1",
            IncludeMessagesInResponse = true,
            Template = new BatchTemplate
            {
                Content = new TextContent("Hello World!"),
                Channels = [new(Channel.WhatsApp, 60), new(Channel.Sms)],
                Scheduled = DateTimeOffset.UtcNow.AddHours(1),
                Priority = Priority.Marketing,
            },
            Messages =
            [
                new BatchedRequest { User = new("+9990333004") },
                new BatchedRequest { User = new("nobody"), Content = new TextContent("Hello!") },
            ],
        });
        var statistics = await client.GetBatchStatisticsAsync(batch.BatchId, StatisticsGrouping.Sequence);
        var cancelled = await client.CancelBatchAsync(batch.BatchId);

        batch.Should().BeEquivalentTo(new { ClientBatchId = "promo-1", AcceptedCount = 1, RejectedCount = 1 });
        batch.Messages!.Select(message => (message.Status.State, message.Status.ErrorCode)).Should().Equal(
            (DeliveryStatus.Queued, null), (DeliveryStatus.Rejected, 1002));
        statistics.Total.Should().BeEquivalentTo(new { Messages = 1L, States = new { Scheduled = 1L } });
        statistics.Groups!.Single().Sequence!.Select(step => step.Channel).Should().Equal(Channel.WhatsApp, Channel.Sms);
        cancelled.CancelledCount.Should().Be(1);
    }

    [Fact]
    public async Task A_message_is_previewed_skipped_and_cancelled()
    {
        var client = Client();
        var request = Text("+9990223005", Steps(600));

        var preview = await client.PreviewAsync(request);
        var sent = await client.SendAsync(request);
        var skipped = await client.SkipAsync(sent.Umid, step: 1);
        var again = await client.SkipAsync(sent.Umid);
        var cancelled = await client.CancelAsync(sent.Umid);

        preview.Steps.Select(step => (step.Channel, step.FallbackAfter, step.SuccessStatus)).Should().Equal(
            (Channel.WhatsApp, 600, SuccessStatus.Read), (Channel.Viber, 600, SuccessStatus.Delivered),
            (Channel.Sms, null, SuccessStatus.Delivered));
        preview.Steps[2].Sms!.Should().BeEquivalentTo(new { Encoding = SmsEncoding.Gsm7, Segments = 1, IsCut = false });
        skipped.Should().BeEquivalentTo(new { Step = 1, Skipped = true });
        again.Step.Should().BeGreaterThan(1);
        cancelled.CancelledCount.Should().BeInRange(0, 1);
    }

    [Fact]
    public async Task Statistics_and_advice_are_read()
    {
        var now = DateTimeOffset.UtcNow;
        var filter = new StatisticsFilter { From = now.AddDays(-1), To = now, Channel = Channel.WhatsApp };

        var statistics = await Client().GetStatisticsAsync(filter, StatisticsGrouping.Day);
        var advice = await Client().GetAdviceAsync(filter);

        statistics.Groups.Should().NotBeNull();
        statistics.To.Should().BeAfter(statistics.From!.Value);
        advice.To.Should().Be(statistics.To);
    }

    [Fact]
    public async Task A_subaccount_shows_itself_and_changes_its_own_sequences()
    {
        using var admin = new Operator(host.Address);
        var account = await admin.NewSubaccountAsync("client-shop");
        var client = Client(key: (await admin.NewKeyAsync(account, ["client-shop"])).Key, subaccount: "client-shop");

        var stored = await client.PutSequenceAsync(
            "parcel", new SequenceRequest { Channels = [new(Channel.Viber, 60, SuccessStatus.Read), new(Channel.Sms)], IsDefault = true });
        var read = await client.GetSequenceAsync("parcel");
        var own = await client.GetSubaccountAsync();
        var sent = await client.SendAsync(
            new SendRequest { User = new("+9990003006"), Content = new TextContent("Hello"), Sequence = "parcel" });
        await client.DeleteSequenceAsync("parcel");

        read.Should().BeEquivalentTo(stored).And.BeEquivalentTo(new { Name = "parcel", IsDefault = true });
        read.Channels.Should().Equal(new SequenceEntry(Channel.Viber, 60, SuccessStatus.Read), new SequenceEntry(Channel.Sms));
        own.AccountId.Should().Be(account);
        own.DefaultSequence.Should().Be("parcel");
        own.DefaultChannel.Should().Be(Channel.Sms);
        own.Channels.Should().BeEquivalentTo([Channel.WhatsApp, Channel.Viber, Channel.Sms]);
        own.Scopes.Should().BeEquivalentTo([Scope.SendMessages, Scope.ReadMessages, Scope.Webhooks, Scope.Settings]);
        (await client.GetTimelineAsync(sent.Umid)).Attempts.Should().HaveCount(2);
        (await client.Invoking(one => one.GetSequenceAsync("parcel")).Should().ThrowAsync<FallbackApiException>())
            .Which.Status.Should().Be(HttpStatusCode.NotFound);
    }

    private static SendRequest Text(string number, IReadOnlyList<FallbackStep> steps) =>
        new() { User = new(number), Content = new TextContent("Hello"), Channels = steps };

    private static FallbackStep[] Steps(int seconds) =>
        [new(Channel.WhatsApp, seconds, SuccessStatus.Read), new(Channel.Viber, seconds, SuccessStatus.Delivered), new(Channel.Sms)];

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> all)
    {
        var list = new List<T>();
        await foreach (var one in all)
            list.Add(one);
        return list;
    }

    private FallbackClient Client(UnreliableLine? line = null, string key = DemoClient.Key, string subaccount = "demo") => new(
        line is null ? host.Client.Http : new HttpClient(line),
        new FallbackClientOptions
        {
            BaseAddress = host.Address,
            ApiKey = key,
            Subaccount = subaccount,
            FirstPause = TimeSpan.FromMilliseconds(1),
        });
}
