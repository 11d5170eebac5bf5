using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Scenarios;

/// <summary>Adverts that must not count: wrong keys, altered digests, packets sent a second time.</summary>
public sealed class AuthenticationScenarios(ITestOutputHelper output)
{
    private const string Vip = "10.0.0.100";
    private const int AhIcvOffset = 14 + 20 + 12;
    private const int AhSequenceOffset = 14 + 20 + 8;

    private static readonly InstanceText _ah = new(100) { Format = WireFormat.Version2Ah };

    [NamespaceTheory]
    [InlineData(WireFormat.Version2Ah)]
    [InlineData(WireFormat.Version2Password)]
    public void A_peer_with_another_key_is_not_heard_and_is_counted(WireFormat format)
    {
        using var world = new TwoDirectors(DirectorPair.OursBesideReference, output);
        world.StartFirst(_ah with { Format = format });
        world.First.WaitFor("MASTER");

        world.StartSecond(_ah with { Format = format, Priority = 150, Key = "another" });
        world.Second.WaitFor("MASTER");
        // Its first advert has to do: each packet that the reference refuses puts off its next one, perhaps for ever.
        world.Wire.FirstFrom(world.B.AddressOf(), DateTime.MinValue);
        world.Wire.WaitForMore(world.A.AddressOf(), adverts: 2);

        Assert.True(world.First.Statistic("Authentication Errors", "Failure") >= 1);
        Assert.True(world.First.Is("MASTER"), world.First.Story());
        Eventually.That(() => world.A.Addresses.Has(Vip), "the address stays", world.First.Story);
    }

    [NamespaceFact]
    public void A_peer_with_another_kind_of_authentication_is_not_heard_and_is_counted()
    {
        using var world = new TwoDirectors(DirectorPair.OursBesideReference, output);
        world.StartFirst(_ah with { Format = WireFormat.Version2Password });
        world.First.WaitFor("MASTER");

        world.StartSecond(_ah with { Format = WireFormat.Version2, Priority = 150 });
        world.Second.WaitFor("MASTER");
        world.Wire.FirstFrom(world.B.AddressOf(), DateTime.MinValue);
        world.Wire.WaitForMore(world.A.AddressOf(), adverts: 2);

        Assert.True(world.First.Statistic("Authentication Errors", "Type Mismatch") >= 1);
        Assert.True(world.First.Is("MASTER"), world.First.Story());
    }

    [NamespaceFact]
    public void Replayed_adverts_do_not_keep_a_dead_master_alive()
    {
        using var world = new TwoDirectors(DirectorPair.OursBesideReference, output);
        IReadOnlyList<CapturedAdvert> heard = KillMasterAfterSomeAdverts(world);
        using var attacker = new PacketInjector(world.B);

        // Newest first, then older ones: replayed and out of order.
        Eventually.That(
            () =>
            {
                attacker.Send(heard[^1].Frame);
                attacker.Send(heard[0].Frame);
                return world.First.Is("MASTER") && world.A.Addresses.Has(Vip);
            },
            "the backup takes over in spite of the replays",
            world.First.Story);

        Assert.True(world.First.Statistic("Authentication Errors", "Failure") > 0);
        Assert.Equal(["BACKUP", "MASTER"], world.First.Transitions.Select(t => t.State));
    }

    [NamespaceFact]
    public void An_advert_with_a_forged_sequence_or_digest_changes_nothing()
    {
        using var world = new TwoDirectors(DirectorPair.OursBesideReference, output);
        IReadOnlyList<CapturedAdvert> heard = KillMasterAfterSomeAdverts(world);
        byte[] laterSequence = [.. heard[^1].Frame];
        laterSequence[AhSequenceOffset + 2] ^= 1;
        byte[] otherDigest = [.. laterSequence];
        otherDigest[AhIcvOffset] ^= 1;
        using var attacker = new PacketInjector(world.B);

        Eventually.That(
            () =>
            {
                attacker.Send(laterSequence);
                attacker.Send(otherDigest);
                return world.First.Is("MASTER");
            },
            "the backup takes over in spite of the forgeries",
            world.First.Story);

        Assert.True(world.First.Statistic("Authentication Errors", "Failure") > 0);
    }

    // What makes the cases above mean something: without authentication the same replay is believed.
    [NamespaceFact]
    public void Without_authentication_a_replayed_advert_is_believed()
    {
        using var world = new TwoDirectors(DirectorPair.OursBesideReference, output);
        IReadOnlyList<CapturedAdvert> heard =
            KillMasterAfterSomeAdverts(world, _ah with { Format = WireFormat.Version2 });
        world.First.WaitFor("MASTER");
        using var attacker = new PacketInjector(world.B);

        attacker.Send(heard[0].Frame);

        world.First.WaitFor("BACKUP");
    }

    private static IReadOnlyList<CapturedAdvert> KillMasterAfterSomeAdverts(
        TwoDirectors world, InstanceText? instance = null)
    {
        InstanceText backup = instance ?? _ah;
        world.StartSecond(backup with { Priority = 150, State = "MASTER" });
        world.Second.WaitFor("MASTER");
        world.StartFirst(backup);
        world.First.WaitFor("BACKUP");
        world.Wire.WaitForMore(world.B.AddressOf(), adverts: 3);
        world.Second.KillHard();
        return [.. world.Wire.From(world.B.AddressOf())];
    }
}
