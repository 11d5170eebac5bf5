using Keepalived.Wire.Netlink;
using Xunit.Abstractions;

namespace Keepalived.Wire.Tests.Netlink;

public sealed class NetlinkRandomInputTests(ITestOutputHelper output)
{
    private const string File = "rtnetlink.hex";

    private static byte[] Encoded(Func<byte[], int> encode)
    {
        byte[] buffer = new byte[2048];
        return buffer[NetlinkConstants.NLMSG_HDRLEN..encode(buffer)];
    }

    [Fact]
    public void Random_and_mutated_datagrams_never_throw()
    {
        using var inputs = new Seeded(
            output,
            [.. KernelDump.Messages(File, "addresses"), .. KernelDump.Messages(File, "rules"),
             .. KernelDump.Datagrams(File, "refused"), .. KernelDump.Datagrams(File, "refused")]);
        int messages = 0;
        for (int i = 0; i < inputs.Count; i++)
        {
            var reader = new NetlinkMessageReader(inputs.Next());
            while (reader.TryRead(out NetlinkMessage message, out _))
            {
                messages++;
                message.TryReadResult(out _);
                message.ReadErrorText();
            }
        }

        Assert.True(messages > inputs.Count / 4);
    }

    [Fact]
    public void Random_and_mutated_links_never_throw()
    {
        byte[][] seeds = [.. KernelDump.Payloads(File, "links").Where(payload => payload.Length < 2000)];
        using var inputs = new Seeded(output, seeds);
        int decoded = Run(inputs, input => Count(LinkMessage.TryDecode(input, out _, out DecodeError error), error));

        Assert.InRange(decoded, inputs.Count / 10, inputs.Count);
    }

    [Fact]
    public void Random_and_mutated_addresses_never_throw()
    {
        using var inputs = new Seeded(output, [.. KernelDump.Payloads(File, "addresses"),
            Encoded(buffer => RtnetlinkRoundTripTests.FullAddress.Encode(buffer, default))]);
        int decoded = Run(inputs, input => Count(AddressMessage.TryDecode(input, out _, out DecodeError error), error));

        Assert.InRange(decoded, inputs.Count / 10, inputs.Count);
    }

    [Fact]
    public void Random_and_mutated_routes_never_throw()
    {
        using var inputs = new Seeded(output, [.. KernelDump.Payloads(File, "routes"),
            Encoded(buffer => RtnetlinkRoundTripTests.FullRoute.Encode(buffer, default))]);
        int decoded = Run(inputs, input => Count(RouteMessage.TryDecode(input, out _, out DecodeError error), error));

        Assert.InRange(decoded, inputs.Count / 10, inputs.Count);
    }

    [Fact]
    public void Random_and_mutated_rules_never_throw()
    {
        using var inputs = new Seeded(output, [.. KernelDump.Payloads(File, "rules"),
            Encoded(buffer => RtnetlinkRoundTripTests.FullRule.Encode(buffer, default))]);
        int decoded = Run(inputs, input => Count(RuleMessage.TryDecode(input, out _, out DecodeError error), error));

        Assert.InRange(decoded, inputs.Count / 10, inputs.Count);
    }

    private static int Run(Seeded inputs, Decode decode)
    {
        int decoded = 0;
        for (int i = 0; i < inputs.Count; i++)
        {
            decoded += decode(inputs.Next());
        }

        return decoded;
    }

    private static int Count(bool isDecoded, DecodeError error)
    {
        Assert.Equal(isDecoded, !error.IsError);
        return isDecoded ? 1 : 0;
    }

    private delegate int Decode(ReadOnlySpan<byte> input);
}
