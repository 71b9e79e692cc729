namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The application that opens an address.</summary>
public enum UrlApplication
{
    Browser,
    Webview,
}
