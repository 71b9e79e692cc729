using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;
using static FallbackOrchestrator.FunctionalTests.Api.JsonBody;

namespace FallbackOrchestrator.FunctionalTests.Api;

/// <summary>Charset and compression of bodies, for every call that takes a body.</summary>
public sealed class BodyEncodingTests(ApiHost host) : IClassFixture<ApiHost>
{
    private readonly EveryCall _calls = new(host);

    [Fact]
    public async Task Every_call_that_takes_JSON_reports_mistakes_in_charset_and_compression()
    {
        _calls.WithBody.Should().HaveCountGreaterThan(10);
        foreach (var call in _calls.WithBody)
        {
            var name = $"{call.DisplayName}";
            foreach (var charset in new[] { "cp1252", "utf-7", "garbage" })
                await _calls.ExpectRefusalAsync(call, With("{}", charset), 415, "'Content-Type'", $"{name}, {charset}");
            foreach (var encoding in new[] { "zstd", "gzip, br", "garbage" })
                await _calls.ExpectRefusalAsync(call, Encoded("{}"u8.ToArray(), encoding), 415, "'Content-Encoding'", $"{name}, {encoding}");
            foreach (var encoding in new[] { "gzip", "deflate", "br" })
                await _calls.ExpectRefusalAsync(call, Encoded("{\"no\":1}"u8.ToArray(), encoding), 400, "'Content-Encoding'", $"{name}, {encoding}");
            foreach (var charset in new[] { "\"utf-8\"", "utf8", "'utf-8'", "UTF-8; version=1", "" })
                (await _calls.StatusAsync(call, With("5", charset))).Should().NotBe(
                    HttpStatusCode.InternalServerError).And.NotBe(HttpStatusCode.UnsupportedMediaType, $"{name}, {charset}");
            await _calls.ExpectRefusalAsync(call, With("5", "\"utf-8\""), 400, "'body': must be an", name);
        }
    }

    [Theory]
    [InlineData("\"utf-8\"")]
    [InlineData("utf8")]
    [InlineData("'utf-8'")]
    [InlineData("UTF-8; version=1")]
    [InlineData("utf-16")]
    [InlineData("iso-8859-1")]
    public async Task A_known_charset_is_read(string charset)
    {
        var plain = charset.Split(';')[0].Trim('"', '\'').Replace("utf8", "utf-8", StringComparison.Ordinal);
        var body = new ByteArrayContent(Encoding.GetEncoding(plain).GetBytes(Hello));
        body.Headers.TryAddWithoutValidation("Content-Type", $"application/json; charset={charset}");

        (await SendAsync(body)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("GZIP")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("identity")]
    public async Task A_compressed_body_is_read(string encoding) =>
        (await SendAsync(Encoded(Packed(Encoding.UTF8.GetBytes(Hello), encoding), encoding))).Status.Should().Be(HttpStatusCode.OK);

    [Fact]
    public async Task A_compressed_body_may_not_decompress_to_more_than_the_call_takes()
    {
        var bomb = Packed(Encoding.UTF8.GetBytes(Hello + new string(' ', 5_000_000)), "gzip");

        var (status, body) = await SendAsync(Encoded(bomb, "gzip"));

        bomb.Length.Should().BeLessThan(100_000);
        status.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        Published.Error(body, 7001).Should().Contain("512 kB");
    }

    [Fact]
    public async Task A_compressed_receipt_is_decompressed_before_its_signature_is_verified()
    {
        var body = Encoding.UTF8.GetBytes("""{"object":"whatsapp_business_account","entry":[]}""");
        using var content = Encoded(Packed(body, "gzip"), "gzip");
        content.Headers.Add("X-Hub-Signature-256", Simulator.Signatures.Meta("dev-meta-app-secret", body));
        using var unknown = Encoded(body, "zstd");

        using var taken = await host.Client.Http.PostAsync("/webhooks/meta/whatsapp-demo", content);
        using var refused = await host.Client.Http.PostAsync("/webhooks/meta/whatsapp-demo", unknown);

        taken.StatusCode.Should().Be(HttpStatusCode.OK);
        refused.StatusCode.Should().Be(HttpStatusCode.UnsupportedMediaType);
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(HttpContent content)
    {
        using var response = await host.Client.Http.PostAsync(DemoClient.Messages, content);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    private static byte[] Packed(byte[] body, string encoding)
    {
        var packed = new MemoryStream();
        using (Stream packer = encoding.ToUpperInvariant() switch
        {
            "GZIP" => new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true),
            "BR" => new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true),
            "DEFLATE" => new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true),
            _ => new BufferedStream(packed),
        })
        {
            packer.Write(body);
            packer.Flush();
            if (encoding == "identity")
                return packed.ToArray();
        }
        return packed.ToArray();
    }
}
