namespace FallbackOrchestrator.Inbound;

/// <summary>Inbound messages (section <c>Inbound</c>).</summary>
public sealed class InboundOptions
{
    /// <summary>
    /// The subaccount that gets the messages of a channel account for which nothing else decides, by the account's id. Without it they are
    /// counted and not kept.
    /// </summary>
    public Dictionary<string, string> Subaccounts { get; set; } = [];

    /// <summary>
    /// The words by which a person opts out of a channel, in any case and nothing else in the message, with commas between them. Default
    /// STOP, STOPALL, UNSUBSCRIBE, CANCEL, END, QUIT.
    /// </summary>
    public string StopWords { get; set; } = "STOP,STOPALL,UNSUBSCRIBE,CANCEL,END,QUIT";

    /// <summary>The words by which a person takes that back. Default START, UNSTOP.</summary>
    public string StartWords { get; set; } = "START,UNSTOP";
}
