using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Reload;

/// <summary>
/// Reloads with random changes, and with files that no one should run. INTEROP_RELOADS sets the number of the
/// former, INTEROP_SEED makes others.
/// </summary>
public sealed class RandomReloadTests(ITestOutputHelper output)
{
    private const int DefaultReloads = 20;
    private const double Interval = 0.3;
    private const string Untouched = "10.0.0.100";

    [NamespaceFact]
    public void An_instance_that_does_not_change_notices_nothing_of_reloads()
    {
        int reloads = Machine.Setting("INTEROP_RELOADS", DefaultReloads);
        int seed = Machine.Setting("INTEROP_SEED", 1);
        output.WriteLine($"INTEROP_SEED={seed} INTEROP_RELOADS={reloads}");
        var random = new Random(seed);
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        AdvertCapture capture = lan.Capture();
        var file = new ChangingFile(random);
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, file.ToString());
        Expect(director, file);
        DateTime start = capture.Adverts.Last(IsUntouched).Time;

        for (int n = 0; n < reloads; n++)
        {
            output.WriteLine(file.Change());
            director.WriteConfig(file.ToString());
            director.Signal("HUP");
            Expect(director, file);
        }

        CapturedAdvert[] adverts = [.. capture.Adverts.Where(a => IsUntouched(a) && a.Time >= start)];
        double intervals = (adverts[^1].Time - start).TotalSeconds / Interval;
        Assert.DoesNotContain(adverts, advert => advert.Priority == 0);
        Assert.Equal(["BACKUP", "MASTER"], director.Transitions.Where(t => t.Name == "VI_0").Select(t => t.State));
        Assert.DoesNotContain(host.Addresses.Changes, c => !c.Added && c.Address == Untouched + "/32");
        // The reference says something extra at each reload; we do not, but the schedule may slip by an advert.
        Assert.True(
            Machine.OursIsReference || adverts.Length - 1 <= intervals + 2,
            $"{adverts.Length - 1} adverts in {intervals:0.0} intervals");
    }

    [NamespaceFact]
    public void A_flawed_file_is_refused_and_everything_goes_on()
    {
        if (Machine.OursIsReference)
        {
            output.WriteLine("The reference applies what it understands of such files.");
            return;
        }
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        AdvertCapture capture = lan.Capture();
        var file = new ChangingFile(new Random(1));
        string good = file.ToString();
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, good);
        Expect(director, file);
        IReadOnlyList<Transition> before = director.Transitions;
        host.Addresses.Forget();

        foreach (string flawed in FlawedFiles(good))
        {
            int answers = Answers(director);
            director.WriteConfig(flawed);
            director.Signal("HUP");
            Eventually.That(
                () => Answers(director) > answers, $"a word about the file\n{flawed}", director.Story);
        }

        // A good file after them shows that all have been dealt with, for reloads are dealt with in turn.
        director.WriteConfig(good.Replace(Untouched, Untouched + "\n10.0.0.99"));
        director.Signal("HUP");
        Eventually.That(() => host.Addresses.Has("10.0.0.99"), "the good file is in effect", director.Story);
        Assert.Equal(["+10.0.0.99/32 on eth0"], host.Addresses.Changes.Select(change => change.ToString()));
        Assert.DoesNotContain(capture.Adverts, advert => advert.Priority == 0);
        Assert.Equal(before.Count, director.Transitions.Count);
    }

    /// <summary>Lines that end a reload; others come when they like.</summary>
    private static int Answers(DirectorProcess director) => director.Log.Count(line =>
        line.Contains("Reload refused", StringComparison.Ordinal)
        || line.Contains("Reload finished", StringComparison.Ordinal));

    private static bool IsUntouched(CapturedAdvert advert) => advert.Vrid == ChangingFile.FirstVrid;

    private static void Expect(DirectorProcess director, ChangingFile file) =>
        Eventually.That(
            () => director.Host.Addresses.HasAll([Untouched, .. file.Addresses])
                && director.Host.Addresses.HasNone(file.Gone)
                && file.Names.All(name => director.Is("MASTER", name)),
            "the file is in effect: " + string.Join(' ', file.Addresses),
            director.Story);

    private static IEnumerable<string> FlawedFiles(string good)
    {
        string[] priorities = ["priority 300", "priority 0", "priority abc", "priority"];
        string[] routers = ["virtual_router_id 0", "virtual_router_id 256", "virtual_router_id x"];
        string[] intervals = ["advert_int 0", "advert_int -1", "advert_int 100"];
        string[] interfaces = ["interface nowhere0", "interface"];
        string[] addresses = ["10.0.0.300", "10.0.0.100/33", "what", "10.0.0.1.1"];
        return
        [
            .. priorities.Select(text => good.Replace("priority 100", text)),
            .. routers.Select(text => good.Replace($"virtual_router_id {ChangingFile.FirstVrid}", text)),
            .. intervals.Select(text => good.Replace("advert_int 0.3", text)),
            .. interfaces.Select(text => good.Replace("interface eth0", text)),
            .. addresses.Select(text => good.Replace(Untouched, text)),
            good + "\nvrrp_instance VI_X {\n",
            good + "\nno_such_keyword at_all\n",
            good.Replace("state BACKUP", "state SLEEPING"),
            good.Replace("vrrp_instance VI_0 {", "vrrp_instance VI_0 {\nno_such_keyword_inside 1"),
        ];
    }
}
