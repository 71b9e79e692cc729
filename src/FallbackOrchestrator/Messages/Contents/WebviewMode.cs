namespace FallbackOrchestrator.Messages.Contents;

/// <summary>How much of the screen a webview takes.</summary>
public enum WebviewMode
{
    Full,
    Half,
    Tall,
}
