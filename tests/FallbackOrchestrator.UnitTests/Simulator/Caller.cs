using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace FallbackOrchestrator.UnitTests.Simulator;

/// <summary>Calls one fake provider as its customers do, and reads the word out of what it posts.</summary>
internal abstract class Caller
{
    public static Caller Of(string provider) => provider switch
    {
        "meta" => new MetaCaller(),
        "vonage" => new VonageCaller(),
        "twilio" => new TwilioCaller(),
        _ => throw new ArgumentOutOfRangeException(nameof(provider)),
    };

    /// <summary>Sends a text to a number, given as its digits.</summary>
    public abstract HttpRequestMessage Text(SimulatorWorld world, string digits, string reference = "attempt-1");

    /// <summary>The provider's own word for what a receipt says.</summary>
    public abstract string Word(PostedReceipt receipt);

    /// <summary>The reference that a receipt echoes; null where it echoes none.</summary>
    public abstract string? Reference(PostedReceipt receipt);

    /// <summary>The id by which the provider names the message in its response.</summary>
    public abstract string ProviderId(JsonNode response);

    /// <summary>The provider's code in a response that refuses.</summary>
    public abstract string Code(JsonNode response);

    /// <summary>A scripted number whose digit for this provider's channel is <paramref name="digit"/>; all others are 4.</summary>
    public string Number(int digit) => $"9990{"4444444".Remove(Position, 1).Insert(Position, $"{digit}")}001";

    protected abstract int Position { get; }

    protected static HttpRequestMessage Json(string path, object body, AuthenticationHeaderValue authorization) =>
        new(HttpMethod.Post, path)
    {
        Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
        Headers = { Authorization = authorization },
    };

    protected static AuthenticationHeaderValue Basic(string name, string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{secret}")));
}

internal sealed class MetaCaller : Caller
{
    protected override int Position => 0;

    public static HttpRequestMessage Post(
        object body, string token = SimulatorWorld.AccessToken, string from = SimulatorWorld.PhoneNumberId) =>
        Json($"/simulator/meta/v23.0/{from}/messages", body, new AuthenticationHeaderValue("Bearer", token));

    public override HttpRequestMessage Text(SimulatorWorld world, string digits, string reference = "attempt-1") => Post(new
    {
        messaging_product = "whatsapp",
        to = digits,
        type = "text",
        text = new { body = "Hello" },
        biz_opaque_callback_data = reference,
    });

    public override string Word(PostedReceipt receipt) => Status(receipt)["status"]!.GetValue<string>();

    public override string? Reference(PostedReceipt receipt) => Status(receipt)["biz_opaque_callback_data"]?.GetValue<string>();

    public override string ProviderId(JsonNode response) => response["messages"]![0]!["id"]!.GetValue<string>();

    public override string Code(JsonNode response) => response["error"]!["code"]!.ToString();

    public static JsonNode Status(PostedReceipt receipt) =>
        JsonNode.Parse(receipt.Body)!["entry"]![0]!["changes"]![0]!["value"]!["statuses"]![0]!;
}

internal sealed class VonageCaller : Caller
{
    protected override int Position => 1;

    public static HttpRequestMessage Post(object body, string secret = "vonage-secret") =>
        Json("/simulator/vonage/v1/messages", body, Basic("a1b2c3d", secret));

    public override HttpRequestMessage Text(SimulatorWorld world, string digits, string reference = "attempt-1") => Post(new
    {
        channel = "viber_service",
        message_type = "text",
        to = digits,
        from = "1234",
        text = "Hello",
        client_ref = reference,
        webhook_url = $"{world.Service}webhooks/vonage/given",
    });

    public override string Word(PostedReceipt receipt) => JsonNode.Parse(receipt.Body)!["status"]!.GetValue<string>();

    public override string? Reference(PostedReceipt receipt) => JsonNode.Parse(receipt.Body)!["client_ref"]?.GetValue<string>();

    public override string ProviderId(JsonNode response) => response["message_uuid"]!.GetValue<string>();

    public override string Code(JsonNode response) => response["title"]!.GetValue<string>();
}

internal sealed class TwilioCaller : Caller
{
    protected override int Position => 2;

    public static string Messages => $"/simulator/twilio/2010-04-01/Accounts/{SimulatorWorld.AccountSid}/Messages";

    public static HttpRequestMessage Post(Dictionary<string, string> form, string authToken = SimulatorWorld.AuthToken) =>
        new(HttpMethod.Post, $"{Messages}.json")
        {
            Content = new FormUrlEncodedContent(form),
            Headers = { Authorization = Basic(SimulatorWorld.AccountSid, authToken) },
        };

    public static HttpRequestMessage Get(string sid) =>
        new(HttpMethod.Get,
            $"{Messages}/{sid}.json") { Headers = { Authorization = Basic(SimulatorWorld.AccountSid, SimulatorWorld.AuthToken) } };

    public override HttpRequestMessage Text(SimulatorWorld world, string digits, string reference = "attempt-1") =>
        Post(Form(world, digits, reference));

    public static Dictionary<string, string> Form(
        SimulatorWorld world, string digits, string reference = "attempt-1", string fragment = "#rc=3&rp=all") => new()
        {
            ["To"] = $"+{digits}",
            ["From"] = "+15005550006",
            ["Body"] = "Hello",
            ["StatusCallback"] = $"{world.Service}webhooks/twilio/main-sms?ref={reference}{fragment}",
        };

    public static Dictionary<string, string> FormOf(PostedReceipt receipt) =>
        QueryHelpers.ParseQuery(Encoding.UTF8.GetString(receipt.Body)).ToDictionary(p => p.Key, p => p.Value.ToString());

    public override string Word(PostedReceipt receipt) => FormOf(receipt)["MessageStatus"];

    public override string? Reference(PostedReceipt receipt) => QueryHelpers.ParseQuery(receipt.Path.Split('?')[1])["ref"];

    public override string ProviderId(JsonNode response) => response["sid"]!.GetValue<string>();

    public override string Code(JsonNode response) => response["code"]!.ToString();
}
