namespace FallbackOrchestrator.FunctionalTests.Processes;

/// <summary>Tests with processes of their own run one after another: they measure time, and a machine has few cores.</summary>
[CollectionDefinition(Name)]
public sealed class ProcessTests
{
    public const string Name = "processes";
}
