using System.Collections.Immutable;
using Keepalived.Config;
using Keepalived.Config.Diagnostics;
using Keepalived.Config.Model;

namespace Keepalived.Actors.Configuration;

/// <summary>Messages to and from the configuration actor.</summary>
public interface IConfigurationMessage;

/// <summary>Read the configuration again and apply the difference. Answered by one of the two below.</summary>
public sealed record ReloadConfig(string Reason) : IConfigurationMessage;

public sealed record ConfigApplied(int Revision, ConfigResult Result, ConfigChanges Changes) : IConfigurationMessage;

/// <summary>Refused as a whole; the running state is kept.</summary>
public sealed record ConfigRejected(
    string Reason, ImmutableArray<ConfigDiagnostic> Diagnostics) : IConfigurationMessage;

public sealed record ConfigChanges(int Added, int Changed, int Removed, int Untouched);

public sealed record GetConfig : IConfigurationMessage;

public sealed record ConfigSnapshot(int Revision, KeepalivedConfig Config, string LastReload) : IConfigurationMessage;
