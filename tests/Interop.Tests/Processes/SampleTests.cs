using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Processes;

/// <summary>Every sample is a file that somebody can start from: judged without a complaint, and it runs.</summary>
public sealed class SampleTests(ITestOutputHelper output)
{
    public static TheoryData<string> Samples =>
        [.. Directory.GetFiles(Folder, "*.conf", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Folder, path))
            .Where(name => !name.StartsWith(Parts + "/", StringComparison.Ordinal) && name != Elsewhere)
            .Order(StringComparer.Ordinal)];

    /// <summary>What includes.conf includes.</summary>
    private const string Parts = "includes";

    /// <summary>It needs a namespace of a name of its own: NetworkNamespaceTests.</summary>
    private const string Elsewhere = "network-namespace.conf";

    private static string Folder => Path.Combine(Machine.Root, "samples");

    [NamespaceTheory]
    [MemberData(nameof(Samples))]
    public void A_sample_passes_the_test_starts_and_stops(string name)
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "192.0.2.11/24", "198.51.100.11/24");
        lan.EnableV6(host);
        Shell.Run("cp", "-r", Path.Combine(Folder, Parts), host.Directory);
        string text = File.ReadAllText(Path.Combine(Folder, name));
        string file = ShortRun.Write(host, "sample.conf", text + OnIpvs(text));

        (int code, string said) = ShortRun.Of(host, DirectorKind.Ours, "-t", "-f", file);
        Assert.Equal((0, ""), (code, said));

        DirectorProcess director = lan.Start(host, DirectorKind.Ours, text);
        director.WaitForLog("Startup complete");
        Assert.Equal(0, director.Stop());
    }

    /// <summary>
    /// Where the kernel has no IPVS the test advises what nftables cannot do in its place, which is not the sample's
    /// fault: it is judged as on a kernel with IPVS, unless it is about this very choice.
    /// </summary>
    private static string OnIpvs(string text) =>
        text.Contains("lvs_backend", StringComparison.Ordinal) ? "" : "\nglobal_defs {\n    lvs_backend ipvs\n}\n";
}
