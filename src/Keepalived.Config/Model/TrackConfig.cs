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
