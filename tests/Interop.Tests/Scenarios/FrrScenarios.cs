using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Scenarios;

/// <summary>The other free VRRP implementation as master and as backup of ours.</summary>
public sealed class FrrScenarios(ITestOutputHelper output)
{
    [FrrTheory]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void We_obey_frr_and_take_over_when_it_is_gone(int version, bool isV6)
    {
        using FrrWorld world = new(output, isV6);
        using FrrRouter frr = world.StartFrr(version, priority: 200);
        frr.WaitFor("Master", isV6);

        DirectorProcess director = world.StartOurs(version, priority: 100);
        director.WaitFor("BACKUP");
        Eventually.That(
            () => director.Statistic("Advertisements", "Received") > 3, "several adverts of FRR", director.Story);
        Assert.True(director.Is("BACKUP"), director.Story());
        Assert.Equal(0, director.Statistic("Packet Errors", "Address List"));

        frr.Dispose();
        director.WaitFor("MASTER");
    }

    [FrrTheory]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void Frr_obeys_us_and_takes_over_when_we_resign(int version, bool isV6)
    {
        using FrrWorld world = new(output, isV6);
        DirectorProcess director = world.StartOurs(version, priority: 200);
        director.WaitFor("MASTER");

        using FrrRouter frr = world.StartFrr(version, priority: 100);
        frr.WaitFor("Backup", isV6);
        Assert.Equal(0, director.Stop());
        frr.WaitFor("Master", isV6);

        Assert.Equal(["BACKUP", "MASTER"], director.Transitions.Select(transition => transition.State));
    }

    private sealed class FrrWorld : IDisposable
    {
        private readonly NetworkNamespaceLan _lan;
        private readonly LanHost _ours;
        private readonly LanHost _theirs;
        private readonly bool _isV6;

        public FrrWorld(ITestOutputHelper output, bool isV6)
        {
            _isV6 = isV6;
            _lan = new NetworkNamespaceLan(output);
            _ours = _lan.AddHost("a", "10.0.0.1/24");
            _theirs = _lan.AddHost("b", "10.0.0.2/24");
            if (isV6)
            {
                _lan.EnableV6(_ours, _theirs);
            }
        }

        private string Address => _isV6 ? "2001:db8::100" : "10.0.0.100";

        public FrrRouter StartFrr(int version, int priority) => new(_theirs, version, priority, _isV6, Address);

        public DirectorProcess StartOurs(int version, int priority) =>
            _lan.Start(_ours, DirectorKind.Ours, new InstanceText(priority)
            {
                Format = version == 2 ? WireFormat.Version2 : WireFormat.Version3,
                Addresses = [Address],
            }.ToString());

        public void Dispose() => _lan.Dispose();
    }
}
