using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Api;

public sealed class DetailsTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Details_hold_one_record_for_every_channel_tried_in_the_published_form()
    {
        const string Refused = "+9990053004"; // WhatsApp refuses at once, Viber takes it and fails, SMS delivers.
        var umid = await host.Client.SendAsync(
            $$"""
            {
              "user": { "msisdn": "{{Refused}}" }, "clientMessageId": "order-7781", "type": "text", "content": { "text": "Hello" },
              "channels": [
                { "channel": "WhatsApp", "fallbackAfter": 60 }, { "channel": "Viber", "fallbackAfter": 60 }, { "channel": "SMS" }
              ]
            }
            """);
        await host.Client.CompletedAsync(umid);

        var (_, body) = await host.Client.GetAsync($"{DemoClient.Messages}/{umid}");

        Published.Names(body).Should().Equal("data");
        var records = body!["data"]!.AsArray();
        records.Should().HaveCount(3);
        foreach (var record in records)
        {
            Published.Names(record).Should().BeEquivalentTo(
                "umid", "subAccountId", "channel", "channelId", "direction", "step", "contentType", "createdAt", "user", "status",
                "clientMessageId");
            record!["umid"]!.GetValue<string>().Should().Be(umid);
            record["subAccountId"]!.GetValue<string>().Should().Be("demo");
            record["direction"]!.GetValue<string>().Should().Be("Outbound");
            record["contentType"]!.GetValue<string>().Should().Be("Text");
            record["createdAt"]!.GetValue<string>().Should().MatchRegex(Published.Time);
            record["clientMessageId"]!.GetValue<string>().Should().Be("order-7781");
            record["user"]!.ToJsonString().Should().Be("""{"msisdn":"\u002B999005xxxx"}""", "numbers are masked");
            record["status"]!["timestamp"]!.GetValue<string>().Should().MatchRegex(Published.Time);
        }
        records.Select(record => record!["step"]!.GetValue<int>()).Should().Equal(1, 2, 3);
        records.Select(record => record!["channel"]!.GetValue<string>()).Should().Equal("WhatsApp", "Viber", "SMS");
        records.Select(record => record!["channelId"]!.GetValue<string>()).Should().Equal("whatsapp-demo", "viber-demo", "sms-demo");

        var (whatsApp, viber, sms) = (records[0]!["status"]!, records[1]!["status"]!, records[2]!["status"]!);
        foreach (var failed in new[] { whatsApp, viber })
        {
            Published.Names(failed).Should().BeEquivalentTo("state", "detail", "timestamp", "errorCode", "errorMessage");
            failed["state"]!.GetValue<string>().Should().Be("undelivered");
            failed["errorMessage"]!.GetValue<string>().Should().NotBeEmpty();
        }
        whatsApp["detail"]!.GetValue<string>().Should().Be("rejected_by_operator");
        whatsApp["errorCode"]!.GetValue<int>().Should().Be(1018);
        viber["detail"]!.GetValue<string>().Should().Be("undelivered_to_recipient");
        Published.Names(sms).Should().BeEquivalentTo("state", "detail", "timestamp");
        sms["state"]!.GetValue<string>().Should().Be("delivered");
        sms["detail"]!.GetValue<string>().Should().Be("delivered_to_recipient");
    }

    [Fact]
    public async Task A_message_cancelled_before_its_time_shows_one_record_that_says_so()
    {
        var tomorrow = TimeProvider.System.GetUtcNow().AddDays(1).ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        var umid = await host.Client.SendAsync(
            $$"""{ "user": { "msisdn": "+9990444005" }, "type": "text", "content": { "text": "Hello" }, "scheduled": "{{tomorrow}}" }""");
        (await host.Client.GetAsync(
            $"{DemoClient.Messages}/{umid}")).Body!["data"]![0]!["status"]!["state"]!.GetValue<string>().Should().Be("queued");

        using var cancelled = await host.Client.Http.DeleteAsync($"{DemoClient.Messages}/{umid}");
        (await cancelled.Content.ReadAsStringAsync()).Should().Be("""{"cancelledCount":1}""");
        using var again = await host.Client.Http.DeleteAsync($"{DemoClient.Messages}/{umid}");
        (await again.Content.ReadAsStringAsync()).Should().Be("""{"cancelledCount":0}""");

        var status = (
            await host.Client.GetAsync(
                $"{DemoClient.Messages}/{umid}")).Body!["data"]!.AsArray().Should().ContainSingle().Which!["status"]!;
        status["state"]!.GetValue<string>().Should().Be("rejected");
        status["errorCode"]!.GetValue<int>().Should().Be(20);
    }
}
