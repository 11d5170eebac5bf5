using Keepalived.Wire.Ip;

namespace Keepalived.Simulation;

/// <summary>An invariant. It looks at each step and at each moment, and throws <see cref="InvariantBroken"/>.</summary>
internal interface ILanChecker
{
    void AfterStep(in MachineStep step)
    {
    }

    /// <summary>After each event of the clock that concerned this router.</summary>
    void AtMoment(SimulatedRouter router)
    {
    }

    void Sent(SimulatedInstance sender, byte priority, ReadOnlySpan<byte> datagram, IpAddress destination)
    {
    }

    void Tracked(in TrackerStep step)
    {
    }

    void Decided(in GroupStep step)
    {
    }

    /// <summary>The router was told to read its file again, and what this does at once is over.</summary>
    /// <param name="router">Which.</param>
    /// <param name="before">What it ran on until now.</param>
    /// <param name="told">Which instances were told of it.</param>
    void Reloaded(SimulatedRouter router, SimulatedConf before, ReadOnlySpan<bool> told)
    {
    }

    /// <summary>The process was not scheduled since <paramref name="since"/> (its own time), and is now.</summary>
    void Resumed(SimulatedRouter router, TimeSpan since)
    {
    }
}
