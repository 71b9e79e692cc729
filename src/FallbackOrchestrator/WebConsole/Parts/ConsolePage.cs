using Microsoft.AspNetCore.Components;

namespace FallbackOrchestrator.WebConsole.Parts;

/// <summary>A page that reads the API when it opens, and again while it is open.</summary>
public abstract class ConsolePage : ComponentBase, IDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _closed = new();
    private Task _read = Task.CompletedTask;
    private Task? _nextRead;
    private bool _isRefused;

    // The token is kept: what was begun before the page was closed still asks it afterwards.
    protected ConsolePage() => Closed = _closed.Token;

    [Inject]
    private protected ConsoleSession Session { get; set; } = null!;

    [Inject]
    private protected ConsoleApi Api { get; set; } = null!;

    [Inject]
    private protected TimeProvider Time { get; set; } = null!;

    [Inject]
    private protected NavigationManager Navigation { get; set; } = null!;

    /// <summary>The sentence of the error to show; null if there is none.</summary>
    protected string? Error { get; set; }

    /// <summary>The time between two reads; null for a page that reads once, and again only if the service could not respond.</summary>
    protected virtual TimeSpan? Interval => null;

    /// <summary>Ends when the page is closed.</summary>
    protected CancellationToken Closed { get; }

    /// <summary>Reads what the page shows. It is called by <see cref="RefreshAsync"/> only, once at a time.</summary>
    protected abstract Task ReadAsync();

    /// <summary>
    /// Reads what the page shows, from now on: a read that has begun already is waited for, and another one follows. So an older response
    /// never replaces a newer one.
    /// </summary>
    protected Task RefreshAsync()
    {
        if (Closed.IsCancellationRequested)
            return Task.CompletedTask;
        if (_nextRead is { } next)
            return next;
        return _read.IsCompleted ? _read = ReadAsync() : _nextRead = ReadAfterAsync(_read);
    }

    /// <summary>The value of a result; null, with the error shown, if the API returned one.</summary>
    private protected T? Accept<T>(ApiResult<T> result)
    {
        Error = result.Error;
        _isRefused = result.Status is StatusCodes.Status429TooManyRequests or >= StatusCodes.Status500InternalServerError;
        Session.CloseIfEnded();
        return result.Value;
    }

    protected override Task OnParametersSetAsync() => RefreshAsync();

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _ = RepeatAsync();
    }

    /// <summary>Reads and shows the page again, from any thread. A failure is that of the page.</summary>
    protected async Task ReadAgainAsync()
    {
        try
        {
            await InvokeAsync(async () =>
            {
                await RefreshAsync();
                StateHasChanged();
            });
        }
        catch (OperationCanceledException)
        {
            // The page was closed.
        }
#pragma warning disable CA1031 // The page shows it, as any failure of a page.
        catch (Exception failure) when (!Closed.IsCancellationRequested)
#pragma warning restore CA1031
        {
            await DispatchExceptionAsync(failure);
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || _closed.IsCancellationRequested)
            return;
        _closed.Cancel();
        _closed.Dispose();
    }

    private async Task ReadAfterAsync(Task read)
    {
        await read.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _nextRead = null;
        await (_read = ReadAsync());
    }

    private async Task RepeatAsync()
    {
        while (!Closed.IsCancellationRequested)
        {
            await Task.Delay(Interval ?? Retry, Time, Closed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!Closed.IsCancellationRequested && (Interval is not null || _isRefused))
                await ReadAgainAsync();
        }
    }
}
