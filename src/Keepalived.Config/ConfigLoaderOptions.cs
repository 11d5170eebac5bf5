using Keepalived.Config.Host;
using Keepalived.Config.Memory;
using Keepalived.Config.Text;

namespace Keepalived.Config;

/// <summary>What a configuration is read with.</summary>
public sealed record ConfigLoaderOptions
{
    /// <summary>Config id for @id lines (option -i); null: the host name up to its first dot.</summary>
    public string? ConfigId { get; init; }

    /// <summary>Facts about the host; null: this host's.</summary>
    public IConfigEnvironment? Environment { get; init; }

    /// <summary>Where files come from; null: the disk.</summary>
    public IConfigSource? Source { get; init; }

    /// <summary>Randomness for ${_RANDOM}; null: a fresh one.</summary>
    public Random? Random { get; init; }

    /// <summary>A configuration test does not stop at what would stop a start, and is stricter with numbers.</summary>
    public bool IsTest { get; init; }

    /// <summary>Gets what is read; null: nobody wants to know.</summary>
    public ReadText? ReadText { get; init; }

    /// <summary>What the last reading spares this one; null: nothing. Not for a configuration test.</summary>
    public ConfigMemory? Memory { get; init; }

    internal IConfigEnvironment EffectiveEnvironment => Environment ?? SystemConfigEnvironment.Instance;

    internal IConfigSource EffectiveSource => Source ?? new DiskConfigSource();
}
