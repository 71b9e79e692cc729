namespace FallbackOrchestrator.WebConsole;

/// <summary>The settings of the console (section <c>WebConsole</c>).</summary>
public sealed class WebConsoleOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "WebConsole";

    /// <summary>True if the service has the console at <c>/console</c>. Default true; nobody sees anything there without a key.</summary>
    public bool Enabled { get; set; } = true;
}
