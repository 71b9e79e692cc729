using System.Globalization;
using FallbackOrchestrator.Rig;

// Crashes PostgreSQL in the middle of commits under load, and counts what was lost, doubled, stuck or late.
var options = new Dictionary<string, int> { ["--seconds"] = 90, ["--rate"] = 40, ["--crashes"] = 20, ["--kills"] = 0, ["--pauses"] = 0 };
for (var i = 0; i < args.Length; i += 2)
{
    if (i + 1 == args.Length || !options.ContainsKey(args[i]) || !int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out var value)
        || value < 0)
    {
        await Console.Error.WriteLineAsync($"{args[i]}: the options are --seconds N (90), --rate N (40 Sends a second), --crashes N (20), "
            + "--kills N (0; of one of its processes) and --pauses N (0; 10 s each)");
        return 2;
    }
    options[args[i]] = value;
}

await using var server = await Server.StartAsync();
await using var customer = await Customer.StartAsync();
await using var services = await Services.StartAsync(server);
await customer.RegisterAsync(services.Replicas[0]);
var load = new Load(services.Replicas, options["--rate"], TimeSpan.FromSeconds(options["--seconds"]));
var troubling = server.TroubleAsync(
    [
        .. Enumerable.Repeat(Trouble.Crash, options["--crashes"]),
        .. Enumerable.Repeat(Trouble.Kill, options["--kills"]),
        .. Enumerable.Repeat(Trouble.Pause, options["--pauses"]),
    ],
    TimeSpan.FromSeconds(options["--seconds"]));
await load.RunAsync();
await troubling;
var verdict = await Verdict.ReadAsync(server, services, customer, load.Results);
Console.WriteLine(verdict.Text);
return verdict.IsGood ? 0 : 1;
