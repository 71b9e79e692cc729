using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using FallbackOrchestrator.Client;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.DotNetClient;

/// <summary>Every program of <c>samples/</c> does what its page says.</summary>
public sealed class SampleTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly string Samples = Path.GetFullPath(Path.Combine(OpenApiTools.Folder, "..", "..", "samples"));

    [Theory]
    [InlineData("dotnet", "SendAndWait")]
    [InlineData("node", "javascript/send-and-wait.mjs")]
    [InlineData("python3", "python/send_and_wait.py")]
    [InlineData("bash", "curl/send-and-wait.sh")]
    public async Task It_sends_a_message_that_falls_back_twice_and_waits_for_the_outcome(string command, string sample)
    {
        await using var process = await StartAsync(command, sample);

        (await process.EndedAsync()).Should().Be(0, process.Output);

        process.Output.Trim().Should().EndWithEquivalentOf("succeeded at step 3");
        var lines = process.Output.Split('\n');
        // A machine that stands still for a whole window does not hand an attempt over in time.
        lines.Count(line => line.Contains("attemptTimedOut", StringComparison.Ordinal)
            || line.Contains("attemptNotSent", StringComparison.Ordinal)).Should().Be(2, process.Output);
        lines.Count(line => line.Contains("messageCompleted", StringComparison.Ordinal)).Should().Be(1, process.Output);
    }

    [Theory]
    [InlineData("dotnet", "WebhookReceiver")]
    [InlineData("node", "javascript/webhook-receiver.mjs")]
    [InlineData("python3", "python/webhook_receiver.py")]
    public async Task It_prints_every_update_once_and_refuses_what_the_service_did_not_sign(string command, string sample)
    {
        await using var process = await StartAsync(command, sample);
        var receiver = await process.ListeningAsync();
        var client = new FallbackClient(
            host.Client.Http, new FallbackClientOptions { BaseAddress = host.Address, ApiKey = DemoClient.Key, Subaccount = "demo" });

        await host.Client.SendAsync("""
            {"user":{"msisdn":"+9990003"},"type":"text","content":{"text":"Grüße"},"channels":[{"channel":"SMS"}]}
            """);
        await Until.TrueAsync(() => Task.FromResult(process.Output), output => output.Contains("message.messageCompleted step 1"));
        await DeliverAgainAsync(client);
        using var http = new HttpClient();
        using var forged = Forged(receiver);
        using var response = await http.SendAsync(forged);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        await Until.TrueAsync(() => Task.FromResult(process.Output), output => output.Contains("refused"));
        var printed = process.Output.Split('\n').Where(line => line.StartsWith("message.", StringComparison.Ordinal)).ToList();
        printed.Should().HaveCountGreaterThanOrEqualTo(4).And.NotContain(line => line.Contains("forged", StringComparison.Ordinal));
        printed.Count(line => line.StartsWith("message.messageCompleted", StringComparison.Ordinal)).Should().Be(1);
    }

    [Fact]
    public void The_page_names_every_sample()
    {
        var page = File.ReadAllText(Path.Combine(Samples, "README.md"));

        Directory.EnumerateFiles(Samples, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".mjs" or ".py" or ".sh" || Path.GetFileName(file) == "Program.cs")
            .Select(file => Path.GetRelativePath(Samples, file).Replace('\\', '/'))
            .Should().HaveCount(7).And.OnlyContain(file => page.Contains($"({file})", StringComparison.Ordinal));
    }

    private static async Task DeliverAgainAsync(FallbackClient client)
    {
        var last = (await Until.TrueAsync(
            () => client.Webhooks.ListDeliveriesAsync([DeliveryState.Pending, DeliveryState.Delivered]),
            all => all.All(one => one.State == DeliveryState.Delivered)))[0];
        await client.Webhooks.ReplayAsync(last.Id);
        await Until.TrueAsync(
            () => client.Webhooks.ListDeliveriesAsync([DeliveryState.Delivered]), all => all.Any(one => one.Id == last.Id));
    }

    private static HttpRequestMessage Forged(Uri receiver)
    {
        const string Body = """{"type":"message.forged","data":{}}""";
        var at = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = System.Security.Cryptography.HMACSHA256.HashData(new byte[32], Encoding.UTF8.GetBytes($"forged.{at}.{Body}"));
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(receiver, "/status")) { Content = new StringContent(Body) };
        request.Headers.Add("webhook-id", "forged");
        request.Headers.Add("webhook-timestamp", at);
        request.Headers.Add("webhook-signature", $"v1,{Convert.ToBase64String(signature)}");
        return request;
    }

    private async Task<OwnProcess> StartAsync(string command, string sample)
    {
        var needed = command == "bash" ? "curl" : command;
        Assert.SkipUnless(await IsInstalledAsync(needed), $"{needed} is not installed");
        var path = command == "dotnet" ? Built(sample) : Path.Combine(Samples, sample);
        return OwnProcess.StartCommand(
            command,
            [path],
            [
                ("FALLBACK_ADDRESS", host.Address.GetLeftPart(UriPartial.Authority)),
                ("RECEIVER_PORT", ServiceProcess.FreePort().ToString(CultureInfo.InvariantCulture)),
            ]);
    }

    // Beside this test, in the same configuration.
    private static string Built(string sample)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(configuration.Parent!.Parent!.FullName, sample, configuration.Name, $"{sample}.dll");
    }

    private static async Task<bool> IsInstalledAsync(string command)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, ["--version"]) { RedirectStandardOutput = true })!;
            await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(TestTimeout.Limit);
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
