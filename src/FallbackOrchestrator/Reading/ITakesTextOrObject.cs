namespace FallbackOrchestrator.Reading;

/// <summary>Marks a converter of texts that takes an object with the text in it, too.</summary>
internal interface ITakesTextOrObject
{
    /// <summary>The object's type.</summary>
    Type ObjectType { get; }
}
