using System.Globalization;
using System.Text.RegularExpressions;

namespace Akka.Configuration;

/// <summary>
/// An immutable tree of settings. Paths are keys with dots between them; a key that holds a dot is quoted.
/// </summary>
public class Config
{
    private static readonly Regex Duration = new(
        @"^(?<value>[0-9]+(\.[0-9]+)?)\s*(?<unit>[a-z]+)$", RegexOptions.CultureInvariant);

    public static readonly Config Empty = ConfigurationFactory.Empty;

    private readonly HoconNode _root;
    internal Config(HoconNode root) => _root = root;
    public virtual bool IsEmpty => _root.IsEmpty;
    public virtual bool HasPath(string path) => Node(path) is not null;
    public virtual Config GetConfig(string path) => Node(path) is { } node ? new Config(node) : null;

    public virtual Config WithFallback(Config fallback)
    {
        if (fallback == this)
        {
            throw new ArgumentException("Config can not have itself as fallback", nameof(fallback));
        }
        return fallback is null ? this
            : IsEmpty ? fallback
            : fallback.IsEmpty ? this
            : new Config(HoconNode.Of(HoconNode.Merge(_root.Object, fallback._root.Object)));
    }

    public virtual string GetString(string path, string @default = null) =>
        Node(path) is { } node ? node.Text() : @default;

    public virtual bool GetBoolean(string path, bool @default = false) => Node(path) is not { } node
        ? @default
        : node.Text() switch
        {
            "on" or "true" => true,
            "off" or "false" => false,
            var other => throw new NotSupportedException($"Unknown boolean format: {other}"),
        };

    public virtual int GetInt(string path, int @default = 0) =>
        Node(path) is { } node ? int.Parse(node.Text(), NumberFormatInfo.InvariantInfo) : @default;

    public virtual long GetLong(string path, long @default = 0) =>
        Node(path) is { } node ? long.Parse(node.Text(), NumberFormatInfo.InvariantInfo) : @default;

    public virtual double GetDouble(string path, double @default = 0) =>
        Node(path) is { } node ? double.Parse(node.Text(), NumberFormatInfo.InvariantInfo) : @default;

    public virtual IList<string> GetStringList(string path) =>
        Node(path) is { } node ? node.Elements().ConvertAll(e => e.Text()) : [];

    public virtual TimeSpan GetTimeSpan(string path, TimeSpan? @default = null, bool allowInfinite = true)
    {
        if (Node(path) is not { } node) { return @default.GetValueOrDefault(); }
        string text = node.Text();
        Match match = Duration.Match(text);
        if (match.Success && UnitMilliseconds(match.Groups["unit"].Value) is { } unit)
        {
            double value = double.Parse(match.Groups["value"].Value, NumberFormatInfo.InvariantInfo);
            return TimeSpan.FromTicks((long)Math.Round(value * unit * TimeSpan.TicksPerMillisecond));
        }
        if (allowInfinite && text.Equals("infinite", StringComparison.OrdinalIgnoreCase))
        {
            return Timeout.InfiniteTimeSpan;
        }
        double milliseconds = double.Parse(text, NumberFormatInfo.InvariantInfo);
        return milliseconds >= 0
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw new FormatException($"Expected a positive value instead of {milliseconds}");
    }

    internal HoconNode Node(string path)
    {
        HoconNode node = _root;
        foreach (string key in Keys(path))
        {
            node = node.Child(key);
            if (node is null) { return null; }
        }
        return node;
    }

    private static double? UnitMilliseconds(string unit) => unit switch
    {
        "ns" or "nano" or "nanos" or "nanosecond" or "nanoseconds" => 1e-6,
        "micro" or "micros" or "microsecond" or "microseconds" => 1e-3,
        "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => 1,
        "s" or "second" or "seconds" => 1000,
        "m" or "minute" or "minutes" => 60_000,
        "h" or "hour" or "hours" => 3_600_000,
        "d" or "day" or "days" => 86_400_000,
        _ => null,
    };

    private static IEnumerable<string> Keys(string path)
    {
        int at = 0;
        while (at < path.Length)
        {
            bool quoted = path[at] == '"';
            int end = path.IndexOf(quoted ? '"' : '.', quoted ? ++at : at);
            end = end < 0 ? path.Length : end;
            yield return path[at..end];
            at = end + (quoted ? 2 : 1);
        }
    }
}
