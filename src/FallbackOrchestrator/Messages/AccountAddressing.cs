namespace FallbackOrchestrator.Messages;

/// <summary>The addresses of people that an account can use, of those that its channel has.</summary>
public enum AccountAddressing
{
    /// <summary>All of them.</summary>
    Any,

    /// <summary>Numbers, even if the channel has user ids of its own.</summary>
    NumbersOnly,

    /// <summary>User ids, even if others reach people of the channel by their number.</summary>
    UserIdsOnly,
}
