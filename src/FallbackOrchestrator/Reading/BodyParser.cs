using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace FallbackOrchestrator.Reading;

/// <summary>Reads JSON bodies: their media type and charset first, then their bytes, then their form, then their values.</summary>
internal sealed class BodyParser(IOptions<JsonOptions> json)
{
    public const string MediaType = "application/json";

    /// <summary>The list of a batch: each of its entries gets its own warnings.</summary>
    private const string List = "messages";

    private readonly JsonSerializerOptions _json = json.Value.SerializerOptions;
    private readonly ConcurrentDictionary<Type, BodyShape> _shapes = new();

    /// <summary>Reads the body of a request; null if it is empty and may be empty.</summary>
    /// <exception cref="RefusedRequestException">It cannot be read, or the call does not take it.</exception>
    public async ValueTask<Body<T>?> ReadAsync<T>(HttpContext http, bool mayBeEmpty) where T : class
    {
        var encoding = EncodingOf(http.Request);
        var (rented, length) = await ReadAllAsync(http);
        try
        {
            if (length == 0 && mayBeEmpty)
                return null;
            var bytes = WithoutMark(encoding is null ? rented.AsSpan(0, length) : Transcoded(rented.AsSpan(0, length), encoding));
            return Read<T>(bytes, http);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private Body<T> Read<T>(ReadOnlySpan<byte> utf8, HttpContext http) where T : class
    {
        var shape = _shapes.GetOrAdd(typeof(T), static (type, options) => BodyShape.Of(type, options), _json);
        if (BodyValidator.Find(utf8, shape, List, out var notes) is { } problem)
            throw new RefusedRequestException(problem);
        if (notes != BodyNotes.None)
            Tell(notes, http);
        try
        {
            return new Body<T>((T)JsonSerializer.Deserialize(utf8, _json.GetTypeInfo(typeof(T)))!, notes);
        }
        catch (JsonException wrong)
        {
            var field = wrong.Path?.TrimStart('$').TrimStart('.');
            throw new RefusedRequestException(
                Problems.InvalidParameter(string.IsNullOrEmpty(field) ? "body" : field, "has a value that cannot be read"));
        }
    }

    private static void Tell(BodyNotes notes, HttpContext http)
    {
        switch (http.GetEndpoint()?.Metadata.GetMetadata<UnreadFieldsMetadata>()?.Are ?? UnreadFields.Refused)
        {
            case UnreadFields.Refused when notes.HasUnread:
                throw new RefusedRequestException(Problems.InvalidParameter("body", $"has fields that are {notes.Unread}"));
            case UnreadFields.Refused or UnreadFields.InHeader:
                http.Response.Warn(notes.Warnings);
                break;
            default:
                break;
        }
    }

    // Null means UTF-8.
    private static Encoding? EncodingOf(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !IsJson(type))
            throw new RefusedRequestException(Problems.NoJson());
        var name = type.Charset.Value?.Trim('"', '\'', ' ');
        if (string.IsNullOrEmpty(name) || name.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            || name.Equals("utf8", StringComparison.OrdinalIgnoreCase))
            return null;
        try
        {
            return Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            throw new RefusedRequestException(Problems.UnknownCharset(Storable.Shown(name, 40)));
        }
    }

    private static bool IsJson(MediaTypeHeaderValue type) =>
        type.MediaType.Equals(new StringSegment(MediaType), StringComparison.OrdinalIgnoreCase)
        || type.Suffix.Equals(new StringSegment("json"), StringComparison.OrdinalIgnoreCase);

    private static async ValueTask<(byte[] Rented, int Length)> ReadAllAsync(HttpContext http)
    {
        var reader = http.Request.BodyReader;
        var rented = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(http.Request.ContentLength ?? 0, 1024, 1024 * 1024));
        var length = 0;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(http.RequestAborted);
                foreach (var segment in read.Buffer)
                {
                    if (rented.Length - length < segment.Length)
                        Grow(ref rented, length, length + segment.Length);
                    segment.Span.CopyTo(rented.AsSpan(length));
                    length += segment.Length;
                }
                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                    return (rented, length);
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(rented);
            throw;
        }
    }

    private static void Grow(ref byte[] rented, int length, int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, rented.Length * 2));
        rented.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(rented);
        rented = larger;
    }

    private static byte[] Transcoded(ReadOnlySpan<byte> bytes, Encoding encoding)
    {
        try
        {
            return Encoding.UTF8.GetBytes(encoding.GetString(bytes));
        }
        catch (ArgumentException)
        {
            throw new RefusedRequestException(
                Problems.InvalidParameter("body", $"is not valid {encoding.WebName}, which Content-Type says it is"));
        }
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> utf8) =>
        utf8.StartsWith("\uFEFF"u8) ? utf8["\uFEFF"u8.Length..] : utf8;
}
