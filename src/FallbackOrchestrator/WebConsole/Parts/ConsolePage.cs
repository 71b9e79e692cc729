using Microsoft.AspNetCore.Components;

namespace FallbackOrchestrator.WebConsole.Parts;

/// <summary>A page that reads the API when it opens, and again while it is open.</summary>
public abstract class ConsolePage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _closed = new();

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

    /// <summary>The time between two reads; null for a page that reads once.</summary>
    protected virtual TimeSpan? Interval => null;

    /// <summary>Ends when the page is closed.</summary>
    protected CancellationToken Closed => _closed.Token;

    /// <summary>Reads what the page shows.</summary>
    protected abstract Task ReadAsync();

    /// <summary>The value of a result; null, with the error shown, if the API returned one.</summary>
    private protected T? Accept<T>(ApiResult<T> result)
    {
        Error = result.Error;
        return result.Value;
    }

    protected override Task OnParametersSetAsync() => ReadAsync();

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender && Interval is not null)
            _ = RepeatAsync();
    }

    /// <summary>Reads and shows the page again, from any thread.</summary>
    protected Task ReadAgainAsync() => InvokeAsync(async () =>
    {
        if (_closed.IsCancellationRequested)
            return;
        await ReadAsync();
        StateHasChanged();
    });

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

    private async Task RepeatAsync()
    {
        var closed = Closed;
        try
        {
            while (Interval is { } interval)
            {
                await Task.Delay(interval, Time, closed);
                await ReadAgainAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed.
        }
#pragma warning disable CA1031 // The page shows it, as any failure of a page.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            await DispatchExceptionAsync(failure);
        }
    }
}
