using System.Text.RegularExpressions;

namespace Interop.Tests.Harness;

/// <summary>An address came to an interface of a namespace or left it.</summary>
internal readonly record struct AddressChange(DateTime Time, string Interface, string Address, bool Added)
{
    public override string ToString() => $"{(Added ? '+' : '-')}{Address} on {Interface}";
}

/// <summary>Follows the addresses of one namespace by the kernel's own notifications, so that none is missed.</summary>
internal sealed partial class AddressWatcher : IDisposable
{
    private const string Marker = "127.77.77.77/32";

    private readonly Lock _lock = new();
    private readonly HashSet<(string Link, string Address)> _present = [];
    private readonly List<AddressChange> _changes = [];
    private readonly LineProcess _monitor;
    private bool _markerSeen;

    public AddressWatcher(string networkNamespace)
    {
        _monitor = new LineProcess("ip", ["-n", networkNamespace, "-o", "monitor", "address"], Take);
        // The monitor says nothing when it is ready, so it is shown something until it speaks of it.
        Eventually.That(
            () =>
            {
                _ = Shell.Try("ip", "-n", networkNamespace, "addr", "add", Marker, "dev", "lo");
                _ = Shell.Try("ip", "-n", networkNamespace, "addr", "del", Marker, "dev", "lo");
                lock (_lock)
                {
                    return _markerSeen;
                }
            },
            "ip monitor speaks");
        foreach (string line in Shell.Run("ip", "-n", networkNamespace, "-o", "addr", "show").Split('\n'))
        {
            Take(line);
        }
        Forget();
    }

    /// <summary>All changes since the start or the last <see cref="Forget"/>, in order.</summary>
    public IReadOnlyList<AddressChange> Changes
    {
        get
        {
            lock (_lock)
            {
                return [.. _changes];
            }
        }
    }

    public void Forget()
    {
        lock (_lock)
        {
            _changes.Clear();
        }
    }

    /// <summary>True if the address, written with or without its prefix length, is on some interface now.</summary>
    public bool Has(string address)
    {
        lock (_lock)
        {
            return _present.Any(held => held.Address == address
                || held.Address.StartsWith(address + "/", StringComparison.Ordinal));
        }
    }

    public bool HasAll(params IEnumerable<string> addresses) => addresses.All(Has);

    public bool HasNone(params IEnumerable<string> addresses) => !addresses.Any(Has);

    public override string ToString()
    {
        lock (_lock)
        {
            return string.Join(' ', _present.Select(held => held.Address).Where(held => held != "127.0.0.1/8").Order());
        }
    }

    public void Dispose() => _monitor.Dispose();

    private void Take(string line)
    {
        Match match = Line().Match(line);
        if (!match.Success)
        {
            return;
        }
        string address = match.Groups["address"].Value;
        string name = match.Groups["interface"].Value.Split('@')[0];
        // By number: when a link was deleted, its name is already gone when its addresses are reported.
        string link = match.Groups["index"].Value;
        bool added = !match.Groups["deleted"].Success;
        lock (_lock)
        {
            if (address == Marker)
            {
                _markerSeen = true;
            }
            else if (added ? _present.Add((link, address)) : _present.Remove((link, address)))
            {
                _changes.Add(new AddressChange(DateTime.UtcNow, name, address, added));
            }
        }
    }

    [GeneratedRegex(@"^(?<deleted>Deleted )?(?<index>\d+): +(?<interface>\S+) +inet6? (?<address>[0-9a-f.:/]+)")]
    private static partial Regex Line();
}
