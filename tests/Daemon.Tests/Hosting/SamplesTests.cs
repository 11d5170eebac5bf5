using Keepalived.Config;
using Keepalived.Config.Diagnostics;

namespace Keepalived.Daemon.Tests.Hosting;

/// <summary>
/// Every sample is a file that the daemon has nothing to say about (but for interfaces that this host lacks).
/// </summary>
public sealed class SamplesTests
{
    public static TheoryData<string> Samples =>
        [.. Directory.GetFiles(Folder(), "*.conf").Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_is_read_without_a_complaint(string name)
    {
        ConfigResult result = ConfigLoader.Load(Path.Combine(Folder(), name));

        Assert.DoesNotContain(result.Diagnostics, IsComplaint);
        Assert.True(result.Config.HasVrrp || result.Config.HasLvs);
    }

    private static bool IsComplaint(ConfigDiagnostic diagnostic) =>
        diagnostic.Severity > DiagnosticSeverity.Notice
        && diagnostic.Status is not (TestStatus.BadInterface or TestStatus.Ok)
        && !diagnostic.Text.Contains("doesn't exist", StringComparison.Ordinal)
        && !diagnostic.Text.Contains("unknown interface", StringComparison.Ordinal)
        && !diagnostic.Text.Contains("not found", StringComparison.Ordinal);

    private static string Folder()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Keepalived.Actors.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("samples");
        }

        return Path.Combine(folder, "samples");
    }
}
