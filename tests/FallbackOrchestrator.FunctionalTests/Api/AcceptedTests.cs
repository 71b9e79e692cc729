using System.Net;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Api;

public sealed class AcceptedTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Head = """ "user": { "msisdn": "+9990444003" }, "type": "text", "content": { "text": "Hello" } """;

    [Fact]
    public async Task The_response_to_an_accepted_Send_has_exactly_the_published_form()
    {
        var (status, body) = await host.Client.PostAsync($$"""{ {{Head}}, "clientMessageId": "order-7781" }""");

        status.Should().Be(HttpStatusCode.OK);
        Published.Names(body).Should().Equal("umid", "user", "clientMessageId", "status");
        Guid.Parse(body!["umid"]!.GetValue<string>()).Version.Should().Be(7);
        body["clientMessageId"]!.GetValue<string>().Should().Be("order-7781");
        Published.Names(body["user"]).Should().Equal("msisdn");
        body["user"]!["msisdn"]!.GetValue<string>().Should().Be("+9990444003");
        Published.Names(body["status"]).Should().Equal("state", "timestamp");
        body["status"]!["state"]!.GetValue<string>().Should().Be("queued");
        body["status"]!["timestamp"]!.GetValue<string>().Should().MatchRegex(Published.Time);
    }

    [Fact]
    public async Task Fields_without_a_value_are_left_out_of_the_response()
    {
        var (_, body) = await host.Client.PostAsync($$"""{ {{Head}} }""");

        Published.Names(body).Should().Equal("umid", "user", "status");
    }

    [Theory]
    [InlineData("a type in any case", $$"""{ "user": { "msisdn": "+9990444003" }, "type": "Text", "content": { "text": "Hello" } }""")]
    [InlineData("a channel in any case", $$"""{ {{Head}}, "channels": [ { "channel": "whatsapp" }, { "channel": "Sms" } ] }""")]
    [InlineData("a status in any case", $$"""{ {{Head}}, "channels": [ { "channel": "WhatsApp", "successStatus": "READ", "fallbackAfter": 60 }, { "channel": "SMS" } ] }""")]
    [InlineData("a window as text", $$"""{ {{Head}}, "channels": [ { "channel": "WhatsApp", "fallbackAfter": "60" }, { "channel": "SMS" } ] }""")]
    [InlineData("a window of a whole day", $$"""{ {{Head}}, "channels": [ { "channel": "WhatsApp", "fallbackAfter": 86400 }, { "channel": "SMS" } ] }""")]
    [InlineData("fields of which we know nothing", $$"""{ {{Head}}, "track": "Clicks", "channels": [ { "channel": "SMS", "colour": "red" } ] }""")]
    [InlineData("fields that are null", $$"""{ {{Head}}, "channels": null, "scheduled": null, "expiry": null, "clientMessageId": null }""")]
    [InlineData("no channels in the list", $$"""{ {{Head}}, "channels": [] }""")]
    [InlineData("names of fields in any case", """{ "User": { "MSISDN": "+9990444003" }, "Type": "text", "Content": { "Text": "Hello" } }""")]
    [InlineData("GSM", """{ "user": { "msisdn": "+9990444003" }, "type": "text", "content": { "text": "Hello", "sms": { "encoding": "GSM" } } }""")]
    [InlineData("UNICODE", """{ "user": { "msisdn": "+9990444003" }, "type": "text", "content": { "text": "Hello", "sms": { "encoding": "UNICODE" } } }""")]
    [InlineData("auto", """{ "user": { "msisdn": "+9990444003" }, "type": "text", "content": { "text": "Hello", "sms": { "encoding": "auto" } } }""")]
    [InlineData("the latest expiry there is", $$"""{ {{Head}}, "expiry": "9999-12-31T23:59:59.9999999Z" }""")]
    [InlineData("a schedule that is over", $$"""{ {{Head}}, "scheduled": "2020-01-01T00:00:00Z" }""")]
    [InlineData("a time of another zone", $$"""{ {{Head}}, "expiry": "2099-01-01T00:00:00+08:00" }""")]
    public async Task Small_differences_of_clients_are_understood(string what, string json)
    {
        var (status, body) = await host.Client.PostAsync(json);

        status.Should().Be(HttpStatusCode.OK, $"{what}: {body?.ToJsonString()}");
        (await host.Client.CompletedAsync(body!["umid"]!.GetValue<string>()))["outcome"]!.GetValue<string>().Should().Be("succeeded");
    }

    [Fact]
    public async Task A_national_number_is_completed_by_its_country()
    {
        var (_, body) = await host.Client.PostAsync(
            """{ "user": { "msisdn": "9123 4567", "country": "sg" }, "type": "text", "content": { "text": "Hello" } }""");

        body!["user"]!["msisdn"]!.GetValue<string>().Should().Be("+6591234567");
    }

    [Fact]
    public async Task The_number_of_the_published_examples_is_accepted_although_it_is_not_assigned()
    {
        var (status, _) = await host.Client.PostAsync("""{ "user": { "msisdn": "+65000000" }, "type": "text", "content": { "text": "Hello" } }""");

        status.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("channelUserId")]
    [InlineData("lineUserId")]
    public async Task A_person_without_a_number_is_named_by_an_id(string field)
    {
        var (status, body) = await host.Client.PostAsync(
            $$"""{ "user": { "{{field}}": "SG.1A2B3C" }, "type": "text", "content": { "text": "Hello" }, "channels": [ { "channel": "WhatsApp" } ] }""");

        status.Should().Be(HttpStatusCode.OK, body?.ToJsonString());
        Published.Names(body!["user"]).Should().Equal("channelUserId");
        body["user"]!["channelUserId"]!.GetValue<string>().Should().Be("SG.1A2B3C");
    }

    [Fact]
    public async Task A_valid_but_surprising_request_is_accepted_with_a_warning()
    {
        var (status, body) = await host.Client.PostAsync($$"""{ {{Head}}, "channels": [ { "channel": "WhatsApp" }, { "channel": "SMS" } ] }""");

        status.Should().Be(HttpStatusCode.OK);
        body!["warnings"]!.AsArray().Should().ContainSingle().Which!.GetValue<string>().Should().Contain(
            "channels[0]").And.Contain("fallbackAfter");
    }
}
