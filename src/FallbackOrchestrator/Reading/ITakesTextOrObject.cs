namespace FallbackOrchestrator.Reading;

/// <summary>Marks a converter of texts that also takes an object which contains the text.</summary>
internal interface ITakesTextOrObject
{
    /// <summary>The object's type.</summary>
    Type ObjectType { get; }
}
