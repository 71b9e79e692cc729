using System.Diagnostics;
using FallbackOrchestrator.Messages;
using Microsoft.Extensions.Options;
using Microsoft.Security.AntiSSRF;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>
/// Connections to customers' endpoints. Each account has its own pool, so that the server of one customer cannot affect the calls of
/// another through a connection, even if both name the same host. Microsoft.Security.AntiSSRF resolves a name, checks every address of it,
/// and connects to a checked one, so that a later change of the name has no effect. TLS still verifies the name.
/// </summary>
internal sealed class EndpointConnections : IDisposable
{
    /// <summary>The most idle pools that are kept. Pools in use are as many as there are calls, at most.</summary>
    public const int MostIdle = 256;

    /// <summary>The time for which an idle pool is kept.</summary>
    public static readonly TimeSpan KeepIdle = TimeSpan.FromMinutes(2);

    private readonly Lock _lock = new();
    private readonly Dictionary<CustomerAccountId, Pool> _pools = [];
    private readonly AntiSSRFPolicy _policy;
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;

    public EndpointConnections(IOptions<StatusWebhooksOptions> options, TimeProvider time)
    {
        _policy = AddressRanges.Policy(options.Value);
        _time = time;
        _sweep = time.CreateTimer(_ => Sweep(), null, KeepIdle, KeepIdle);
    }

    /// <summary>The number of pools.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _pools.Count;
        }
    }

    /// <summary>Sends a request over an account's connections.</summary>
    /// <param name="account">The customer's account.</param>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads the response; the connection is returned to the pool afterwards.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="AntiSSRFException">The address may not be called.</exception>
    public async Task<T> SendAsync<T>(
        CustomerAccountId account, HttpRequestMessage request, Func<HttpResponseMessage, Task<T>> read, CancellationToken cancellationToken)
    {
        // The trace of the caller, and its baggage, must not reach the receiver.
        Activity.Current = null;
        var pool = Take(account);
        try
        {
            using var response = await pool.Http.SendAsync(request, cancellationToken);
            return await read(response);
        }
        finally
        {
            GiveBack(pool);
        }
    }

    public void Dispose()
    {
        _sweep.Dispose();
        lock (_lock)
        {
            foreach (var pool in _pools.Values)
                pool.Http.Dispose();
            _pools.Clear();
        }
    }

    private Pool Take(CustomerAccountId account)
    {
        lock (_lock)
        {
            if (!_pools.TryGetValue(account, out var pool))
                _pools.Add(account, pool = new Pool(account, new HttpMessageInvoker(Handler(_policy))));
            pool.Users++;
            return pool;
        }
    }

    private void GiveBack(Pool pool)
    {
        lock (_lock)
        {
            pool.Users--;
            pool.UsedAt = _time.GetTimestamp();
            if (_pools.Count > MostIdle)
                DropIdle(_pools.Values.Where(one => one.Users == 0).OrderBy(one => one.UsedAt).Take(_pools.Count - MostIdle));
        }
    }

    private void Sweep()
    {
        lock (_lock)
            DropIdle(_pools.Values.Where(one => one.Users == 0 && _time.GetElapsedTime(one.UsedAt) >= KeepIdle));
    }

    private void DropIdle(IEnumerable<Pool> pools)
    {
        foreach (var pool in pools.ToList())
        {
            _pools.Remove(pool.Account);
            pool.Http.Dispose();
        }
    }

    private static AntiSSRFHandler Handler(AntiSSRFPolicy policy)
    {
        var handler = policy.GetHandler();
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.ConnectTimeout = TimeSpan.FromSeconds(5);
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(2);
        handler.MaxResponseHeadersLength = 16;
        return handler;
    }

    private sealed class Pool(CustomerAccountId account, HttpMessageInvoker http)
    {
        public CustomerAccountId Account => account;

        public HttpMessageInvoker Http => http;

        public int Users { get; set; }

        public long UsedAt { get; set; }
    }
}
