namespace FallbackOrchestrator.Receipts;

/// <summary>Registers the providers' receipts.</summary>
internal static class ReceiptsSetup
{
    public static IServiceCollection AddReceipts(this IServiceCollection services)
    {
        services.AddSingleton<ReceiptMetrics>();
        services.AddSingleton<ReceiptIntake>();
        services.AddSingleton<ReceiptRecorder>();
        services.AddHostedService<ParkedReceiptsSweep>();
        return services;
    }
}
