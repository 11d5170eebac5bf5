using Benchmarks.SideBySide.Harness;

namespace Benchmarks.SideBySide.Cases;

/// <summary>How exactly adverts follow one another on the wire, for each virtual router.</summary>
internal sealed class JitterCase(string name, Instances owner) : IBenchmarkCase
{
    public string Name => name;

    public string Description => $"deviation of the interval, {owner.Count} instances at {owner.Interval} s";

    public void Measure(BenchmarkRun run)
    {
        using var lan = new Lan();
        run.StartMaster(lan, owner);
        WallClock.Wait(4);
        AdvertCapture capture = lan.Capture(isLive: false);
        double seconds = run.IsQuick ? 4 : 10;
        WallClock.Wait(seconds);
        AddDeviations(run, capture.Stop(), owner);
    }

    /// <summary>Deviations of the intervals between adverts of host a, and the adverts that did not come.</summary>
    public static void AddDeviations(BenchmarkRun run, Advert[] adverts, Instances owner)
    {
        double[] intervals = [.. Intervals(adverts)];
        double[] deviations = [.. intervals.Select(interval => Math.Abs(interval - owner.Interval) * 1e6)];
        run.Add("interval deviation p50, us", Figures.Percentile(deviations, 0.5));
        run.Add("interval deviation p99, us", Figures.Percentile(deviations, 0.99));
        run.Add("interval deviation max, us", deviations.Max());
        run.Add("rate, of nominal", Rate(adverts, owner));
        run.Add("missed adverts", intervals.Sum(interval => Math.Max(0, Math.Round(interval / owner.Interval) - 1)));
    }

    /// <summary>Adverts of host a as a share of what the interval promises; 1 = none is lost to drift.</summary>
    public static double Rate(Advert[] adverts, Instances owner)
    {
        double[] intervals = [.. Intervals(adverts)];
        return intervals.Length * owner.Interval / intervals.Sum();
    }

    /// <summary>Seconds between adverts of the same virtual router.</summary>
    public static IEnumerable<double> Intervals(Advert[] adverts)
    {
        var last = new long[256];
        foreach (Advert advert in adverts.Where(advert => advert.Host == 'a'))
        {
            if (last[advert.Vrid] != 0)
            {
                yield return (advert.Time - last[advert.Vrid]) / 1e9;
            }
            last[advert.Vrid] = advert.Time;
        }
    }
}
