using System.Net;
using System.Text.Json.Nodes;
using FallbackOrchestrator.Simulator;

namespace FallbackOrchestrator.UnitTests.Simulator;

public sealed class TwilioSimulatorTests
{
    private readonly TwilioCaller _caller = new();

    [Fact]
    public async Task The_response_is_201_and_repeats_the_message()
    {
        await using var world = await SimulatorWorld.StartAsync();

        var response = await world.Http.SendAsync(_caller.Text(world, "447700900123"));

        response.StatusCode.Should().Be(HttpStatusCode.Created);
        var body = await Json(response);
        body["sid"]!.GetValue<string>().Should().MatchRegex("^SM[0-9a-f]{32}$");
        body["status"]!.GetValue<string>().Should().Be("queued");
        body["to"]!.GetValue<string>().Should().Be("+447700900123");
        body["body"]!.GetValue<string>().Should().Be("Hello");
        body["date_created"]!.GetValue<string>().Should().Be("Mon, 23 Nov 2026 10:00:00 +0000");
        body.AsObject().Should().ContainKey("error_code").WhoseValue.Should().BeNull();
    }

    [Fact]
    public async Task A_receipt_goes_to_the_callback_without_its_fragment_and_is_signed_so()
    {
        await using var world = await SimulatorWorld.StartAsync();

        var response = await world.Http.SendAsync(_caller.Text(world, _caller.Number(2), "attempt-2"));
        await world.PlayToTheEndAsync();

        var receipt = world.Posted.Should().ContainSingle().Subject;
        receipt.Path.Should().Be("/webhooks/twilio/main-sms?ref=attempt-2");
        var form = TwilioCaller.FormOf(receipt);
        form["MessageSid"].Should().Be(_caller.ProviderId(await Json(response)));
        form.Should().Contain("AccountSid", SimulatorWorld.AccountSid).And.Contain("To", $"+{_caller.Number(2)}");
        receipt.Header("X-Twilio-Signature").Should()
            .Be(Signatures.Twilio(SimulatorWorld.AuthToken, $"{world.Service}webhooks/twilio/main-sms?ref=attempt-2", form));
    }

    [Fact]
    public async Task An_undelivered_receipt_carries_the_code()
    {
        await using var world = await SimulatorWorld.StartAsync();

        await world.Http.SendAsync(_caller.Text(world, _caller.Number(5)));
        await world.PlayToTheEndAsync();

        TwilioCaller.FormOf(world.Posted.Single()).Should().Contain("ErrorCode", "30003");
    }

    [Fact]
    public async Task Without_a_callback_nothing_is_posted_and_the_status_can_be_fetched()
    {
        await using var world = await SimulatorWorld.StartAsync();
        var form = TwilioCaller.Form(world, _caller.Number(3));
        form.Remove("StatusCallback");

        var sid = _caller.ProviderId(await Json(await world.Http.SendAsync(TwilioCaller.Post(form))));

        world.Receipts.Pending.Should().Be(0);
        (await StatusAsync(world, sid)).Should().Be("queued");
        world.Time.Advance(TimeSpan.FromMilliseconds(300));
        (await StatusAsync(world, sid)).Should().Be("sent");
        world.Time.Advance(TimeSpan.FromMilliseconds(300));
        (await StatusAsync(world, sid)).Should().Be("delivered");
        (await world.Http.SendAsync(TwilioCaller.Get("SM0"))).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Wrong_credentials_return_401_with_code_20003()
    {
        await using var world = await SimulatorWorld.StartAsync();

        var response = await world.Http.SendAsync(TwilioCaller.Post(TwilioCaller.Form(world, "447700900123"), authToken: "wrong"));

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        _caller.Code(await Json(response)).Should().Be("20003");
    }

    [Theory]
    [InlineData("To", "", "21604")]
    [InlineData("To", "447700900123", "21211")]
    [InlineData("From", "", "21603")]
    [InlineData("Body", "", "21602")]
    [InlineData("StatusCallback", "webhooks", "21609")]
    [InlineData("ValidityPeriod", "0", "21624")]
    [InlineData("ValidityPeriod", "36001", "21624")]
    [InlineData("ValidityPeriod", "soon", "21624")]
    public async Task A_form_that_lacks_what_Twilio_asks_for_is_refused(string field, string value, string code)
    {
        await using var world = await SimulatorWorld.StartAsync();
        var form = TwilioCaller.Form(world, "447700900123");
        form[field] = value;

        var response = await world.Http.SendAsync(TwilioCaller.Post(form));

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        _caller.Code(await Json(response)).Should().Be(code);
    }

    [Theory]
    [InlineData("To", "whatsapp:+447700900123", "21910")]
    [InlineData("ContentVariables", "{\"1\":\"Ann\"}", "21654")]
    [InlineData("ContentSid", "HX1", "20404")]
    public async Task What_does_not_go_together_is_refused(string field, string value, string code) =>
        (await RefusedAsync((field, value))).Should().Be(code);

    [Theory]
    [InlineData("{\"1\":\"Ann\",\"2\":\"\"}")]
    [InlineData("{\"1\":7}")]
    [InlineData("[\"Ann\"]")]
    [InlineData("{")]
    public async Task Values_of_a_template_are_texts_that_are_not_empty(string values) =>
        (await RefusedAsync(("ContentSid", "HX0123456789abcdef0123456789ABCDEF"), ("ContentVariables", values))).Should().Be("21656");

    [Fact]
    public async Task A_failure_on_WhatsApp_has_an_error_of_WhatsApp()
    {
        await using var world = await SimulatorWorld.StartAsync();
        var form = TwilioCaller.Form(world, "447700900123");
        (form["To"], form["From"]) = ("whatsapp:+9990544", "whatsapp:+15005550006");

        await world.Http.SendAsync(TwilioCaller.Post(form));
        await world.PlayToTheEndAsync();

        TwilioCaller.FormOf(world.Posted.Should().ContainSingle().Subject)["ErrorCode"].Should().Be("63024");
    }

    [Fact]
    public async Task The_lifetime_of_a_call_is_shown()
    {
        await using var world = await SimulatorWorld.StartAsync();
        var form = TwilioCaller.Form(world, _caller.Number(4));

        await world.Http.SendAsync(TwilioCaller.Post(form));
        form["ValidityPeriod"] = "55";
        await world.Http.SendAsync(TwilioCaller.Post(form));

        world.Log.Calls().Select(call => call.Lifetime).Should().Equal(null, TimeSpan.FromSeconds(55));
    }

    [Theory]
    [InlineData("whatsapp:+9990044", "63024")]
    [InlineData("rcs:+9990444044", "63036")]
    [InlineData("+9990440444", "21614")]
    public async Task The_prefix_of_the_number_chooses_the_channel_and_with_it_the_digit(string to, string code)
    {
        await using var world = await SimulatorWorld.StartAsync();
        var form = TwilioCaller.Form(world, "447700900123");
        form["To"] = to;
        form["From"] = to.Contains(':', StringComparison.Ordinal) ? $"{to.Split(':')[0]}:+15005550006" : "+15005550006";

        var response = await world.Http.SendAsync(TwilioCaller.Post(form));

        _caller.Code(await Json(response)).Should().Be(code);
    }

    private async Task<string> RefusedAsync(params (string Name, string Value)[] fields)
    {
        await using var world = await SimulatorWorld.StartAsync();
        var form = TwilioCaller.Form(world, "447700900123");
        foreach (var (name, value) in fields)
            form[name] = value;

        var response = await world.Http.SendAsync(TwilioCaller.Post(form));

        response.IsSuccessStatusCode.Should().BeFalse();
        return _caller.Code(await Json(response));
    }

    private static async Task<string> StatusAsync(SimulatorWorld world, string sid) =>
        (await Json(await world.Http.SendAsync(TwilioCaller.Get(sid))))["status"]!.GetValue<string>();

    private static async Task<JsonNode> Json(HttpResponseMessage response) => JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
}
