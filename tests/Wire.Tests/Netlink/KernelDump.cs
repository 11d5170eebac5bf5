using Keepalived.Wire.Netlink;

namespace Keepalived.Wire.Tests.Netlink;

/// <summary>
/// What real kernels answered to our own requests, one datagram a line: label, hexadecimal. rtnetlink.hex is from Linux
/// 6.18, ipvs.hex from 6.1. The tables then held what the tests here expect.
/// </summary>
internal static class KernelDump
{
    /// <summary>The datagrams of one label.</summary>
    public static IEnumerable<byte[]> Datagrams(string file, string label) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Golden", file))
            .Select(line => line.Split(' '))
            .Where(words => words[0] == label)
            .Select(words => Convert.FromHexString(words[1]));

    /// <summary>Each message of a label's datagrams but the closing ones, header included.</summary>
    public static List<byte[]> Messages(string file, string label)
    {
        var messages = new List<byte[]>();
        foreach (byte[] datagram in Datagrams(file, label))
        {
            int offset = 0;
            var reader = new NetlinkMessageReader(datagram);
            while (reader.TryRead(out NetlinkMessage message, out DecodeError error))
            {
                int length = NetlinkConstants.NLMSG_HDRLEN + message.Payload.Length;
                if (!message.IsDone && !message.IsError)
                {
                    messages.Add(datagram[offset..(offset + length)]);
                }

                offset += (length + 3) & ~3;
                Assert.False(error.IsError);
            }
        }

        Assert.NotEmpty(messages);
        return messages;
    }

    /// <summary>The payloads of <see cref="Messages"/>.</summary>
    public static List<byte[]> Payloads(string file, string label) =>
        [.. Messages(file, label).Select(message => message[NetlinkConstants.NLMSG_HDRLEN..])];
}
