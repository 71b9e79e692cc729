using System.Threading.RateLimiting;
using FallbackOrchestrator.Messages;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Tracking;

/// <summary>Counts the running exports; each subaccount may run a few.</summary>
internal sealed class RunningExports(IOptions<ExportOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<SubaccountId> _places = PartitionedRateLimiter.Create<SubaccountId, SubaccountId>(
        subaccount => RateLimitPartition.GetConcurrencyLimiter(
            subaccount, _ => new ConcurrencyLimiterOptions { PermitLimit = options.Value.PerSubaccount, QueueLimit = 0 }));

    /// <summary>A slot for one export, until it is disposed; not acquired if none is free.</summary>
    public RateLimitLease TryStart(SubaccountId subaccount) => _places.AttemptAcquire(subaccount);

    public void Dispose() => _places.Dispose();
}
