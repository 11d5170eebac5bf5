using Interop.Tests.Harness;

namespace Interop.Tests.Reload;

/// <summary>A configuration of several instances, of which all but the first change at random.</summary>
internal sealed class ChangingFile(Random random)
{
    public const int FirstVrid = 10;

    private const int MaximumInstances = 5;

    private readonly InstanceText _first = new(100) { Name = "VI_0", Vrid = FirstVrid };
    private readonly List<InstanceText> _others = [Other(1), Other(2)];
    private readonly HashSet<string> _everUsed = [];

    /// <summary>The addresses of the instances that change.</summary>
    public IEnumerable<string> Addresses => _others.SelectMany(instance => instance.Addresses);

    /// <summary>Addresses of earlier versions that are in this one no more.</summary>
    public IEnumerable<string> Gone => _everUsed.Except(Addresses);

    public IEnumerable<string> Names => _others.Select(instance => instance.Name).Prepend("VI_0");

    public override string ToString() => string.Concat(_others.Prepend(_first));

    /// <summary>Changes something, and says what.</summary>
    public string Change()
    {
        _everUsed.UnionWith(Addresses);
        int at = random.Next(_others.Count);
        InstanceText instance = _others[at];
        switch (random.Next(6))
        {
            case 0 when _others.Count > 1:
                _others.RemoveAt(at);
                return $"{instance.Name} removed";
            case 1 when _others.Count < MaximumInstances:
                int number = Enumerable.Range(1, MaximumInstances).First(n => _others.All(o => o.Name != $"VI_{n}"));
                _others.Add(Other(number));
                return $"VI_{number} added";
            case 2:
                _others[at] = instance with { Priority = random.Next(1, 255) };
                return $"{instance.Name} has priority {_others[at].Priority}";
            case 3:
                _others[at] = instance with { Interval = random.Next(1, 5) / 10.0 };
                return $"{instance.Name} has interval {_others[at].Interval}";
            case 4 when instance.Addresses.Count > 1:
                _others[at] = instance with { Addresses = [.. instance.Addresses.Skip(1)] };
                return $"{instance.Name} loses {instance.Addresses[0]}";
            default:
                string address = $"10.0.{instance.Vrid}.{random.Next(1, 255)}";
                _others[at] = instance with { Addresses = [.. instance.Addresses.Append(address).Distinct()] };
                return $"{instance.Name} gets {address}";
        }
    }

    private static InstanceText Other(int number) => new(100)
    {
        Name = $"VI_{number}",
        Vrid = FirstVrid + number,
        Addresses = [$"10.0.{FirstVrid + number}.1"],
    };
}
