using System.Net;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace FallbackOrchestrator.UnitTests.Simulator;

public sealed class KannelSimulatorTests
{
    private const string Escapes = "&type=%d&at=%T&id=%F&reply=%A";

    private static HttpRequestMessage Call(SimulatorWorld world, int digit, params (string Name, string? Value)[] changed)
    {
        Dictionary<string, string?> headers = new()
        {
            ["Username"] = "shop",
            ["Password"] = "kannel-password",
            ["From"] = "SHOP",
            ["To"] = $"+999044{digit}001",
            ["DLR-Mask"] = "31",
            ["DLR-Url"] = $"{world.Service}webhooks/kannel/main?ref=attempt-1&other=%%25{Escapes}",
        };
        foreach (var (name, value) in changed)
            headers[name] = value;
        var call = new HttpRequestMessage(HttpMethod.Post, "/simulator/kannel/cgi-bin/sendsms")
        {
            Content = new StringContent("Grüße aus dem Eckladen", Encoding.UTF8, "text/plain"),
        };
        foreach (var (name, value) in headers.Where(header => header.Value is not null))
            call.Headers.Add($"X-Kannel-{name}", value);
        return call;
    }

    private static IEnumerable<string> Types(SimulatorWorld world) => world.Posted.Select(report => Query(report)["type"]);

    private static Dictionary<string, string> Query(PostedReceipt report) =>
        QueryHelpers.ParseQuery(report.Path.Split('?')[1]).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());

    private static async Task<(HttpStatusCode, string)> ResponseAsync(SimulatorWorld world, HttpRequestMessage call)
    {
        using var response = await world.Http.SendAsync(call);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(1, "")]
    [InlineData(2, "8")]
    [InlineData(3, "8 1")]
    [InlineData(4, "8 1")]
    [InlineData(5, "2")]
    [InlineData(6, "8 1")]
    [InlineData(9, "1 8 1 8")]
    public async Task An_accepted_message_is_followed_by_the_reports_of_its_digit(int digit, string types)
    {
        await using var world = await SimulatorWorld.StartAsync();

        (await ResponseAsync(world, Call(world, digit))).Should().Be((HttpStatusCode.Accepted, "0: Accepted for delivery"));
        await world.PlayToTheEndAsync();

        Types(world).Should().Equal(types.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_report_is_a_call_of_the_given_address_with_its_escape_codes_replaced()
    {
        await using var world = await SimulatorWorld.StartAsync();

        await ResponseAsync(world, Call(world, 5));
        await world.PlayToTheEndAsync();

        var report = world.Posted.Should().ContainSingle().Subject;
        report.Path.Should().StartWith("/webhooks/kannel/main?ref=attempt-1&other=%25&type=2&at=1795428000&id=");
        report.Body.Should().BeEmpty();
        Query(report)["reply"].Should().MatchRegex(
            "^id:[0-9a-f-]{36} sub:001 dlvrd:001 submit date:2611231000 done date:2611231000 stat:UNDELIV err:012 text:Grüße aus dem Ecklad$");
    }

    [Fact]
    public async Task Digit_0_is_on_the_black_list() => await RefusedAsync(
        0, HttpStatusCode.BadRequest, "Number(s) has/have been denied by white- and/or black-lists.");

    [Theory]
    [InlineData("Password", "wrong", HttpStatusCode.Forbidden, "Authorization failed for sendsms")]
    [InlineData("Username", null, HttpStatusCode.Forbidden, "Authorization failed for sendsms")]
    [InlineData("To", null, HttpStatusCode.BadRequest, "Missing receiver(s) number(s), rejected")]
    [InlineData("To", "abc", HttpStatusCode.BadRequest, "Number(s) has/have been denied by white- and/or black-lists.")]
    [InlineData("DLR-Url", "webhooks", HttpStatusCode.BadRequest, "DLR-URL field misformed, rejected")]
    public async Task A_call_that_lacks_what_Kannel_asks_for_is_refused(string header, string? value, HttpStatusCode status, string text) =>
        await RefusedAsync(4, status, text, (header, value));

    [Fact]
    public async Task Without_a_user_nobody_may_call()
    {
        await using var world = await SimulatorWorld.StartAsync(("Kannel:Username", ""), ("Kannel:Password", ""));

        (await ResponseAsync(world, Call(world, 4, ("Username", ""), ("Password", "")))).Should().Be(
            (HttpStatusCode.Forbidden, "Authorization failed for sendsms"));
    }

    [Fact]
    public async Task A_form_is_not_read()
    {
        await using var world = await SimulatorWorld.StartAsync();
        var call = Call(world, 4);
        call.Content = new FormUrlEncodedContent([new("text", "Hello")]);

        (await ResponseAsync(world, call)).Should().Be((HttpStatusCode.BadRequest, "Invalid content-type"));
    }

    [Fact]
    public async Task Without_a_mask_nothing_is_reported()
    {
        await using var world = await SimulatorWorld.StartAsync();

        await ResponseAsync(world, Call(world, 4, ("DLR-Mask", "0")));

        world.Receipts.Pending.Should().Be(0);
    }

    [Fact]
    public async Task Digit_8_has_no_room_for_the_first_two_calls_of_a_message()
    {
        await using var world = await SimulatorWorld.StartAsync();

        for (var call = 1; call <= 2; call++)
            (await ResponseAsync(world, Call(world, 8))).Should().Be((HttpStatusCode.ServiceUnavailable, "Temporal failure, try again later."));
        (await ResponseAsync(world, Call(world, 8))).Should().Be((HttpStatusCode.Accepted, "0: Accepted for delivery"));
    }

    [Fact]
    public async Task A_report_is_repeated_until_it_is_taken_whatever_the_response_is()
    {
        await using var world = await SimulatorWorld.StartAsync();
        int?[] responses = [503, null, 403, 200];
        world.Respond = _ => responses[world.Posted.Count - 1];

        await ResponseAsync(world, Call(world, 2));
        await world.PlayToTheEndAsync();

        Types(world).Should().Equal("8", "8", "8", "8");
    }

    [Fact]
    public async Task The_lifetime_of_a_call_is_shown()
    {
        await using var world = await SimulatorWorld.StartAsync();

        await ResponseAsync(world, Call(world, 4, ("Validity", "3")));
        await ResponseAsync(world, Call(world, 4));

        world.Log.Calls().Select(call => call.Lifetime).Should().Equal(TimeSpan.FromMinutes(3), null);
    }

    private static async Task RefusedAsync(int digit, HttpStatusCode status, string text, params (string Name, string? Value)[] changed)
    {
        await using var world = await SimulatorWorld.StartAsync();

        (await ResponseAsync(world, Call(world, digit, changed))).Should().Be((status, text));
        world.Receipts.Pending.Should().Be(0);
        world.Log.Calls().Should().ContainSingle().Which.Status.Should().Be((int)status);
    }
}
