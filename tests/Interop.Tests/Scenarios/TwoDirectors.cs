using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Scenarios;

/// <summary>Hosts a (10.0.0.1) and b (10.0.0.2) on one segment, with a listener on the wire.</summary>
internal sealed class TwoDirectors : IDisposable
{
    private readonly DirectorPair _pair;
    private readonly ITestOutputHelper _output;
    private DirectorProcess? _first;
    private DirectorProcess? _second;

    public TwoDirectors(DirectorPair pair, ITestOutputHelper output)
    {
        _pair = pair;
        _output = output;
        Lan = new NetworkNamespaceLan(output);
        A = Lan.AddHost("a", "10.0.0.1/24");
        B = Lan.AddHost("b", "10.0.0.2/24");
        Wire = Lan.Capture();
    }

    public NetworkNamespaceLan Lan { get; }

    public LanHost A { get; }

    public LanHost B { get; }

    public AdvertCapture Wire { get; }

    public DirectorProcess First => _first ?? throw new InvalidOperationException("not started");

    public DirectorProcess Second => _second ?? throw new InvalidOperationException("not started");

    public void StartFirst(InstanceText instance) => StartFirst(instance.ToString());

    public void StartSecond(InstanceText instance) => StartSecond(instance.ToString());

    public void StartFirst(string config) => _first = Lan.Start(A, _pair.First(), config);

    public void StartSecond(string config) => _second = Lan.Start(B, _pair.Second(), config);

    /// <summary>Nobody hears anybody, and all have carrier.</summary>
    public void Cut() => LanHost.SetIsolated("eth0", true, A, B);

    public void Heal() => LanHost.SetIsolated("eth0", false, A, B);

    /// <summary>Waits until the first director has all addresses, the second none, and both say so.</summary>
    public void FirstIsMaster(params string[] addresses)
    {
        string[] all = addresses is [] ? ["10.0.0.100"] : addresses;
        Eventually.That(
            () => First.Is("MASTER") && Second.Is("BACKUP") && A.Addresses.HasAll(all) && B.Addresses.HasNone(all),
            "the first director is master and has the addresses, the second has none",
            () => First.Story() + Second.Story());
    }

    /// <summary>Prints the hole between the last advert of the first and the first of the second director.</summary>
    public void Shows(TimeSpan masterDownWithoutSkew, string what)
    {
        CapturedAdvert last = Wire.From(A.AddressOf()).Last();
        CapturedAdvert takeover = Wire.FirstFrom(B.AddressOf(), after: last.Time);
        double gap = (takeover.Time - last.Time).TotalSeconds;
        _output.WriteLine($"{_pair}: {what}: {gap:0.0000} s");
        Assert.True(gap > masterDownWithoutSkew.TotalSeconds, $"taken over after only {gap} s");
    }

    public void Dispose() => Lan.Dispose();
}
