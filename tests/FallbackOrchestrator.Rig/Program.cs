using System.Globalization;
using FallbackOrchestrator.Rig;

// Crashes PostgreSQL in the middle of commits under load, and counts what was lost, doubled, stuck or late.
var options = new Dictionary<string, int> { ["--seconds"] = 90, ["--rate"] = 40, ["--crashes"] = 20 };
for (var i = 0; i < args.Length; i += 2)
{
    if (i + 1 == args.Length || !options.ContainsKey(args[i]) || !int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out var value) || value < 0)
    {
        await Console.Error.WriteLineAsync($"{args[i]}: the options are --seconds N (90), --rate N (40 Sends a second) and --crashes N (20)");
        return 2;
    }
    options[args[i]] = value;
}

await using var server = await Server.StartAsync();
await using var services = await Services.StartAsync(server);
var load = new Load(services.Replicas, options["--rate"], TimeSpan.FromSeconds(options["--seconds"]));
var crashing = server.CrashAsync(options["--crashes"], TimeSpan.FromSeconds(options["--seconds"]));
await load.RunAsync();
await crashing;
var verdict = await Verdict.ReadAsync(server, services, load.Answers);
Console.WriteLine(verdict.Text);
return verdict.IsGood ? 0 : 1;
