using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Hosting.Commands;

/// <summary>
/// <c>doctor</c>: checks everything that the service needs and that can be checked without sending a message: the settings, the database,
/// the clock, the connection to each provider, and the public address of the service. It changes nothing, and may run beside the service.
/// </summary>
internal static class Doctor
{
    /// <summary>Runs it; returns 0 if nothing is wrong.</summary>
    public static async Task<int> RunAsync(string[] settings, TextWriter output)
    {
        var worst = Verdict.Ok;
        await foreach (var finding in ExamineAsync(SettingsFolder.Read(settings)))
        {
            await output.WriteLineAsync($"{finding.Verdict.ToString().ToLowerInvariant(),-8} {finding.Subject,-24} {finding.Text}");
            worst = finding.Verdict > worst ? finding.Verdict : worst;
        }
        await output.WriteLineAsync(worst switch
        {
            Verdict.Ok => "Nothing is wrong.",
            Verdict.Warning => "Nothing is wrong; look at the warnings.",
            _ => "Correct what is wrong, and run this again.",
        });
        return worst == Verdict.Wrong ? 1 : 0;
    }

    private static async IAsyncEnumerable<Finding> ExamineAsync(WebApplicationBuilder builder)
    {
        foreach (var finding in Settings(builder))
            yield return finding;
        foreach (var finding in await DatabaseChecks.RunAsync(builder))
            yield return finding;
        await foreach (var finding in ConnectionChecks.RunAsync(builder.Configuration))
            yield return finding;
    }

    private static List<Finding> Settings(WebApplicationBuilder builder)
    {
        try
        {
            RequiredSettings.Check(builder, willListen: false);
            return [Finding.Ok("settings", $"complete, for {builder.Environment.EnvironmentName}, from {builder.Environment.ContentRootPath}")];
        }
        catch (InvalidSettingsException wrong)
        {
            return [.. wrong.Messages.SkipLast(1).Select(mistake => Finding.Wrong("settings", mistake))];
        }
    }
}
