using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Scenarios;

/// <summary>What we put on the wire, judged by tshark and by comparison with the reference's own bytes.</summary>
public sealed class WireScenarios(ITestOutputHelper output)
{
    private const int NormalAdverts = 3;

    [NamespaceTheory]
    [InlineData(WireFormat.Version2)]
    [InlineData(WireFormat.Version2Password)]
    [InlineData(WireFormat.Version2Ah)]
    [InlineData(WireFormat.Version3)]
    public void Our_adverts_decode_in_tshark_without_an_expert_warning(WireFormat format)
    {
        using var lan = new NetworkNamespaceLan(output);
        AdvertCapture capture = CaptureOneLife(lan, DirectorKind.Ours, format);

        string[] lines = Shell.Run(
                "tshark", "-r", capture.FileName, "-o", "ip.check_checksum:TRUE", "-T", "fields", "-E", "separator=|",
                "-e", "frame.protocols", "-e", "_ws.expert.message", "-e", "ip.checksum.status",
                "-e", "vrrp.checksum.status", "-e", "vrrp.prio", "-e", "_ws.malformed")
            .Split('\n').Where(line => line.StartsWith("eth:", StringComparison.Ordinal)).ToArray();

        Assert.True(lines.Length > NormalAdverts, string.Join('\n', lines));
        string protocols = format == WireFormat.Version2Ah ? "eth:ethertype:ip:ah:vrrp" : "eth:ethertype:ip:vrrp";
        Assert.All(lines.SkipLast(1), line => Assert.Equal($"{protocols}||1|1|150|", line));
        Assert.Equal($"{protocols}||1|1|0|", lines[^1]);
    }

    [NamespaceTheory]
    [InlineData(WireFormat.Version2)]
    [InlineData(WireFormat.Version2Password)]
    [InlineData(WireFormat.Version2Ah)]
    [InlineData(WireFormat.Version3)]
    public void Our_adverts_are_the_reference_s_byte_for_byte(WireFormat format)
    {
        using var ourLan = new NetworkNamespaceLan(output);
        using var referenceLan = new NetworkNamespaceLan(output);
        Task<AdvertCapture> ours = Task.Run(() => CaptureOneLife(ourLan, DirectorKind.Ours, format));
        AdvertCapture reference = CaptureOneLife(referenceLan, DirectorKind.Reference, format);

        string[] expected = Bytes(reference);
        string[] actual = Bytes(ours.GetAwaiter().GetResult());

        Assert.Equal(expected, actual);
    }

    // The first three, and the resignation without what depends on how many there were: IP id and sum, AH
    // sequence and digest.
    private static string[] Bytes(AdvertCapture capture)
    {
        byte[] resignation = [.. capture.Adverts.Last(advert => advert.Priority == 0).Ip];
        resignation.AsSpan(4, 2).Clear();
        resignation.AsSpan(10, 2).Clear();
        const int protocolOffset = 9;
        const byte ah = 51;
        if (resignation[protocolOffset] == ah)
        {
            resignation.AsSpan(28, 16).Clear();
        }
        return
        [
            .. capture.Adverts.Take(NormalAdverts).Select(advert => Convert.ToHexString(advert.Ip)),
            Convert.ToHexString(resignation),
        ];
    }

    // A director alone on the LAN from start to orderly stop.
    private static AdvertCapture CaptureOneLife(NetworkNamespaceLan lan, DirectorKind kind, WireFormat format)
    {
        LanHost host = lan.AddHost("a", "192.168.200.5/24");
        AdvertCapture capture = lan.Capture();
        DirectorProcess director = lan.Start(host, kind, new InstanceText(150)
        {
            Format = format,
            Interval = 0.1,
            Addresses = ["192.168.200.10", "192.168.200.11", "192.168.200.12/24"],
            More = "virtual_ipaddress_excluded {\n192.168.200.13\n}",
        }.ToString());
        director.WaitFor("MASTER");
        capture.WaitForMore("192.168.200.5", NormalAdverts);
        Assert.Equal(0, director.Stop());
        Eventually.That(() => capture.Adverts.Any(advert => advert.Priority == 0), "a resignation", director.Story);
        return capture;
    }
}
