using Akka.Actor;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;

namespace Keepalived.Actors.Lvs;

/// <summary>What a virtual server runs on.</summary>
/// <param name="Shared">What all have in common: global and TLS settings, what is tracked.</param>
/// <param name="Group">The block that a group's virtual server names; null otherwise.</param>
/// <param name="Mark">What the group's traffic is marked with; 0 = nothing marks it.</param>
internal sealed record VirtualServerSetup(
    KeepalivedConfig Shared, VirtualServerConfig Config, VirtualServerGroupConfig? Group, uint Mark)
{
    /// <summary>Nothing that this virtual server sees has changed.</summary>
    public bool IsSameAs(VirtualServerSetup other) => Config == other.Config
        && Group == other.Group
        && Mark == other.Mark
        && Shared.Ssl == other.Shared.Ssl
        && Shared.Global.RealServerInitNotifies == other.Shared.Global.RealServerInitNotifies;
}

/// <summary>What outlives the restarts of a virtual server: its state, so that it goes on where it was.</summary>
internal sealed class VirtualServerSlot(string name, VirtualServerSetup setup)
{
    private volatile VirtualServerSetup _setup = setup;
    private volatile VirtualServerState? _state;

    /// <summary>Owner of what it wants in the table, unique among the virtual servers.</summary>
    public string Name { get; } = name;

    public VirtualServerSetup Setup
    {
        get => _setup;
        set => _setup = value;
    }

    /// <summary>Null: not started yet.</summary>
    public VirtualServerState? State
    {
        get => _state;
        set => _state = value;
    }

    /// <summary>The supervisor's alone; null when it was given up.</summary>
    public IActorRef? Actor { get; set; }

    /// <summary>The supervisor's alone.</summary>
    public bool HasSpoken { get; set; }

    /// <summary>It has checkers; the supervisor's alone.</summary>
    public bool HasBegun { get; set; }
}
