using System.Net;
using System.Text.Json.Nodes;
using FallbackOrchestrator.Simulator;

namespace FallbackOrchestrator.UnitTests.Simulator;

public sealed class MetaSimulatorTests
{
    private readonly MetaCaller _caller = new();

    [Fact]
    public async Task The_response_names_the_message_and_the_normalised_number()
    {
        await using var world = await SimulatorWorld.StartAsync();

        var response = await world.Http.SendAsync(_caller.Text(world, "+447700900123"));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        body["messaging_product"]!.GetValue<string>().Should().Be("whatsapp");
        body["contacts"]![0]!["input"]!.GetValue<string>().Should().Be("+447700900123");
        body["contacts"]![0]!["wa_id"]!.GetValue<string>().Should().Be("447700900123");
        body["messages"]![0]!["message_status"]!.GetValue<string>().Should().Be("accepted");
        _caller.ProviderId(body).Should().StartWith("wamid.");
    }

    [Fact]
    public async Task A_receipt_goes_to_the_account_of_the_number_signed_and_with_the_reference()
    {
        await using var world = await SimulatorWorld.StartAsync();

        var response = await world.Http.SendAsync(_caller.Text(world, _caller.Number(2), "attempt-ü"));
        await world.PlayToTheEndAsync();

        var receipt = world.Posted.Should().ContainSingle().Subject;
        receipt.Path.Should().Be("/webhooks/meta/main-whatsapp");
        receipt.Header("X-Hub-Signature-256").Should().Be(Signatures.Meta(SimulatorWorld.AppSecret, receipt.Body));
        _caller.Reference(receipt).Should().Be("attempt-ü");
        var status = MetaCaller.Status(receipt);
        status["id"]!.GetValue<string>().Should().Be(_caller.ProviderId(JsonNode.Parse(await response.Content.ReadAsStringAsync())!));
        status["timestamp"]!.GetValue<string>().Should().Be($"{SimulatorWorld.Start.ToUnixTimeSeconds()}");
        status["recipient_id"]!.GetValue<string>().Should().Be(_caller.Number(2));
    }

    [Fact]
    public async Task A_failed_receipt_has_a_reason_and_no_reference()
    {
        await using var world = await SimulatorWorld.StartAsync();

        await world.Http.SendAsync(_caller.Text(world, _caller.Number(5)));
        await world.PlayToTheEndAsync();

        var receipt = world.Posted.Should().ContainSingle().Subject;
        MetaCaller.Status(receipt)["errors"]![0]!["code"]!.GetValue<int>().Should().Be(131026);
        _caller.Reference(receipt).Should().BeNull();
    }

    [Fact]
    public async Task A_wrong_token_returns_401_with_code_190()
    {
        await using var world = await SimulatorWorld.StartAsync();

        var response = await world.Http.SendAsync(MetaCaller.Post(new { }, token: "stolen"));

        await ShouldRefuseAsync(response, HttpStatusCode.Unauthorized, "190");
    }

    [Fact]
    public async Task A_phone_number_id_that_is_nobodys_does_not_exist()
    {
        await using var world = await SimulatorWorld.StartAsync();

        var response = await world.Http.SendAsync(MetaCaller.Post(new { }, from: "999"));

        await ShouldRefuseAsync(response, HttpStatusCode.BadRequest, "100");
    }

    [Theory]
    [InlineData("""[]""", "100")]
    [InlineData("""{"to":"447700900123","type":"text","text":{"body":"Hi"}}""", "100")]
    [InlineData("""{"messaging_product":"whatsapp","type":"text","text":{"body":"Hi"}}""", "100")]
    [InlineData("""{"messaging_product":"whatsapp","to":"447700900123","type":"text","text":{}}""", "100")]
    [InlineData("""{"messaging_product":"whatsapp","to":"447700900123","type":"template","template":{"name":"a"}}""", "131008")]
    [InlineData("""{"messaging_product":"whatsapp","to":"447700900123","type":"image","image":{"caption":"a"}}""", "131008")]
    [InlineData("""{"messaging_product":"whatsapp","to":"447700900123","type":"telegram","telegram":{}}""", "100")]
    public async Task A_body_that_lacks_what_Meta_asks_for_is_refused(string body, string code)
    {
        await using var world = await SimulatorWorld.StartAsync();

        var response = await world.Http.SendAsync(MetaCaller.Post(JsonNode.Parse(body)!));

        await ShouldRefuseAsync(response, HttpStatusCode.BadRequest, code);
        world.Receipts.Pending.Should().Be(0);
    }

    [Theory]
    [InlineData("""{"messaging_product":"whatsapp","to":"447700900123","type":"template","template":{"name":"a","language":{"code":"en"}}}""")]
    [InlineData("""{"messaging_product":"whatsapp","to":"447700900123","type":"document","document":{"link":"https://cdn.example/a.pdf"}}""")]
    [InlineData("""{"messaging_product":"whatsapp","recipient":"US.1349","text":{"body":"Hi"}}""")]
    public async Task Templates_media_and_business_scoped_ids_are_accepted(string body)
    {
        await using var world = await SimulatorWorld.StartAsync();

        var response = await world.Http.SendAsync(MetaCaller.Post(JsonNode.Parse(body)!));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private async Task ShouldRefuseAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        response.StatusCode.Should().Be(status);
        _caller.Code(JsonNode.Parse(await response.Content.ReadAsStringAsync())!).Should().Be(code);
    }
}
