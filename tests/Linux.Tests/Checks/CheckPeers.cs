using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Linux.Tests.Support;

namespace Keepalived.Linux.Tests.Checks;

/// <summary>
/// A director's host and a host with healthy servers of all kinds. On the director's, rules refuse what comes from
/// 192.0.2.77 or from port 30000, and what has mark 9; 192.0.2.9 takes everything and says nothing, and 192.0.2.10
/// cannot be reached.
/// </summary>
public sealed class CheckPeers : IDisposable
{
    private readonly TestNetwork _network = new();
    private readonly TestAuthority _authority = new();
    private readonly List<IDisposable> _servers = [];
    private readonly Dictionary<string, ushort> _ports = [];

    public CheckPeers()
    {
        foreach (string line in (string[])
            [
                "address add 192.0.2.77/24 dev v0",
                "neighbour add 192.0.2.9 lladdr 02:00:00:00:00:99 dev v0",
                "route add unreachable 192.0.2.10",
                "rule add from 192.0.2.77 unreachable",
                "rule add sport 30000 unreachable",
                "rule add fwmark 9 unreachable",
            ])
        {
            _network.IpLeft(line.Split(' '));
        }

        TestNetwork.In(_network.Right, Serve);
    }

    /// <summary>0 for the kind without ports.</summary>
    public ushort Port(string kind) => _ports.GetValueOrDefault(kind.Split('/')[0]);

    /// <summary>On the director's host.</summary>
    public T On<T>(Func<T> action) => TestNetwork.In(_network.Left, action);

    /// <summary>Hears all ICMP of the servers' host.</summary>
    public Socket HearIcmp() => TestNetwork.In(
        _network.Right, () => new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Icmp));

    public void Dispose()
    {
        _servers.ForEach(static server => server.Dispose());
        _authority.Dispose();
        _network.Dispose();
    }

    private void Serve()
    {
        X509Certificate2 certificate = _authority.Certify("a.example");
        _servers.Add(certificate);
        Stream("TCP_CHECK", (_, _) => Task.CompletedTask);
        Stream("HTTP_GET", AnswerWeb);
        Stream("SSL_GET", async (plain, stop) =>
        {
            await using SslStream secure = new(plain);
            await secure.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop);
            await AnswerWeb(secure, stop);
        });
        Stream("SMTP_CHECK", AnswerMail);
        Datagrams("UDP_CHECK", static datagram => [datagram]);
        Datagrams("DNS_CHECK", static query => [[.. query[..2], (byte)(query[2] | 0x80), 0, .. query[4..]]]);
    }

    private void Stream(string kind, Func<NetworkStream, CancellationToken, Task> serve)
    {
        LoopbackServer server = new(serve, IPAddress.Any);
        _servers.Add(server);
        _ports[kind] = server.Port;
    }

    private void Datagrams(string kind, Func<byte[], IEnumerable<byte[]>> answer)
    {
        DatagramServer server = new(answer, IPAddress.Any);
        _servers.Add(server);
        _ports[kind] = server.Port;
    }

    private static async Task AnswerWeb(Stream stream, CancellationToken stop)
    {
        await LoopbackServer.ReadRequestAsync(stream, stop);
        await stream.WriteAsync("HTTP/1.0 200 OK\r\n\r\nhello"u8.ToArray(), stop);
    }

    private static async Task AnswerMail(NetworkStream stream, CancellationToken stop)
    {
        using StreamReader reader = new(stream, Encoding.ASCII, leaveOpen: true);
        foreach (string line in (string[])["220 mail", "250 hello", "221 bye"])
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), stop);
            await reader.ReadLineAsync(stop);
        }
    }
}
