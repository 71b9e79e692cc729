using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Messages.Support;

namespace FallbackOrchestrator.UnitTests.Messages;

public class IdsTests
{
    private const string Umid = "0195f00000007000800000000000000a";

    [Fact]
    public void Umids_sort_by_the_time_at_which_they_were_made()
    {
        var earlier = FallbackOrchestrator.Messages.Umid.New(A.Start).ToString();
        var later = FallbackOrchestrator.Messages.Umid.New(A.Start.AddMilliseconds(1)).ToString();

        string.CompareOrdinal(earlier, later).Should().BeNegative();
    }

    [Theory]
    [InlineData("0195f000-0000-7000-8000-000000000000", 0)]
    [InlineData("0195f000-0000-7000-a000-000000000000", 0.5)]
    [InlineData("0195f000-0000-7000-b000-000000000000", 0.75)]
    [InlineData("ffffffff-ffff-7fff-8fff-ffffffffffff", 0.25)] // the time and the first random bits do not count
    public void The_chance_of_a_message_is_in_the_last_bits_of_its_id(string id, double chance) =>
        new Umid(Guid.Parse(id)).Chance.Should().BeApproximately(chance, 1e-6);

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void A_reference_is_read_as_it_was_written(int step)
    {
        var reference = new AttemptReference(new Umid(Guid.Parse(Umid)), step);

        reference.ToString().Should().Be($"{Umid}-{step}");
        AttemptReference.TryParse(reference.ToString(), out var read).Should().BeTrue();
        read.Should().Be(reference);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("wamid.HBgL")]
    [InlineData(Umid)]
    [InlineData(Umid + "-")]
    [InlineData(Umid + "-0")]
    [InlineData(Umid + "-01")] // we never write it so
    [InlineData(Umid + "-123")]
    [InlineData(Umid + "--1")]
    [InlineData(Umid + "-+1")]
    [InlineData(Umid + "- 1")]
    [InlineData(Umid + "_1")]
    [InlineData("0195f00000007000800000000000000g-1")]
    public void Anything_else_is_not_ours(string? text) => AttemptReference.TryParse(text, out _).Should().BeFalse();

    [Fact]
    public void Channel_names_are_equal_in_any_case_and_shown_as_they_were_given()
    {
        var name = new ChannelName("WhatsApp");

        name.Should().Be(new ChannelName("whatsapp")).And.NotBe(new ChannelName("Viber"));
        name.GetHashCode().Should().Be(new ChannelName("WHATSAPP").GetHashCode());
        name.ToString().Should().Be("WhatsApp");
        default(ChannelName).Should().NotBe(name);
        default(ChannelName).GetHashCode().Should().Be(new ChannelName("").GetHashCode());
    }
}
