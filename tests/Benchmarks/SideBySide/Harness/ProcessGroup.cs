using System.Globalization;

namespace Benchmarks.SideBySide.Harness;

/// <summary>What a daemon's processes hold at one moment. Memory in KiB.</summary>
internal sealed record Footprint(int Processes, int Threads, double Resident, double Proportional, double Anonymous);

/// <summary>
/// A control group for the processes of one daemon: exact CPU time, of ended children too. Where there is none, the
/// process tree and its 10 ms ticks have to do.
/// </summary>
internal sealed class ProcessGroup : IDisposable
{
    private static int _count;

    private readonly string? _folder;
    private readonly bool _isVersion2;

    public ProcessGroup()
    {
        string? root = FindRoot(out _isVersion2);
        if (root is null)
        {
            return;
        }
        int number = Interlocked.Increment(ref _count);
        string name = string.Create(CultureInfo.InvariantCulture, $"kab{Environment.ProcessId}-{number}");
        try
        {
            _folder = Directory.CreateDirectory(Path.Combine(root, name)).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _folder = null;
        }
    }

    /// <summary>Who writes its process id here becomes a member.</summary>
    public string EntryFile => _folder is null ? "/dev/null" : Path.Combine(_folder, "cgroup.procs");

    /// <summary>Every process of the daemon.</summary>
    public int[] Members(int root) => _folder is null
        ? Tree(root)
        : [.. ReadLines(EntryFile).Select(line => int.Parse(line, CultureInfo.InvariantCulture))];

    /// <summary>CPU time of all, user and system, in milliseconds.</summary>
    public double CpuMilliseconds(int root)
    {
        if (_folder is null)
        {
            return Members(root).Sum(TicksOf) * 10.0;
        }
        if (!_isVersion2)
        {
            return long.Parse(File.ReadAllText(Path.Combine(_folder, "cpuacct.usage")), CultureInfo.InvariantCulture)
                / 1e6;
        }
        string usage = ReadLines(Path.Combine(_folder, "cpu.stat")).First(line => line.StartsWith("usage_usec"));
        return long.Parse(usage.Split(' ')[1], CultureInfo.InvariantCulture) / 1e3;
    }

    public Footprint Measure(int root)
    {
        int[] members = Members(root);
        double Sum(string file, string key) => members.Sum(pid => Number($"/proc/{pid}/{file}", key));
        return new Footprint(
            members.Length,
            (int)Sum("status", "Threads:"),
            Sum("smaps_rollup", "Rss:"),
            Sum("smaps_rollup", "Pss:"),
            Sum("smaps_rollup", "Anonymous:"));
    }

    public void Dispose()
    {
        if (_folder is null)
        {
            return;
        }
        WallClock.WaitUntil(() => TryRemove(_folder), seconds: 2);
    }

    private static bool TryRemove(string folder)
    {
        try
        {
            Directory.Delete(folder);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string? FindRoot(out bool isVersion2)
    {
        isVersion2 = false;
        string? version2 = null;
        foreach (string line in File.ReadLines("/proc/mounts"))
        {
            string[] fields = line.Split(' ');
            if (fields[2] == "cgroup" && fields[3].Split(',').Contains("cpuacct"))
            {
                return fields[1];
            }
            version2 = fields[2] == "cgroup2" ? fields[1] : version2;
        }
        isVersion2 = version2 is not null;
        return version2;
    }

    private static int[] Tree(int root)
    {
        ILookup<int, int> children = Directory.EnumerateDirectories("/proc")
            .Select(folder => Path.GetFileName(folder))
            .Where(name => char.IsAsciiDigit(name[0]))
            .Select(name => int.Parse(name, CultureInfo.InvariantCulture))
            .ToLookup(pid => (int)StatField(pid, 1));
        var found = new List<int> { root };
        for (int at = 0; at < found.Count; at++)
        {
            found.AddRange(children[found[at]]);
        }
        return [.. found];
    }

    private static double TicksOf(int pid) => StatField(pid, 11) + StatField(pid, 12);

    /// <summary>A field of /proc/PID/stat, counted from the state, which follows the name in parentheses.</summary>
    private static double StatField(int pid, int index)
    {
        string[] lines = ReadLines($"/proc/{pid}/stat");
        return lines.Length == 0
            ? -1
            : double.Parse(
                lines[0][(lines[0].LastIndexOf(')') + 2)..].Split(' ')[index], CultureInfo.InvariantCulture);
    }

    private static double Number(string file, string key)
    {
        string? line = ReadLines(file).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal));
        return line is null
            ? 0
            : double.Parse(
                line[key.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }

    private static string[] ReadLines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
