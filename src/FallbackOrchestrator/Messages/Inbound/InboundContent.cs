namespace FallbackOrchestrator.Messages.Inbound;

/// <summary>The content of an inbound message: a closed set, in the kinds that 8x8 publishes.</summary>
public abstract record InboundContent
{
    private InboundContent() { }

    /// <summary>The longest text that is kept, in UTF-16 characters; a longer one is cut.</summary>
    public const int LongestText = 32_768;

    /// <summary>The longest address of a medium; a longer one is left out.</summary>
    public const int LongestUrl = 4_096;

    /// <summary>A text.</summary>
    public sealed record Text(string Value) : InboundContent
    {
        public string Value { get; init; } = StoredText.Of(Value, LongestText);
    }

    /// <summary>A file, picture or recording.</summary>
    /// <param name="Kind">Its kind.</param>
    /// <param name="Url">The provider's address of it; null if it has none.</param>
    /// <param name="Caption">The text beside it.</param>
    public sealed record Media(InboundMediaKind Kind, string? Url, string? Caption = null) : InboundContent
    {
        public string? Url { get; init; } = StoredText.IsWholeLine(Url, LongestUrl) ? Url : null;

        public string? Caption { get; init; } = StoredText.Of(Caption, LongestText);
    }

    /// <summary>A place, in degrees.</summary>
    public sealed record Location(decimal Latitude, decimal Longitude) : InboundContent;

    /// <summary>A button that was pressed, or an entry that was chosen from a list.</summary>
    /// <param name="IsOfList">True if it was chosen from a list.</param>
    /// <param name="Id">The id that the sender of the message gave it.</param>
    /// <param name="Title">The words on it.</param>
    /// <param name="Description">The words below them, in a list.</param>
    public sealed record Choice(bool IsOfList, string? Id, string? Title, string? Description = null) : InboundContent
    {
        public string? Id { get; init; } = StoredText.Of(Id, LongestText);

        public string? Title { get; init; } = StoredText.Of(Title, LongestText);

        public string? Description { get; init; } = StoredText.Of(Description, LongestText);
    }

    /// <summary>A form that was filled in.</summary>
    /// <param name="Data">The answers, as the channel wrote them.</param>
    public sealed record Form(string Data) : InboundContent
    {
        public string Data { get; init; } = StoredText.Of(Data, LongestText);
    }

    /// <summary>Anything else, such as a reaction, a contact or an order.</summary>
    public sealed record Other : InboundContent;
}
