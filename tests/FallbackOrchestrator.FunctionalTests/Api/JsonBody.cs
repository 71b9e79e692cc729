using System.Net.Http.Headers;
using System.Text;

namespace FallbackOrchestrator.FunctionalTests.Api;

/// <summary>Bodies of requests, with the headers that describe them.</summary>
internal static class JsonBody
{
    /// <summary>A small valid Send. The é shows whether the charset was understood.</summary>
    public const string Hello = """{ "user": { "msisdn": "+6591234567" }, "type": "text", "content": { "text": "Hello é" } }""";

    /// <summary>JSON in UTF-8 whose header names this charset.</summary>
    public static ByteArrayContent With(string json, string charset)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        content.Headers.TryAddWithoutValidation("Content-Type", $"application/json; charset={charset}");
        return content;
    }

    /// <summary>A body whose header names this compression.</summary>
    public static ByteArrayContent Encoded(byte[] body, string encoding)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return content;
    }
}
