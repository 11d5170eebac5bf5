using System.Text;
using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Modules;

/// <summary>
/// A director with all <see cref="ModuleCases"/> at once goes through a life: alone, beside a better one, after its
/// death, without and with its cables, stopped. What was seen of each instance after each step is kept.
/// </summary>
internal sealed class ModulePlay : IDisposable
{
    private const int Segments = 3;

    private readonly StringBuilder _story = new();
    private readonly NetworkNamespaceLan _lan;
    private readonly LanHost _a;
    private readonly LanHost _b;
    private readonly AdvertCapture[] _wires;
    private readonly DirectorKind _kind;
    private readonly Dictionary<(string Step, string Name), string> _seen = [];
    private DirectorProcess _subject = null!;

    public ModulePlay(DirectorKind subject)
    {
        _kind = subject;
        _lan = new NetworkNamespaceLan(new Kept(_story));
        _a = Host("a", 1);
        _b = Host("b", 2);
        _wires = [.. Enumerable.Range(0, Segments).Select(i => _lan.Capture($"eth{i}"))];
    }

    public IReadOnlyDictionary<(string Step, string Name), string> Seen => _seen;

    /// <summary>What both directors said, once it is over.</summary>
    public string Story => _story.ToString();

    public void Run()
    {
        _subject = _lan.Start(_a, _kind, ModuleCases.Config(1, 100));
        ExpectMaster("alone", withAnswer: true);

        DirectorKind other = _kind == DirectorKind.Ours ? DirectorKind.Reference : DirectorKind.Ours;
        DirectorProcess peer = _lan.Start(_b, other, ModuleCases.Config(2, 150));
        Expect(
            "beside a better one",
            "BACKUP",
            one => peer.Is("MASTER", one.Name) && HasLastWord(one, 2) && ModuleFacts.Devices(_a, one.Virtual) == "");

        peer.KillHard();
        ExpectMaster("after its death", withAnswer: false);

        SetCables(plugged: false);
        Expect("without cables", "FAULT", one => ModuleFacts.Devices(_a, one.Virtual) == "");

        SetCables(plugged: true);
        ExpectMaster("with cables", withAnswer: false);

        DateTime stopping = DateTime.UtcNow;
        int code = _subject.Stop();
        Eventually.That(
            () => ModuleCases.All.All(one => Adverts(one, 1, stopping).Any(advert => advert.Priority == 0)),
            "each instance resigns");
        foreach (ModuleCase one in ModuleCases.All)
        {
            _seen[("stopped", one.Name)] = $"exit {code} | {ModuleFacts.Link(_a, one.OwnLink)}"
                + $" | {ModuleFacts.Devices(_a, one.Virtual)} | left {ModuleFacts.MadeLinks(_a)}";
        }
    }

    public void Dispose() => _lan.Dispose();

    private LanHost Host(string name, int number)
    {
        LanHost host = _lan.AddHost(name, $"10.0.0.{number}/24", $"10.1.0.{number}/24", $"10.2.0.{number}/24");
        Shell.IpBatch(host.Namespace, [
            $"link add {ModuleCases.Vrf} type vrf table 10",
            $"link set {ModuleCases.Vrf} up",
            $"link set eth1 master {ModuleCases.Vrf}",
            .. Vlan(10, 3), .. Vlan(20, 4), .. Vlan(30, 5),
            $"link set eth2.30 master {ModuleCases.Vrf}",
        ]);
        return host;

        IEnumerable<string> Vlan(int id, int network) =>
        [
            $"link add link eth2 name eth2.{id} type vlan id {id}",
            $"link set eth2.{id} up",
            $"addr add 10.{network}.0.{number}/24 dev eth2.{id}",
        ];
    }

    private void SetCables(bool plugged)
    {
        for (int i = 0; i < Segments; i++)
        {
            _a.SetCable($"eth{i}", plugged);
        }
    }

    private void ExpectMaster(string step, bool withAnswer)
    {
        DateTime since = DateTime.UtcNow;
        Expect(step, "MASTER", one => Adverts(one, 1, since).Any() && ModuleFacts.Devices(_a, one.Virtual) != "");
        foreach (ModuleCase one in withAnswer ? ModuleCases.All : [])
        {
            _seen[(step, one.Name)] += Answers(one) ? " | answers" : " | does not answer";
        }
    }

    private void Expect(string step, string state, Func<ModuleCase, bool> until)
    {
        foreach (ModuleCase one in ModuleCases.All)
        {
            _subject.WaitFor(state, one.Name);
            Eventually.That(() => until(one), $"{step}: {one.Name} has arrived", _subject.Story);
        }

        foreach (ModuleCase one in ModuleCases.All)
        {
            CapturedAdvert last = _wires[one.Segment].Adverts.Last(advert => advert.Vrid == one.Vrid);
            string sender = last.Source == one.SourceOf(1) ? "a" : last.Source == one.SourceOf(2) ? "b" : last.Source;
            _seen[(step, one.Name)] = $"{_subject.StateOf(one.Name)} | {ModuleFacts.Link(_a, one.OwnLink)}"
                + $" | {ModuleFacts.Devices(_a, one.Virtual)}"
                + $" | {sender} with its {one.MacOf(last.Frame)} in VLAN {last.Vlan}";
        }
    }

    /// <summary>Twice in a row: their first adverts may have crossed.</summary>
    private bool HasLastWord(ModuleCase one, int host) => _wires[one.Segment].Adverts
        .Where(advert => advert.Vrid == one.Vrid).TakeLast(2).All(advert => advert.Source == one.SourceOf(host));

    private IEnumerable<CapturedAdvert> Adverts(ModuleCase one, int host, DateTime since) =>
        _wires[one.Segment].From(one.SourceOf(host), since).Where(advert => advert.Vrid == one.Vrid);

    private bool Answers(ModuleCase one)
    {
        string[] way = one.Vrf.Length > 0 ? ["-I", one.Vrf] : [];
        return Shell.Try(
            "ip", ["netns", "exec", _b.Namespace, "ping", "-n", "-c", "3", "-W", "2", .. way, one.Virtual]).Code == 0;
    }

    /// <summary>Plays belong to no single test.</summary>
    private sealed class Kept(StringBuilder story) : ITestOutputHelper
    {
        public void WriteLine(string message) => story.AppendLine(message);

        public void WriteLine(string format, params object[] args) => story.AppendFormat(null, format, args);
    }
}
