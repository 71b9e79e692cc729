using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace FallbackOrchestrator.WebConsole.Parts;

/// <summary>Reads what somebody chose or typed.</summary>
internal static class ChosenValue
{
    /// <summary>The value of the element; empty if it has none.</summary>
    public static string Text(this ChangeEventArgs change) => change.Value as string ?? "";

    /// <summary>The value of the element; null if it is no number.</summary>
    public static int? Number(this ChangeEventArgs change) =>
        int.TryParse(change.Text(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
