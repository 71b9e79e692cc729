namespace FallbackOrchestrator.Subaccounts;

/// <summary>The names of all scopes.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOfScopesAttribute() : OneOfAttribute([.. ScopeNames.All]);
