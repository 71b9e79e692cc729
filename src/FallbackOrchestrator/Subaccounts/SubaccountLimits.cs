namespace FallbackOrchestrator.Subaccounts;

/// <summary>Upper limits; far above the need of one customer.</summary>
internal static class SubaccountLimits
{
    /// <summary>The highest rate that may be set.</summary>
    public const int MostRequestsPerSecond = 1_000_000;

    /// <summary>The highest weight of a channel account.</summary>
    public const int HighestWeight = 1000;

    /// <summary>The most days for which it may be remembered that a person is not on a channel.</summary>
    public const int MostReachabilityDays = 365;

    /// <summary>Live keys that open one subaccount.</summary>
    public const int MostKeys = 20;

    /// <summary>Sequences of one subaccount.</summary>
    public const int MostSequences = 100;

    /// <summary>Changes of a subaccount's sequences by its customer that may wait at one replica; more are rejected.</summary>
    public const int MostChangesAtOnce = 8;

    /// <summary>Subaccounts that one key opens.</summary>
    public const int MostSubaccountsOfKey = 1_000;

    /// <summary>Characters of a name.</summary>
    public const int LongestName = 100;
}
