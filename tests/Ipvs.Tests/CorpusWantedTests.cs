using System.Text;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;

namespace Keepalived.Ipvs.Tests;

/// <summary>Without a kernel: what real configurations want is what the reference daemon had in its table.</summary>
public sealed class CorpusWantedTests
{
    [Fact]
    public void Wanted_tables_are_the_references_but_for_listed_differences()
    {
        StringBuilder report = new();
        foreach (CorpusTable table in CorpusTables.All())
        {
            using IpvsReconciler reconciler = new(new InMemoryVirtualServiceTable(), new NoRecord());
            foreach ((string owner, var wanted) in table.Owners)
            {
                reconciler.SetWanted(owner, wanted);
            }

            List<string> actual = IpvsadmText.Lines(reconciler.Snapshot().Wanted);
            if (actual.SequenceEqual(table.Expected) == CorpusTables.Exceptions.ContainsKey(table.Name[..3]))
            {
                report.AppendLine(table.Name);
                report.AppendJoin(
                    '\n', table.Expected.Except(actual).Select(line => $"   reference: {line}")).AppendLine();
                report.AppendJoin(
                    '\n', actual.Except(table.Expected).Select(line => $"   here:      {line}")).AppendLine();
            }
        }

        Assert.True(report.Length == 0, report.ToString());
    }
}

internal sealed class NoRecord : IServiceOwnershipRecord
{
    public IpvsOwnership Load() => IpvsOwnership.Nothing;

    public string? Save(IpvsOwnership ownership) => null;
}
