using System.Globalization;
using Benchmarks.SideBySide.Harness;

namespace Benchmarks.SideBySide;

/// <summary>The table: case and metric, ours, the reference, ratio of the medians.</summary>
internal sealed class ResultTable(TextWriter output)
{
    private const string Missing = "not measurable here";

    public void WriteHeader()
    {
        Write("case", "metric", "ours: median (min..max)", "reference: median (min..max)", "ours/ref");
        Write(new string('-', 22), new string('-', 34), new string('-', 28), new string('-', 28), "--------");
    }

    public void Write(IBenchmarkCase benchmark, Figures figures)
    {
        foreach (string metric in figures.Metrics)
        {
            IReadOnlyList<double> ours = figures.Of(Candidate.Ours, metric);
            IReadOnlyList<double> reference = figures.Of(Candidate.Reference, metric);
            Write(benchmark.Name, metric, Cell(ours), Cell(reference), Ratio(ours, reference));
        }
        output.Flush();
    }

    public void WriteNote(string note)
    {
        output.WriteLine(note);
        output.Flush();
    }

    private static string Cell(IReadOnlyList<double> values) => values.Count == 0
        ? Missing
        : $"{Number(Figures.Median(values))} ({Number(values.Min())}..{Number(values.Max())}; {values.Count})";

    private static string Ratio(IReadOnlyList<double> ours, IReadOnlyList<double> reference) =>
        ours.Count == 0 || reference.Count == 0 || Figures.Median(reference) == 0
            ? "-"
            : Number(Figures.Median(ours) / Figures.Median(reference));

    private static string Number(double value) => Math.Abs(value) switch
    {
        0 => "0",
        >= 100 => value.ToString("F0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("F1", CultureInfo.InvariantCulture),
        >= 0.1 => value.ToString("F2", CultureInfo.InvariantCulture),
        _ => value.ToString("G2", CultureInfo.InvariantCulture),
    };

    private void Write(string name, string metric, string ours, string reference, string ratio) =>
        output.WriteLine($"{name,-22} {metric,-34} {ours,-28} {reference,-28} {ratio,8}");
}
