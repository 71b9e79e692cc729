namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The part of the screen that a webview takes.</summary>
public enum WebviewMode
{
    Full,
    Half,
    Tall,
}
