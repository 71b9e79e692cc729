namespace FallbackOrchestrator;

/// <summary>A parameter that a handler reads itself, so that its errors have our own wording; for the OpenAPI document.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">Its effect.</param>
/// <param name="Type">Its JSON type.</param>
/// <param name="Format">Its format, as JSON Schema names it.</param>
/// <param name="InHeader">True if it is a header, false if it is in the query.</param>
/// <param name="Names">The names that it may be, if they are a closed set.</param>
public sealed record OptionalParameter(
    string Name, string Description, string Type = "string", string? Format = null, bool InHeader = false,
    IReadOnlyList<string>? Names = null);
