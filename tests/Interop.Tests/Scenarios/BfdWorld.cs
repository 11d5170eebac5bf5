using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Scenarios;

/// <summary>Hosts a and b, each other's BFD neighbours over IPv4 or IPv6.</summary>
internal sealed class BfdWorld : IDisposable
{
    private readonly bool _isV6;

    public BfdWorld(ITestOutputHelper output, bool isV6)
    {
        _isV6 = isV6;
        Lan = new NetworkNamespaceLan(output);
        A = Lan.AddHost("a", "10.0.0.1/24");
        B = Lan.AddHost("b", "10.0.0.2/24");
        A.Ip("addr", "add", "10.0.0.11/24", "dev", "eth0");
        if (isV6)
        {
            Lan.EnableV6(A, B);
            A.Ip("addr", "add", "2001:db8::1/64", "dev", "eth0", "nodad");
            A.Ip("addr", "add", "2001:db8::11/64", "dev", "eth0", "nodad", "preferred_lft", "0");
            B.Ip("addr", "add", "2001:db8::2/64", "dev", "eth0", "nodad");
        }
    }

    public NetworkNamespaceLan Lan { get; }

    public LanHost A { get; }

    public LanHost B { get; }

    public string AddressOf(string host) =>
        (host, _isV6) switch
        {
            ("a", false) => "10.0.0.11",
            ("b", false) => "10.0.0.2",
            ("a", true) => "2001:db8::11",
            _ => "2001:db8::2",
        };

    public DirectorProcess Start(LanHost host, DirectorKind kind, string config, params string[] options) =>
        Lan.Start(host, kind, config, options);

    /// <summary>
    /// The session "peer" of a host with the other. Host a uses an address that the kernel would not choose. The
    /// detection time is 1.2 s: a machine that stands still for a moment is no reason to go down.
    /// </summary>
    public string Session(string host, string more = "") => $$"""
        bfd_instance peer {
            source_ip {{AddressOf(host)}}
            neighbor_ip {{AddressOf(host == "a" ? "b" : "a")}}
            min_rx 100
            min_tx 120
            idle_tx 1000
            multiplier 10
            {{more}}
        }

        """;

    /// <summary>A dump that was written after now.</summary>
    public static string Dump(DirectorProcess director, string name = "keepalived_bfd.data")
    {
        string file = Path.Combine(director.Host.Directory, name);
        File.Delete(file);
        director.Signal("USR1");
        string text = "";
        Eventually.That(
            () => File.Exists(file) && (text = File.ReadAllText(file)).EndsWith('\n'), name, director.Story);
        return text;
    }

    /// <summary>Packets of a capture that match.</summary>
    public static int Count(string file, string filter)
    {
        (_, string lines) = Shell.Try("tshark", "-r", file, "-Y", filter, "-T", "fields", "-e", "frame.number");
        return lines.Split('\n').Count(line => int.TryParse(line, out _));
    }

    public void Dispose() => Lan.Dispose();
}
