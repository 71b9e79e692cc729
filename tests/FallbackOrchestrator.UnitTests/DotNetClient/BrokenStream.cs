namespace FallbackOrchestrator.UnitTests.DotNetClient;

/// <summary>A stream whose connection breaks behind its content.</summary>
internal sealed class BrokenStream(byte[] content) : MemoryStream(content)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        await base.ReadAsync(buffer, cancellationToken) is var length and > 0 ? length : throw new IOException("The connection broke");
}
