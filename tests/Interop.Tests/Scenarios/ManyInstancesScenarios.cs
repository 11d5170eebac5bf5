using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Scenarios;

/// <summary>Fifty virtual routers on one interface, half of them at home on either director.</summary>
public abstract class ManyInstancesScenarios(DirectorPair pair, ITestOutputHelper output)
{
    private const int Instances = 50;

    public sealed class OursBesideOurs(ITestOutputHelper output)
        : ManyInstancesScenarios(DirectorPair.OursBesideOurs, output);

    public sealed class OursBesideReference(ITestOutputHelper output)
        : ManyInstancesScenarios(DirectorPair.OursBesideReference, output);

    public sealed class ReferenceBesideOurs(ITestOutputHelper output)
        : ManyInstancesScenarios(DirectorPair.ReferenceBesideOurs, output);

    [NamespaceFact]
    public void Fifty_instances_share_an_interface_and_all_fail_over()
    {
        using var world = new TwoDirectors(pair, output);
        string[] odd = [.. Enumerable.Range(1, Instances).Where(n => n % 2 == 1).Select(Address)];
        string[] even = [.. Enumerable.Range(1, Instances).Where(n => n % 2 == 0).Select(Address)];
        world.StartFirst(Config(oddPriority: 150, evenPriority: 100));
        world.StartSecond(Config(oddPriority: 100, evenPriority: 150));
        Eventually.That(
            () => world.A.Addresses.HasAll(odd) && world.A.Addresses.HasNone(even)
                && world.B.Addresses.HasAll(even) && world.B.Addresses.HasNone(odd),
            "each director has its own half",
            () => $"a: {world.A.Addresses}\n{world.A.Ip("-o", "addr")}{world.First.Story()}{world.Second.Story()}");

        world.First.KillHard();

        Eventually.That(() => world.B.Addresses.HasAll([.. odd, .. even]), "the survivor has all", world.Second.Story);
        Assert.Equal(0, world.Second.Stop());
        if (world.Second.KilledItsChild)
        {
            return;
        }
        Eventually.That(() => world.B.Addresses.HasNone([.. odd, .. even]), "nothing is left", world.Second.Story);
        Eventually.That(
            () => world.Wire.From("10.0.0.2").Where(a => a.Priority == 0).DistinctBy(a => a.Vrid).Count() == Instances,
            "every instance resigns",
            world.Second.Story);
    }

    private static string Address(int instance) => $"10.0.1.{instance}";

    private static string Config(int oddPriority, int evenPriority) => string.Concat(
        Enumerable.Range(1, Instances).Select(n => new InstanceText(n % 2 == 1 ? oddPriority : evenPriority)
        {
            Name = $"VI_{n}",
            Vrid = n,
            Interval = 0.5,
            Addresses = [Address(n)],
        }));
}
