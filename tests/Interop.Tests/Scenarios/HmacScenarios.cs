using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Scenarios;

/// <summary><c>auth_hmac</c> between two of ours; Debian's reference is older than it.</summary>
public sealed class HmacScenarios(ITestOutputHelper output)
{
    private const string Key = "key 1 0123456789abcdef0123456789abcdef";

    [NamespaceTheory]
    [InlineData(WireFormat.Version2)]
    [InlineData(WireFormat.Version3)]
    public void Signed_adverts_are_obeyed_and_what_is_replayed_or_not_signed_is_counted(WireFormat format)
    {
        using var world = new TwoDirectors(DirectorPair.OursBesideOurs, output);
        world.StartSecond(Signed(150, Key) with { Format = format, State = "MASTER" });
        world.Second.WaitFor("MASTER");
        world.StartFirst(Signed(100, Key) with { Format = format });
        world.First.WaitFor("BACKUP");
        world.Wire.WaitForMore(world.B.AddressOf(), adverts: 4);
        Assert.True(world.First.Is("BACKUP"), world.First.Story());

        using var attacker = new PacketInjector(world.B);
        byte[] heard = world.Wire.From(world.B.AddressOf()).Last().Frame;
        world.Second.KillHard();
        Eventually.That(
            () =>
            {
                attacker.Send(heard);
                return world.First.Is("MASTER");
            },
            "the backup takes over in spite of the replays",
            world.First.Story);
        Assert.True(world.First.Statistic("Authentication Extension Errors", "Replay") > 0);
    }

    [NamespaceFact]
    public void Another_key_is_not_heard_and_counted_as_invalid()
    {
        using var world = new TwoDirectors(DirectorPair.OursBesideOurs, output);
        world.StartFirst(Signed(100, Key));
        world.First.WaitFor("MASTER");
        world.StartSecond(Signed(150, "key 1 fedcba9876543210fedcba9876543210"));
        world.Second.WaitFor("MASTER");
        world.Wire.WaitForMore(world.B.AddressOf(), adverts: 2);

        Assert.True(world.First.Is("MASTER"), world.First.Story());
        Assert.True(world.First.Statistic("Authentication Extension Errors", "Invalid HMAC") > 0);
    }

    [NamespaceFact]
    public void Permissive_lets_an_unsigned_reference_in_while_the_keys_are_rolled_out()
    {
        using var world = new TwoDirectors(DirectorPair.OursBesideReference, output);
        world.StartSecond(new InstanceText(150));
        world.Second.WaitFor("MASTER");
        world.StartFirst(Signed(100, Key + "\n mode receive-only"));
        world.First.WaitFor("BACKUP");
        world.Wire.WaitForMore(world.B.AddressOf(), adverts: 4);
        Assert.True(world.First.Is("BACKUP"), world.First.Story());
        world.Second.Stop();
        world.First.WaitFor("MASTER");
    }

    private static InstanceText Signed(int priority, string keys) =>
        new(priority) { More = $"auth_hmac {{\n {keys}\n}}" };
}
