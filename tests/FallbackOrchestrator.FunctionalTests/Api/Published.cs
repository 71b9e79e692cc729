using System.Text.Json.Nodes;

namespace FallbackOrchestrator.FunctionalTests.Api;

/// <summary>The forms that 8x8 publishes.</summary>
internal static class Published
{
    /// <summary>A time: UTC with hundredths of a second.</summary>
    public const string Time = @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\dZ$";

    /// <summary>Demands an error body and its code; returns the message.</summary>
    public static string Error(JsonNode? body, int code)
    {
        Names(body).Should().Equal("code", "message", "errorId", "timestamp");
        body!["code"]!.GetValue<int>().Should().Be(code, body["message"]!.GetValue<string>());
        Guid.TryParse(body["errorId"]!.GetValue<string>(), out _).Should().BeTrue();
        body["timestamp"]!.GetValue<string>().Should().MatchRegex(Time);
        return body["message"]!.GetValue<string>();
    }

    /// <summary>The names of an object's fields, in order.</summary>
    public static IEnumerable<string> Names(JsonNode? body)
    {
        body.Should().BeOfType<JsonObject>();
        return body!.AsObject().Select(field => field.Key);
    }
}
