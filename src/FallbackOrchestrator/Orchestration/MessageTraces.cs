using System.Diagnostics;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Orchestration;

/// <summary>
/// The trace of a message: one trace from the request that stored it, through every decision and call, to the last webhook. The position in
/// the trace is stored with the message, so replicas and hours do not interrupt it. A message whose request was not traced has none.
/// </summary>
public static class MessageTraces
{
    /// <summary>The name of the source of the spans.</summary>
    public const string SourceName = "FallbackOrchestrator";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>
    /// The position of the current request, in the form of the header <c>traceparent</c>; null if it is not traced. A caller's header
    /// alone starts no trace: this service must export traces, too.
    /// </summary>
    public static string? Current =>
        Source.HasListeners() && Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } request ? request.Id : null;

    /// <summary>Starts a span of a message; null if the message has no trace.</summary>
    /// <param name="name">The name of the span.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="traceParent">The position that is stored with the message.</param>
    /// <param name="umid">The message.</param>
    public static Activity? Start(string name, ActivityKind kind, string? traceParent, Umid umid) =>
        traceParent is not null && ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var parent)
            ? Source.StartActivity(name, kind, parent)?.SetTag("umid", umid.ToString()) : null;

    /// <summary>Shows a change, after its commit: one span, with an event for each line of the timeline.</summary>
    public static void Show(MessageChange change)
    {
        if (change.TraceParent is null || change.Decision.Timeline.IsEmpty)
            return;
        using var span = Start("decide", ActivityKind.Internal, change.TraceParent, change.Decision.Message.Umid);
        if (span is null)
            return;
        span.SetTag("cause", EnumText.Of(change.Decision.Timeline[0].Cause));
        foreach (var entry in change.Decision.Timeline)
            span.AddEvent(new ActivityEvent(entry.Event.GetType().Name, change.Now, TagsOf(entry)));
    }

    // Only what identifies nobody: no number, no text of a provider.
    private static ActivityTagsCollection TagsOf(TimelineEntry entry)
    {
        var tags = new ActivityTagsCollection();
        if (entry.Step is { } step)
            tags.Add("step", step);
        switch (entry.Event)
        {
            case MessageEvent.AttemptQueued queued:
                tags.Add("channel", queued.Channel.Value);
                tags.Add("account", queued.Account.Value);
                break;
            case MessageEvent.StatusChanged changed:
                tags.Add("status", Attempt.TextOf(changed.To));
                break;
            case MessageEvent.MessageCompleted completed:
                tags.Add("outcome", EnumText.Of(completed.Outcome));
                break;
        }
        return tags;
    }
}
