namespace Keepalived.Config.Model;

/// <summary>One entry of a track_* block, with its effective weight.</summary>
/// <param name="Name">Interface, script, file, process or BFD session.</param>
/// <param name="Weight">-254..254; 0 means that failure is a fault.</param>
/// <param name="Reverse">Failure counts as success and the other way round.</param>
public sealed record TrackConfig(string Name, int Weight = 0, bool Reverse = false)
{
    /// <summary>True if the entry carried its own weight rather than the tracked object's.</summary>
    public bool HasOwnWeight { get; init; }
}

/// <summary>A vrrp_script block.</summary>
public sealed record TrackScriptConfig
{
    public required string Name { get; init; }

    public required NotifyScriptConfig Script { get; init; }

    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The script is killed and counts as failed after this; zero: after one interval.</summary>
    public TimeSpan Timeout { get; init; }

    public int Weight { get; init; }

    public bool Reverse { get; init; }

    public int Rise { get; init; } = 1;

    public int Fall { get; init; } = 1;

    public bool InitFail { get; init; }

    public DefinedAt Source { get; init; }
}

/// <summary>A track_file block.</summary>
public sealed record TrackFileConfig
{
    public required string Name { get; init; }

    public required string Path { get; init; }

    public int Weight { get; init; } = 1;

    public bool Reverse { get; init; }

    /// <summary>Value written into the file at start; null: the file is not created.</summary>
    public int? InitialValue { get; init; }

    public bool Overwrite { get; init; }

    public DefinedAt Source { get; init; }
}

/// <summary>How the parameters of a process are compared.</summary>
public enum ProcessParameterMatch
{
    None,
    Exact,
    Initial,
    Partial,
}

/// <summary>A vrrp_track_process block.</summary>
public sealed record TrackProcessConfig
{
    public required string Name { get; init; }

    public required string ProcessPath { get; init; }

    public EquatableArray<string> Parameters { get; init; }

    public ProcessParameterMatch ParameterMatch { get; init; }

    public bool FullCommand { get; init; }

    public int Weight { get; init; }

    public bool Reverse { get; init; }

    public int Quorum { get; init; } = 1;

    /// <summary>Largest number of processes; null: no limit.</summary>
    public int? QuorumMax { get; init; }

    public TimeSpan TerminateDelay { get; init; }

    public TimeSpan ForkDelay { get; init; }

    public DefinedAt Source { get; init; }
}

/// <summary>A bfd_instance block (RFC 5880).</summary>
public sealed record BfdInstanceConfig
{
    public required string Name { get; init; }

    public required System.Net.IPAddress Neighbor { get; init; }

    public System.Net.IPAddress? SourceAddress { get; init; }

    public TimeSpan MinimumReceive { get; init; } = TimeSpan.FromMilliseconds(10);

    public TimeSpan MinimumTransmit { get; init; } = TimeSpan.FromMilliseconds(10);

    public TimeSpan IdleTransmit { get; init; } = TimeSpan.FromSeconds(1);

    public int Multiplier { get; init; } = 5;

    public bool Passive { get; init; }

    public int Ttl { get; init; } = 255;

    public int MaxHops { get; init; }

    public bool Multihop { get; init; }

    public int Weight { get; init; }

    public bool Reverse { get; init; }

    public bool ForVrrp { get; init; } = true;

    public bool ForCheckers { get; init; } = true;

    public DefinedAt Source { get; init; }
}
