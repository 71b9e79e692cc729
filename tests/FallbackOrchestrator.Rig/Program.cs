using FallbackOrchestrator.Rig;

// Makes trouble under load, and counts what was lost, doubled, stuck or late: PostgreSQL crashes in the middle of commits, or one version
// of the service replaces another.
RigOptions options;
try
{
    options = RigOptions.Parse(args);
}
catch (ArgumentException wrong)
{
    await Console.Error.WriteLineAsync($"{wrong.Message}; {RigOptions.Usage}");
    return 2;
}

await using var server = await Server.StartAsync();
await using var customer = await Customer.StartAsync();
await using var services = await Services.StartAsync(server, options.UpgradeFrom);
await customer.RegisterAsync(services.Replicas[0]);
var duration = TimeSpan.FromSeconds(options.Seconds);
var load = new Load(services.Replicas, options.Rate, duration);
var troubling = server.TroubleAsync(
    [
        .. Enumerable.Repeat(Trouble.Crash, options.Crashes),
        .. Enumerable.Repeat(Trouble.Kill, options.Kills),
        .. Enumerable.Repeat(Trouble.Pause, options.Pauses),
    ],
    duration);
var upgrading = UpgradeAsync();
await load.RunAsync();
await troubling;
await upgrading;
var verdict = await Verdict.ReadAsync(server, services, customer, load.Results);
Console.WriteLine(verdict.Text);
return verdict.IsGood && (options.UpgradeFrom is null || load.Results.Values.All(result => result.Status == 200)) ? 0 : 1;

async Task UpgradeAsync()
{
    if (options.UpgradeFrom is null)
        return;
    await Task.Delay(duration / 3);
    await services.UpgradeAsync();
}
