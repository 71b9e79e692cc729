using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Hosting;
using FallbackOrchestrator.EmbeddedPostgres;
using Microsoft.Extensions.Configuration;

namespace FallbackOrchestrator.UnitTests.Hosting;

/// <summary>What stops a start is said in one sentence with what to do.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData("localhost:5080", "'localhost:5080' is not an address*")]
    [InlineData("ftp://localhost:5080", "*neither http:// nor https://*")]
    [InlineData("http://localhost:5080/base", "*has a path*leave '/base' out")]
    [InlineData("http://localhost:65536", "*port that there is not*")]
    [InlineData("http://192.0.2.1:5080", "*this machine has no address 192.0.2.1*")]
    public void An_address_that_cannot_be_listened_on_is_named(string address, string why) =>
        Mistakes(("urls", $"http://127.0.0.1:0;{address}")).Should().ContainSingle().Which.Should().StartWith("urls: ").And.Match(
            $"urls: {why}");

    [Theory]
    [InlineData("urls", "http://127.0.0.1:{0}")]
    [InlineData("urls", "http://localhost:{0}")]
    [InlineData("urls", "http://*:{0}")]
    [InlineData("urls", "http://0.0.0.0:{0}")]
    [InlineData("http_ports", "{0}")]
    [InlineData("Kestrel:Endpoints:Main:Url", "http://127.0.0.1:{0}")]
    public void A_port_that_is_taken_is_named_with_another_one(string setting, string form)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        Mistakes((setting, string.Format(CultureInfo.InvariantCulture, form, port))).Should().ContainSingle()
            .Which.Should().StartWith(setting).And.Contain("is taken").And.Contain("--urls http://localhost:");
    }

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://unix:/tmp/some.sock")]
    [InlineData("https://localhost:0")]
    public void An_address_that_can_be_listened_on_is_left_alone(string address) => Mistakes(("urls", address)).Should().BeEmpty();

    [Fact]
    public void Kestrels_own_endpoints_take_precedence() =>
        Mistakes(("urls", "nonsense"), ("Kestrel:Endpoints:Main:Url", "http://127.0.0.1:0")).Should().BeEmpty();

    [Fact]
    public void The_file_of_a_certificate_must_be_there() =>
        Mistakes(("urls", "http://127.0.0.1:0"), ("Kestrel:Certificates:Default:Path", "no-such.pfx")).Should().ContainSingle()
            .Which.Should().StartWith("Kestrel:Certificates:Default:Path: there is no file no-such.pfx");

    [Theory]
    [InlineData("http://0.0.0.0:5080", "http://localhost:5080")]
    [InlineData("http://[::]:5080", "http://localhost:5080")]
    [InlineData("http://*:5080", "http://localhost:5080")]
    [InlineData("http://+:5080", "http://localhost:5080")]
    [InlineData("https://127.0.0.1:5081", "https://127.0.0.1:5081")]
    public void An_address_that_is_shown_can_be_opened(string listening, string shown) =>
        ListeningAddresses.Openable(listening).Should().Be(shown);

    [Fact]
    public void A_server_that_is_too_old_is_refused_by_its_version()
    {
        UnusableDatabase.TooOld(new Version(14, 20)).Should().Contain("PostgreSQL 14").And.Contain("15 or newer");
        UnusableDatabase.TooOld(new Version(15, 0)).Should().BeNull();
    }

    [Theory]
    [InlineData("Host=localhost;Colour=blue")]
    [InlineData("Host=localhost;Port=many")]
    [InlineData("just words")]
    public void A_connection_string_that_cannot_be_read_is_refused(string connection) =>
        UnusableDatabase.Misspelt(connection).Should().Contain("cannot be read").And.NotContain("blue");

    [Fact]
    public void The_settings_are_beside_the_program_unless_another_folder_is_named()
    {
        SettingsFolder.Of([]).Should().Be(AppContext.BaseDirectory);
        SettingsFolder.Of(["--contentRoot", Path.GetTempPath()]).Should().Be(Path.GetFullPath(Path.GetTempPath()));
        FluentActions.Invoking(
            () => SettingsFolder.Of(["--contentRoot=/no/such/folder"])).Should().Throw<InvalidSettingsException>().WithMessage(
                "*no folder*");
    }

    [Fact]
    public void Two_checkouts_of_one_name_have_data_of_their_own_wherever_in_them_the_program_is()
    {
        var folder = Directory.CreateTempSubdirectory("checkouts-");
        try
        {
            var one = Directory.CreateDirectory(Path.Combine(folder.FullName, "a", "my checkout"));
            var other = Directory.CreateDirectory(Path.Combine(folder.FullName, "b", "my checkout"));
            var program = one.CreateSubdirectory(Path.Combine("artifacts", "bin", "debug"));
            File.WriteAllText(Path.Combine(one.FullName, "Some.sln"), "");
            other.CreateSubdirectory(".git");

            var name = CheckoutName.Of(program.FullName + Path.DirectorySeparatorChar);

            name.Should().Be(CheckoutName.Of(one.FullName)).And.StartWith("mycheckout-").And.MatchRegex(@"\A[A-Za-z0-9._-]+\z");
            CheckoutName.Of(other.FullName).Should().StartWith("mycheckout-").And.NotBe(name);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static List<string> Mistakes(params (string Name, string Value)[] settings) =>
        [.. ListeningAddresses.Mistakes(
            new ConfigurationBuilder().AddInMemoryCollection(
                settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build(),
            Path.GetTempPath())];
}
