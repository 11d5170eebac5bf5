using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Keepalived.Core.Lvs;
using Linux.Tests.Support;

namespace Keepalived.Linux.Tests.Checks;

/// <summary>The connection keywords of every kind of checker, between two hosts.</summary>
public sealed class ConnectionKeywordTests(CheckPeers? peers) : IClassFixture<CheckPeers>
{
    private const ushort Closed = 9;
    private const byte EchoRequestType = 8;

    private static readonly IPAddress s_server = IPAddress.Parse("192.0.2.2");
    private static readonly IPAddress s_silent = IPAddress.Parse("192.0.2.9");
    private static readonly IPAddress s_unreachable = IPAddress.Parse("192.0.2.10");

    private static readonly string[] s_streams = ["SMTP_CHECK", "SMTP_CHECK/host", "TCP_CHECK", "HTTP_GET", "SSL_GET"];
    private static readonly string[] s_withPorts = [.. s_streams, "UDP_CHECK", "DNS_CHECK"];

    public static TheoryData<string> Kinds => [.. s_withPorts, "PING_CHECK"];

    public static TheoryData<string> KindsWithPorts => [.. s_withPorts];

    [PrivilegedTheory]
    [MemberData(nameof(Kinds))]
    public void Own_address_interface_and_mark_of_a_check_are_those_of_its_block(string kind)
    {
        Assert.True(Check(kind, "").Passed);

        Assert.False(Check(kind, "bindto 192.0.2.77").Passed);
        Assert.True(Check(kind, "bindto 192.0.2.1").Passed);
        Assert.False(Check(kind, "bind_if lo\nconnect_timeout 0.2").Passed);
        Assert.True(Check(kind, "bind_if v0").Passed);
        Assert.False(Check(kind, "fwmark 9").Passed);
        Assert.True(Check(kind, "fwmark 8").Passed);
    }

    [PrivilegedTheory]
    [MemberData(nameof(Kinds))]
    public void A_check_asks_the_address_of_its_block(string kind)
    {
        Assert.False(Check(kind, "", s_unreachable).Passed);
        Assert.True(Check(kind, $"connect_ip {s_server}", s_unreachable).Passed);
    }

    [PrivilegedTheory]
    [MemberData(nameof(KindsWithPorts))]
    public void Ports_of_a_check_are_those_of_its_block(string kind)
    {
        Assert.False(Check(kind, "", s_server, Closed).Passed);
        Assert.True(Check(kind, $"connect_port {Peers.Port(kind)}", s_server, Closed).Passed);
        Assert.False(Check(kind, "bind_port 30000").Passed);
        Assert.True(Check(kind, "bind_port 30001").Passed);
    }

    [PrivilegedFact]
    public void Own_port_of_a_ping_is_its_identifier()
    {
        using Socket socket = Peers.HearIcmp();
        socket.ReceiveTimeout = 20_000;

        Assert.True(Check("PING_CHECK", "bind_port 4711").Passed);

        byte[] packet = new byte[1500];
        int identifier;
        do
        {
            int length = socket.Receive(packet);
            Span<byte> message = packet.AsSpan((packet[0] & 0xF) * 4, length - ((packet[0] & 0xF) * 4));
            identifier = message[0] == EchoRequestType ? BinaryPrimitives.ReadUInt16BigEndian(message[4..]) : -1;
        }
        // What the other tests of this host pinged has come before.
        while (identifier != 4711 && socket.Available > 0);
        Assert.Equal(4711, identifier);
    }

    [PrivilegedTheory]
    [MemberData(nameof(Kinds))]
    public void A_check_of_a_silent_server_ends_with_the_limit_of_its_block(string kind)
    {
        bool[] ended = Peers.On(() =>
        {
            // The limit is that of the virtual server where nothing else is written: the quick one would end last.
            using WrittenCheck patient = New(kind, "", s_silent, Peers.Port(kind), "connect_timeout 10\n");
            using WrittenCheck quick = New(kind, "connect_timeout 0.05", s_silent, Peers.Port(kind));
            Task<CheckResult> first = patient.RunAsync();
            Task<CheckResult> second = quick.RunAsync();
            return (bool[])[second.GetAwaiter().GetResult().Passed, first.IsCompleted];
        });

        Assert.Equal([false, false], ended);
    }

    private CheckPeers Peers => peers!;

    private CheckResult Check(string kind, string lines, IPAddress? address = null, ushort? port = null) =>
        Peers.On(() =>
        {
            using WrittenCheck check = New(kind, lines, address ?? s_server, port ?? Peers.Port(kind));
            return check.RunAsync().GetAwaiter().GetResult();
        });

    private static WrittenCheck New(
        string kind, string lines, IPAddress address, ushort port, string inServer = "") =>
        new(new IPEndPoint(address, port == 0 ? 1 : port), inServer + kind switch
        {
            "SMTP_CHECK/host" => $"SMTP_CHECK {{\nhost {{\n{lines}\n}}\n}}",
            "HTTP_GET" or "SSL_GET" => $"{kind} {{\n{lines}\nurl {{\npath /\n}}\n}}",
            "UDP_CHECK" => $"UDP_CHECK {{\nrequire_reply\n{lines}\n}}",
            _ => $"{kind} {{\n{lines}\n}}",
        });
}
