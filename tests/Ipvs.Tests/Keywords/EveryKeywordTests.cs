using Keepalived.Config;
using Keepalived.Core.Lvs;
using Keepalived.Linux.Ipvs;

namespace Keepalived.Ipvs.Tests.Keywords;

/// <summary>
/// One file with each keyword that shows in the kernel's table: the reference daemon made every-keyword.txt of it.
/// </summary>
[Collection("the kernel's table")]
[Trait("Needs", "Ipvs")]
public sealed class EveryKeywordTests : IDisposable
{
    private static readonly string s_folder = Path.Join(AppContext.BaseDirectory, "Keywords");

    private readonly NetlinkIpvsTable _table = new(static () => { });

    public EveryKeywordTests() => Ipvsadm.Run("-C");

    public void Dispose()
    {
        Ipvsadm.Run("-C");
        _table.Dispose();
    }

    [Fact]
    public void Each_keyword_of_the_table_has_the_effect_that_it_has_in_the_reference()
    {
        ConfigResult result = ConfigLoader.Load(
            Path.Join(s_folder, "every-keyword.conf"), new ConfigLoaderOptions { IsTest = false });
        List<IpvsReport> reports = [];
        IpvsReconciler reconciler = new(_table, new NoRecord());
        foreach ((string owner, var wanted) in CorpusTables.Owners(result.Config, ""))
        {
            reconciler.SetWanted(owner, wanted);
        }

        for (int step = 0; step < 100 && reconciler.NextDue <= TimeSpan.Zero; step++)
        {
            reconciler.Step(TimeSpan.Zero, reports);
        }

        Assert.DoesNotContain(reports, report => report is not IpvsReport.OwnerApplied);
        Assert.Equal(File.ReadAllLines(Path.Join(s_folder, "every-keyword.txt")), Ipvsadm.Table());
        string[] words = Ipvsadm.Run("-Ln", "--thresholds")
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("192.0.2.1:80 200 100 0 0", string.Join(' ', words), StringComparison.Ordinal);
    }
}
