using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Kannel;

/// <summary>The service with a real Kannel, and an operator behind it.</summary>
public sealed class InstalledKannelTests(PostgresServer server)
{
    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static async Task<JsonNode> AttemptAsync(ApiHost host, string request)
    {
        var timeline = await host.Client.CompletedAsync(await host.Client.SendAsync(request));
        return timeline["attempts"]![0]!;
    }

    [Fact]
    public async Task A_message_waits_in_Kannel_for_its_operator_and_is_delivered()
    {
        var fakesmsc = KannelProcesses.Demand("fakesmsc", "/usr/lib/kannel/test", "kannel-extras");
        var port = ServiceProcess.FreePort();
        await using var kannel = await KannelProcesses.StartAsync($"smsc = fake\nport = {port}\nconnect-allow-ip = 127.0.0.1");
        await using var host = await KannelAccount.StartAsync(server, kannel.Address);
        var umid = await host.Client.SendAsync(KannelAccount.Sms("+447700900123", "Your parcel waits"));
        var queued = await Until.TrueAsync(
            () => host.Client.TimelineAsync(umid), timeline => Text(timeline["attempts"]![0]!, "status") != "queued");
        Text(queued["attempts"]![0]!, "status").Should().Be("accepted", "Kannel has it, and no operator is connected");

        await using var carrier = OwnProcess.StartCommand(fakesmsc, ["-H", "127.0.0.1", "-r", $"{port}", "-m", "0", "1 2 text nothing"], []);

        var timeline = await host.Client.CompletedAsync(umid);
        Text(timeline, "outcome").Should().Be("succeeded");
        Text(timeline["attempts"]![0]!, "status").Should().Be("delivered");
        await Until.TrueAsync(() => Task.FromResult(carrier.Output), output => output.Contains("Your parcel waits", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_operator_gets_the_message_as_it_was_sent_and_its_receipt_comes_back()
    {
        await using var carrier = new SmppOperator();
        await using var kannel = await KannelProcesses.StartAsync(carrier.Group);
        await using var host = await KannelAccount.StartAsync(server, kannel.Address);

        var attempt = await AttemptAsync(host, KannelAccount.Sms("+447700900123", "Привет, Kannel", window: 300));

        Text(attempt, "status").Should().Be("delivered");
        Text(attempt, "providerMessageId").Should().Be("id-1");
        var sms = carrier.Submitted.Should().ContainSingle().Subject;
        (sms.From, sms.To, sms.Text).Should().Be(("SHOP", "447700900123", "Привет, Kannel"));
        sms.ValidUntil.Should().NotBeEmpty("the window is a lifetime of four minutes");
    }

    [Fact]
    public async Task Of_a_long_text_only_the_first_part_is_reported()
    {
        await using var carrier = new SmppOperator();
        await using var kannel = await KannelProcesses.StartAsync(carrier.Group);
        await using var host = await KannelAccount.StartAsync(server, kannel.Address);
        var text = string.Concat(Enumerable.Range(100, 100).Select(number => $"{number} "));

        var attempt = await AttemptAsync(host, KannelAccount.Sms("+447700900123", text));

        Text(attempt, "status").Should().Be("delivered");
        await Until.TrueAsync(() => Task.FromResult(carrier.Submitted.Count), count => count == 3);
        string.Concat(carrier.Submitted.Select(part => part.Text)).Should().Be(text);
        carrier.Submitted.Select(part => part.IsReported).Should().Equal(true, false, false);
        carrier.Submitted.Should().OnlyContain(part => part.ValidUntil.Length == 0, "nothing ends before the message is delivered");
    }

    [Theory]
    [InlineData(0x0B, null, "rejected", "notReachable", "0x0B")]
    [InlineData(0, "UNDELIV", "undelivered", "other", "012")]
    [InlineData(0, "EXPIRED", "lifetimeOver", "expired", "012")]
    public async Task A_failure_at_the_operator_is_a_failure_with_its_reason(
        uint refused, string? state, string status, string @class, string code)
    {
        await using var carrier = new SmppOperator { Decide = _ => (refused, state) };
        await using var kannel = await KannelProcesses.StartAsync(carrier.Group);
        await using var host = await KannelAccount.StartAsync(server, kannel.Address);

        var attempt = await AttemptAsync(host, KannelAccount.Sms("+447700900123", "Your parcel waits"));

        Text(attempt, "status").Should().Be(status);
        Text(attempt["error"]!, "class").Should().Be(@class);
        Text(attempt["error"]!, "providerCode").Should().Be(code);
        attempt.ToJsonString().Should().NotContain("parcel", "the receipt quotes it");
    }

    [Fact]
    public async Task A_wrong_password_is_a_fault_of_the_account()
    {
        await using var carrier = new SmppOperator();
        await using var kannel = await KannelProcesses.StartAsync(carrier.Group);
        await using var host = await KannelAccount.StartAsync(
            server, kannel.Address, ("ChannelAccounts:kannel-demo:Settings:Password", "another-password"));

        var attempt = await AttemptAsync(host, KannelAccount.Sms("+447700900123"));

        Text(attempt["error"]!, "class").Should().Be("configuration");
        Text(attempt["error"]!, "text").Should().Be("Authorization failed for sendsms");
        carrier.Submitted.Should().BeEmpty();
    }
}
