using System.Globalization;

namespace Benchmarks.SideBySide.Harness;

/// <summary>How much of the machine nobody used since this was made: low means that latencies say little.</summary>
internal sealed class MachineIdle
{
    private readonly (double Idle, double All) _start = Read();

    public double Percent
    {
        get
        {
            (double idle, double all) = Read();
            return 100 * (idle - _start.Idle) / Math.Max(1, all - _start.All);
        }
    }

    private static (double Idle, double All) Read()
    {
        double[] ticks = [.. File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1).Take(8).Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        return (ticks[3] + ticks[4], ticks.Sum());
    }
}
