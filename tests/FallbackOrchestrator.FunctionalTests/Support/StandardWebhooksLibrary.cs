using System.ComponentModel;
using System.Diagnostics;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>
/// The npm package <c>standardwebhooks</c>, by the authors of the specification. A test that takes it is skipped where it cannot be had.
/// </summary>
internal sealed class StandardWebhooksLibrary
{
    private const string Verify =
        """
        const { Webhook } = require("standardwebhooks");
        const [secret, id, timestamp, signature, body] = process.argv.slice(1);
        try {
            new Webhook(secret).verify(body, { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature });
            console.log("verified");
        } catch (refused) {
            console.log(refused.message);
        }
        """;

    private readonly string _folder;

    private StandardWebhooksLibrary(string folder) => _folder = folder;

    public static async Task<StandardWebhooksLibrary> InstallAsync()
    {
        var folder = Path.Combine(Path.GetTempPath(), "fallback-standardwebhooks-1.1.1");
        Directory.CreateDirectory(folder);
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "standardwebhooks")))
        {
            var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
            if (await RunAsync(npm, folder, ["install", "--silent", "--no-audit", "--no-fund", "standardwebhooks@1.1.1"]) is null)
                Assert.Skip("npm did not fetch the package standardwebhooks");
        }
        return new StandardWebhooksLibrary(folder);
    }

    /// <summary>Returns <c>verified</c>, or why not.</summary>
    public async Task<string?> VerifyAsync(string secret, Posted posted)
    {
        var response = await RunAsync("node", _folder,
        [
            "-e", Verify, secret, posted.Id, posted.Headers["webhook-timestamp"], posted.Headers["webhook-signature"], posted.Body,
        ]);
        if (response is null)
            Assert.Skip("node does not run");
        return response;
    }

    // Null if the program is missing, takes too long or fails.
    private static async Task<string?> RunAsync(string program, string folder, string[] arguments)
    {
        var start = new ProcessStartInfo(
            program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            using var overdue = new CancellationTokenSource(TestTimeout.Limit);
            try
            {
                var output = await process.StandardOutput.ReadToEndAsync(overdue.Token);
                await process.WaitForExitAsync(overdue.Token);
                return process.ExitCode == 0 ? output.Trim() : null;
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return null;
            }
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
