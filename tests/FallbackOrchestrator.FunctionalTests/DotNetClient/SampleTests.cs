using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using FallbackOrchestrator.Client;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Persistence.Secrets;
using Microsoft.Extensions.DependencyInjection;
using SigningSecret = FallbackOrchestrator.StatusWebhooks.SigningSecret;

namespace FallbackOrchestrator.FunctionalTests.DotNetClient;

/// <summary>Every program of <c>samples/</c> does what its page says.</summary>
public sealed class SampleTests(ApiHost host) : IClassFixture<ApiHost>, IAsyncDisposable
{
    private const string Body = """{"type":"test","data":{}}""";

    private static readonly string OtherSecret = SigningSecret.New().Text;
    private static readonly string Samples = Path.GetFullPath(Path.Combine(OpenApiTools.Folder, "..", "..", "samples"));

    private readonly FallbackClient _client = new(
        host.Client.Http, new FallbackClientOptions { BaseAddress = host.Address, ApiKey = DemoClient.Key, Subaccount = "demo" });

    // The next receiver must not get what was for this one.
    public async ValueTask DisposeAsync() => await _client.Webhooks.DeleteAsync([new WebhookTarget("demo")]);

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

        var umid = await host.Client.SendAsync("""
            {"user":{"msisdn":"+9990003"},"type":"text","content":{"text":"Grüße"},"channels":[{"channel":"SMS"}]}
            """);
        await Until.TrueAsync(() => Task.FromResult(process.Output), output => output.Contains("message.messageCompleted step 1"));
        await DeliverAgainAsync();
        var stored = await host.AskAsync<string>("SELECT id || ' ' || secret FROM webhooks WHERE subaccount_id = 'demo' AND type = 'CADR'");
        var secret = host.App.Services.GetRequiredService<StoredSecrets>().Read("webhooks", stored.Split(' ')[0], stored.Split(' ')[1]);

        (await PostAsync(receiver, OtherSecret)).Should().Be(HttpStatusCode.Unauthorized);
        (await PostAsync(receiver, secret, TimeSpan.FromMinutes(6))).Should().Be(HttpStatusCode.Unauthorized, "it is too old");
        (await PostAsync(receiver, secret, sentBody: "{}")).Should().Be(HttpStatusCode.Unauthorized, "its body was changed");
        (await PostAsync(receiver, secret, before: "v1,c2lnbmVk v2,newer ")).Should().Be(HttpStatusCode.NoContent, "one signature is right");
        await Until.TrueAsync(() => Task.FromResult(process.Output), output => output.Contains("refused"));
        var printed = process.Output.Split('\n').Where(line => line.StartsWith("message.", StringComparison.Ordinal)).ToList();
        var updates = await _client.Webhooks.ListDeliveriesAsync([DeliveryState.Delivered], Guid.Parse(umid));
        updates.Should().HaveCountGreaterThanOrEqualTo(4);
        printed.Should().HaveCount(updates.Count, "each is printed once, although one was delivered twice");
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

    private async Task DeliverAgainAsync()
    {
        var last = (await Until.TrueAsync(
            () => _client.Webhooks.ListDeliveriesAsync([DeliveryState.Pending, DeliveryState.Delivered]),
            all => all.All(one => one.State == DeliveryState.Delivered)))[0];
        await _client.Webhooks.ReplayAsync(last.Id);
        await Until.TrueAsync(
            () => _client.Webhooks.ListDeliveriesAsync([DeliveryState.Delivered]), all => all.Any(one => one.Id == last.Id));
    }

    private static async Task<HttpStatusCode> PostAsync(
        Uri receiver, string secret, TimeSpan age = default, string before = "", string sentBody = Body)
    {
        var at = (DateTimeOffset.UtcNow - age).ToUnixTimeSeconds();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(receiver, "/status")) { Content = new StringContent(sentBody) };
        request.Headers.Add("webhook-id", "an-id");
        request.Headers.Add("webhook-timestamp", at.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", before + SigningSecret.Parse(secret).Sign("an-id", at, Body));
        using var response = await http.SendAsync(request);
        return response.StatusCode;
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
