using System.Net.Sockets;
using FallbackOrchestrator.EmbeddedPostgres;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Kannel;

/// <summary>
/// The Kannel of this machine: a bearerbox with one operator, and a smsbox, on loopback ports and in a folder of their own.
/// </summary>
internal sealed class KannelProcesses : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kannel-");
    private readonly List<OwnProcess> _processes = [];

    private KannelProcesses() { }

    /// <summary>The address of the smsbox.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The path of one of Kannel's programs; skips the test where it is not installed.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="folder">Where its package puts it.</param>
    /// <param name="package">The package.</param>
    public static string Demand(string program, string folder, string package)
    {
        var path = new[] { ChildProcess.Find(program), Path.Combine(folder, program) }.FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, $"Kannel's {program} is not installed on this machine (the package {package})");
        return path!;
    }

    /// <summary>Starts both, and waits until messages can be sent.</summary>
    /// <param name="operatorGroup">The lines of the group <c>smsc</c> but for its <c>smsc-id</c>.</param>
    public static async Task<KannelProcesses> StartAsync(string operatorGroup)
    {
        var (bearerbox, smsbox) = (Demand("bearerbox", "/usr/sbin", "kannel"), Demand("smsbox", "/usr/sbin", "kannel"));
        var (admin, boxes, sending) = (ServiceProcess.FreePort(), ServiceProcess.FreePort(), ServiceProcess.FreePort());
        var kannel = new KannelProcesses { Address = $"http://127.0.0.1:{sending}" };
        var settings = Path.Combine(kannel._folder.FullName, "kannel.conf");
        await File.WriteAllTextAsync(
            settings,
            $"""
            group = core
            admin-port = {admin}
            admin-interface = 127.0.0.1
            admin-password = admin-of-this-test
            smsbox-port = {boxes}
            smsbox-interface = 127.0.0.1
            dlr-storage = internal

            group = smsc
            smsc-id = OPERATOR
            {operatorGroup}

            group = smsbox
            bearerbox-host = 127.0.0.1
            sendsms-port = {sending}
            sendsms-interface = 127.0.0.1
            http-request-retry = 100
            http-queue-delay = 1

            group = sendsms-user
            username = {KannelAccount.Username}
            password = {KannelAccount.Password}
            max-messages = 10
            concatenation = true

            """);
        try
        {
            await kannel.RunAsync(bearerbox, settings, boxes);
            await kannel.RunAsync(smsbox, settings, sending);
            return kannel;
        }
        catch
        {
            await kannel.DisposeAsync();
            throw;
        }
    }

    // The smsbox first: without its bearerbox it ends.
    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes))
            await process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task RunAsync(string program, string settings, int port)
    {
        const string WarningsOnly = "2";
        _processes.Add(OwnProcess.StartCommand(program, ["-v", WarningsOnly, settings], []));
        await Until.TrueAsync(() => ListensAsync(port), listens => listens);
    }

    private static async Task<bool> ListensAsync(int port)
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
