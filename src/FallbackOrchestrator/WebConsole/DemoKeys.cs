namespace FallbackOrchestrator.WebConsole;

/// <summary>The keys with which a click signs in to the demo.</summary>
/// <param name="Keys">The keys; null outside Development, and with other settings than those of the repository.</param>
internal sealed record DemoKeys(ConsoleKeys? Keys);
