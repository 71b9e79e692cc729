using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Simulator;

/// <summary>
/// The settings of the fake providers, from the section <c>Simulator</c>. Credentials have no default: the account's are repeated here.
/// </summary>
internal sealed record SimulatorOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Simulator";

    private static readonly TimeSpan[] UsualRetries = [.. new[] { 1, 2, 4, 8, 16, 30 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    /// <summary>The time from the answer to the first receipt, and from each receipt to the next.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan ReceiptGap { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How much later the receipts of a number with the digit 6 come.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan LateReceipts { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// The service's base address, for receipts whose address the call did not give. In the service's own process it may be left out:
    /// the address on which it listens is taken.
    /// </summary>
    public Uri? ReceiptsTo { get; init; }

    /// <summary>
    /// The pauses between the tries to post a receipt that the service did not take; the last is repeated. Default 1, 2, 4, 8, 16, 30 s.
    /// </summary>
    // Null rather than the default itself: the configuration binder adds to a list that is already there.
    public IReadOnlyList<TimeSpan>? RetryAfter { get; init; }

    /// <summary>How long after its event a receipt is still tried.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the service may take to answer a receipt, the connection included.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan ReceiptPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many receipts are posted at the same time.</summary>
    [Range(1, 1024)]
    public int Posters { get; init; } = 64;

    /// <summary>How many calls, receipts and messages are remembered; beyond that the oldest are forgotten.</summary>
    [Range(1, 10_000_000)]
    public int Remembered { get; init; } = 100_000;

    /// <summary>The fake Graph API.</summary>
    [ValidateObjectMembers]
    public MetaSimulatorOptions Meta { get; init; } = new();

    /// <summary>The fake Messages API of Vonage.</summary>
    [ValidateObjectMembers]
    public VonageSimulatorOptions Vonage { get; init; } = new();

    /// <summary>The fake Twilio.</summary>
    [ValidateObjectMembers]
    public TwilioSimulatorOptions Twilio { get; init; } = new();

    /// <summary>The pause before try number <paramref name="tries"/> + 1.</summary>
    public TimeSpan PauseAfter(int tries)
    {
        var pauses = RetryAfter is { Count: > 0 } set ? set : UsualRetries;
        return pauses[Math.Min(tries, pauses.Count) - 1];
    }
}

/// <summary>What Meta knows of its customer.</summary>
internal sealed record MetaSimulatorOptions
{
    /// <summary>
    /// Our account by its phone number id; receipts go to <c>/webhooks/meta/{account}</c>. Other phone number ids do not exist.
    /// </summary>
    public Dictionary<string, string> Accounts { get; init; } = [];

    /// <summary>The app secret, with which receipts are signed.</summary>
    [Required]
    public string AppSecret { get; init; } = "";

    /// <summary>The token that calls must carry. Where it is left out, any will do.</summary>
    public string? AccessToken { get; init; }
}

/// <summary>What Vonage knows of its customer.</summary>
internal sealed record VonageSimulatorOptions
{
    /// <summary>Our account, whose webhook is posted to when a call gives no <c>webhook_url</c>.</summary>
    public string? Account { get; init; }

    /// <summary>The signature secret, with which receipts are signed.</summary>
    [Required]
    public string SignatureSecret { get; init; } = "";

    /// <summary>The API key: the claim in signed receipts, and the name of calls with Basic authorization.</summary>
    [Required]
    public string ApiKey { get; init; } = "";

    /// <summary>The secret that calls with Basic authorization must carry. Where it is left out, any will do.</summary>
    public string? ApiSecret { get; init; }
}

/// <summary>What Twilio knows of its customer.</summary>
internal sealed record TwilioSimulatorOptions
{
    /// <summary>The account's sid: in the path, and the name of the Basic authorization.</summary>
    [Required]
    public string AccountSid { get; init; } = "";

    /// <summary>The secret of the Basic authorization, with which receipts are signed too.</summary>
    [Required]
    public string AuthToken { get; init; } = "";
}
