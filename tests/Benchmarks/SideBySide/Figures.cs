namespace Benchmarks.SideBySide;

/// <summary>All figures of one case, in the order in which its metrics came.</summary>
internal sealed class Figures
{
    private readonly List<string> _metrics = [];
    private readonly Dictionary<(string Daemon, string Metric), List<double>> _values = [];

    public IReadOnlyList<string> Metrics => _metrics;

    public void Add(string daemon, string metric, double value)
    {
        if (!_metrics.Contains(metric))
        {
            _metrics.Add(metric);
        }
        if (!_values.TryGetValue((daemon, metric), out List<double>? values))
        {
            _values[(daemon, metric)] = values = [];
        }
        values.Add(value);
    }

    public IReadOnlyList<double> Of(string daemon, string metric) =>
        _values.TryGetValue((daemon, metric), out List<double>? values) ? values : [];

    /// <summary>The value below which the share (0..1) of the values lies.</summary>
    public static double Percentile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
    }

    public static double Median(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
