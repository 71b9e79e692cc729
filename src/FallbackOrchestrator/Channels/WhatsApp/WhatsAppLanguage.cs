namespace FallbackOrchestrator.Channels.WhatsApp;

/// <param name="Code">The language of a template, e.g. <c>en_GB</c>.</param>
/// <param name="Policy">Always <c>deterministic</c>, if it is given: no other language is used instead.</param>
internal sealed record WhatsAppLanguage(string Code, string? Policy = null);
