namespace Interop.Tests.Harness;

/// <summary>Puts Ethernet frames on the wire of a host, as an attacker on the same LAN can.</summary>
internal sealed class PacketInjector : IDisposable
{
    private const string Program = """
        import socket, sys
        wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
        wire.bind((sys.argv[1], 0))
        print("ready", flush=True)
        for line in sys.stdin:
            wire.send(bytes.fromhex(line))
        """;

    private readonly LineProcess _process;
    private volatile bool _ready;

    public PacketInjector(LanHost host, string link = "eth0")
    {
        _process = new LineProcess(
            "ip",
            ["netns", "exec", host.Namespace, "python3", "-c", Program, link],
            line => _ready |= line == "ready");
        Eventually.That(() => _ready, "the injector is ready");
    }

    public void Send(byte[] frame) => _process.WriteLine(Convert.ToHexString(frame));

    public void Dispose() => _process.Dispose();
}
