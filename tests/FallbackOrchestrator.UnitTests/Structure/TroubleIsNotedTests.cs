using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace FallbackOrchestrator.UnitTests.Structure;

/// <summary>Every class that uses the database repeatedly notes what fails there.</summary>
public sealed class TroubleIsNotedTests
{
    public static TheoryData<string> Loops =>
    [
        .. typeof(Message).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(BackgroundService)) && !type.IsAbstract
                && Takes(type, typeof(NpgsqlDataSource), typeof(IServiceScopeFactory)))
            .Select(type => type.FullName!),
    ];

    [Theory]
    [MemberData(nameof(Loops))]
    public void A_loop_that_uses_the_database_notes_its_trouble(string loop) =>
        Takes(typeof(Message).Assembly.GetType(loop)!, typeof(DatabaseAvailability)).Should().BeTrue();

    private static bool Takes(Type type, params Type[] any) =>
        type.GetConstructors().SelectMany(
            constructor => constructor.GetParameters()).Any(parameter => any.Contains(parameter.ParameterType));
}
