namespace FallbackOrchestrator.Messages.Inbound;

/// <summary>The person who wrote an inbound message.</summary>
/// <param name="Msisdn">The number, if the provider names it.</param>
/// <param name="ChannelUserId">The channel's own id of the person.</param>
/// <param name="Name">The name that the person shows on the channel.</param>
/// <param name="Username">The user name on the channel.</param>
public sealed record InboundSender(Msisdn? Msisdn, string? ChannelUserId, string? Name = null, string? Username = null)
{
    private const int LongestId = 256;
    private const int LongestName = 256;

    public string? ChannelUserId { get; init; } = StoredText.IsWholeLine(ChannelUserId, LongestId) ? ChannelUserId : null;

    public string? Name { get; init; } = StoredText.Of(Name, LongestName);

    public string? Username { get; init; } = StoredText.Of(Username, LongestName);

    /// <summary>True if a message can be sent back: there is a number or an id.</summary>
    public bool IsKnown => Msisdn is not null || ChannelUserId is not null;

    /// <summary>A sender whose provider writes a number, with or without its +; anything else is an id of the channel.</summary>
    public static InboundSender Of(string? address, string? channelUserId = null, string? name = null, string? username = null) =>
        Messages.Msisdn.TryParse($"+{address?.Trim().TrimStart('+')}", out var number)
            ? new InboundSender(number, channelUserId, name, username)
            : new InboundSender(null, channelUserId ?? address, name, username);

    /// <summary>Not the person's data, so that a log never contains it by accident.</summary>
    public override string ToString() => Msisdn?.Masked ?? "a person";
}
