namespace FallbackOrchestrator.Statistics;

/// <summary>What a window of a length would have meant.</summary>
/// <param name="Seconds">The length in seconds.</param>
/// <param name="InTime">Attempts that reached the status within it: the next channel would not have been needed.</param>
/// <param name="Later">Attempts that reached the status after it: the person would have got the message on the next channel too.</param>
/// <param name="LaterShare">The share of these in all attempts that were handed over, from 0 to 1.</param>
public sealed record AdvisedWindow(int Seconds, long InTime, long Later, double LaterShare);
