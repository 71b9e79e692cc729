using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FallbackOrchestrator.FunctionalTests.Kannel;

/// <summary>An operator that speaks SMPP 3.4, as much of it as Kannel needs: it takes messages and sends receipts.</summary>
internal sealed class SmppOperator : IAsyncDisposable
{
    private const uint Response = 0x8000_0000;
    private const uint BindTransceiver = 0x09;
    private const uint SubmitSm = 0x04;
    private const uint DeliverSm = 0x05;
    private const byte IsReceipt = 0x04;
    private const int HeaderLength = 16;
    private const int LongestQuotation = 20;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentQueue<SubmittedSms> _submitted = new();
    private readonly Task _serving;
    private uint _sequence;

    public SmppOperator()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>What becomes of a message: the status of the response (0 is accepted), and the state in the receipt, if any.</summary>
    public Func<SubmittedSms, (uint Status, string? State)> Decide { get; set; } = _ => (0, "DELIVRD");

    /// <summary>What was accepted or refused, in order.</summary>
    public IReadOnlyList<SubmittedSms> Submitted => [.. _submitted];

    /// <summary>The lines that connect a Kannel to it.</summary>
    public string Group =>
        $"""
        smsc = smpp
        host = 127.0.0.1
        port = {((IPEndPoint)_listener.LocalEndpoint).Port}
        transceiver-mode = true
        smsc-username = shop
        smsc-password = secret
        system-type = VMA
        interface-version = 34
        reconnect-delay = 1
        """;

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        await _serving.ContinueWith(_ => { }, TaskScheduler.Default);
        _over.Dispose();
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            using var client = await _listener.AcceptTcpClientAsync(_over.Token);
            await using var stream = client.GetStream();
            try
            {
                while (true)
                    await RespondAsync(stream);
            }
            catch (IOException)
            {
                // Kannel has gone, or looked only whether anybody listens.
            }
        }
    }

    private async Task RespondAsync(NetworkStream stream)
    {
        var header = new byte[HeaderLength];
        await stream.ReadExactlyAsync(header, _over.Token);
        var body = new byte[BinaryPrimitives.ReadInt32BigEndian(header) - HeaderLength];
        await stream.ReadExactlyAsync(body, _over.Token);
        var (command, sequence) = (
            BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4)), BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(12)));
        if ((command & Response) != 0)
            return;
        if (command != SubmitSm)
        {
            await WriteAsync(stream, command | Response, 0, sequence, command == BindTransceiver ? "operator\0"u8.ToArray() : []);
            return;
        }
        var sms = SubmittedSms.Read(body);
        _submitted.Enqueue(sms);
        var id = $"id-{_submitted.Count}";
        var (status, state) = Decide(sms);
        await WriteAsync(stream, SubmitSm | Response, status, sequence, status == 0 ? Encoding.ASCII.GetBytes($"{id}\0") : []);
        if (state is not null && sms.IsReported)
            await WriteAsync(stream, DeliverSm, 0, ++_sequence, Receipt(sms, id, state));
    }

    private static byte[] Receipt(SubmittedSms sms, string id, string state)
    {
        var quoted = sms.Text[..Math.Min(sms.Text.Length, LongestQuotation)];
        var text = Encoding.ASCII.GetBytes(
            $"id:{id} sub:001 dlvrd:001 submit date:2611231000 done date:2611231005 stat:{state} err:012 text:{quoted}");
        return
        [
            0, 1, 1, .. Encoding.ASCII.GetBytes(sms.To), 0, 5, 0, .. Encoding.ASCII.GetBytes(sms.From), 0,
            IsReceipt, 0, 0, 0, 0, 0, 0, 0, 0, (byte)text.Length, .. text,
        ];
    }

    private async Task WriteAsync(NetworkStream stream, uint command, uint status, uint sequence, byte[] body)
    {
        var message = new byte[HeaderLength + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(message, message.Length);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(4), command);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(8), status);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(12), sequence);
        body.CopyTo(message, HeaderLength);
        await stream.WriteAsync(message, _over.Token);
    }
}
