namespace FallbackOrchestrator.Messages.Contents;

/// <summary>What opens an address.</summary>
public enum UrlApplication
{
    Browser,
    Webview,
}
