using System.Text.RegularExpressions;

namespace Interop.Tests.Harness;

/// <summary>A route of keepalived's, or any rule, came or went.</summary>
internal readonly record struct RouteChange(string What, bool Added);

/// <summary>Follows the routes and rules of one namespace by the kernel's own notifications.</summary>
internal sealed partial class RouteWatcher : IDisposable
{
    private const string Marker = "from 127.77.77.77";

    private readonly Lock _lock = new();
    private readonly List<RouteChange> _changes = [];
    private readonly LineProcess _monitor;
    private bool _markerSeen;

    public RouteWatcher(string networkNamespace)
    {
        _monitor = new LineProcess("ip", ["-n", networkNamespace, "-o", "monitor", "route", "rule"], See);
        // The monitor says nothing when it is ready, so it is shown something until it speaks of it.
        Eventually.That(
            () =>
            {
                _ = Shell.Try("ip", ["-n", networkNamespace, "rule", "add", .. Marker.Split(' '), "priority", "31999"]);
                _ = Shell.Try("ip", "-n", networkNamespace, "rule", "del", "priority", "31999");
                lock (_lock)
                {
                    return _markerSeen;
                }
            },
            "ip monitor speaks of rules");
    }

    /// <summary>How many changes there are that nobody has taken.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _changes.Count;
            }
        }
    }

    /// <summary>The changes since the last call, in order.</summary>
    public IReadOnlyList<RouteChange> Take()
    {
        lock (_lock)
        {
            RouteChange[] taken = [.. _changes];
            _changes.Clear();
            return taken;
        }
    }

    public void Dispose() => _monitor.Dispose();

    private void See(string line)
    {
        bool isRule = Rule().IsMatch(line);
        lock (_lock)
        {
            if (line.Contains(Marker, StringComparison.Ordinal))
            {
                _markerSeen = true;
            }
            else if (isRule || line.Contains(" proto keepalived ", StringComparison.Ordinal))
            {
                bool added = !line.StartsWith("Deleted ", StringComparison.Ordinal);
                // Of the rules the reference marks only those that it tracks, and a link that is down marks routes.
                string what = (added ? line : line["Deleted ".Length..])
                    .Replace(" proto keepalived", "").Replace(" linkdown", "");
                _changes.Add(new RouteChange(Blanks().Replace(what.Trim(), " "), added));
            }
        }
    }

    [GeneratedRegex(@"^(Deleted )?\d+:\s")]
    private static partial Regex Rule();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
