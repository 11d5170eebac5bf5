using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Scenarios;

/// <summary>The master dies without a word, in each format of the wire.</summary>
public abstract class KillScenarios(DirectorPair pair, ITestOutputHelper output)
{
    private const string Vip = "10.0.0.100";

    public sealed class OursBesideOurs(ITestOutputHelper output)
        : KillScenarios(DirectorPair.OursBesideOurs, output);

    public sealed class OursBesideReference(ITestOutputHelper output)
        : KillScenarios(DirectorPair.OursBesideReference, output);

    public sealed class ReferenceBesideOurs(ITestOutputHelper output)
        : KillScenarios(DirectorPair.ReferenceBesideOurs, output);

    [NamespaceTheory]
    [InlineData(WireFormat.Version2)]
    [InlineData(WireFormat.Version2Password)]
    [InlineData(WireFormat.Version2Ah)]
    [InlineData(WireFormat.Version3)]
    public void The_higher_priority_is_elected_and_the_survivor_takes_over(WireFormat format)
    {
        using var world = new TwoDirectors(pair, output);
        var first = new InstanceText(150) { Format = format, State = "MASTER" };
        world.StartFirst(first);
        world.StartSecond(first with { Priority = 100, State = "BACKUP" });

        world.FirstIsMaster();
        world.First.KillHard();
        world.Second.WaitFor("MASTER");

        Eventually.That(() => world.B.Addresses.Has(Vip), "the address is on the survivor", world.Second.Story);
        world.Shows(TimeSpan.FromSeconds(format == WireFormat.Version3 ? 0.9 : 3), "last advert to first advert");
    }
}
