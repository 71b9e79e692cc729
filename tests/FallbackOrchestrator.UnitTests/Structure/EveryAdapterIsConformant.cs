using FallbackOrchestrator.Channels;
using FallbackOrchestrator.UnitTests.Channels;

namespace FallbackOrchestrator.UnitTests.Structure;

public sealed class EveryAdapterIsConformant
{
    [Fact]
    public void Every_provider_proves_itself_on_every_channel_that_it_serves()
    {
        var served = ChannelCatalog.ProvidersIn(typeof(IProvider).Assembly)
            .SelectMany(provider => provider.Channels.Select(channel => (provider.Name, channel)));

        var proved = GetType().Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(ChannelAdapterConformance)))
            .Select(type => (ChannelAdapterConformance)Activator.CreateInstance(type)!)
            .Select(conformance => (conformance.Provider.Name, conformance.Channel));

        proved.Should().BeEquivalentTo(served, "every provider and channel has one class that derives from ChannelAdapterConformance");
    }
}
