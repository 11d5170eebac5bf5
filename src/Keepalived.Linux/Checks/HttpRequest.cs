using System.Net;
using System.Net.Sockets;
using System.Text;
using Keepalived.Config.Model;

namespace Keepalived.Linux.Checks;

/// <summary>The request of a web check, as the reference daemon words it.</summary>
internal static class HttpRequest
{
    /// <param name="virtualHost">Empty: address and port of the target.</param>
    public static byte[] Encode(
        string path, HttpProtocolVersion version, string virtualHost, IPAddress address, ushort port)
    {
        string host = virtualHost.Length > 0 ? virtualHost
            : address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]:{port}" : $"{address}:{port}";
        string connection = version switch
        {
            HttpProtocolVersion.Http10 => "",
            HttpProtocolVersion.Http10CloseLower => "connection: close\r\n",
            _ => "Connection: close\r\n",
        };
        int minor = version == HttpProtocolVersion.Http11 ? 1 : 0;
        return Encoding.UTF8.GetBytes(
            $"GET {path} HTTP/1.{minor}\r\nUser-Agent: KeepAliveClient\r\n{connection}Host: {host}\r\n\r\n");
    }
}
