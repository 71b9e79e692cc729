using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FallbackOrchestrator.Channels;

/// <summary>JSON as adapters write it: complete, so that its length is known. They read with <see cref="WireObject"/>.</summary>
internal static class JsonWire
{
    public static HttpContent Write<T>(T value, JsonTypeInfo<T> type) =>
        new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, type))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") },
        };
}
