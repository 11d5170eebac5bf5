using System.Collections.Immutable;
using Keepalived.Config.Diagnostics;
using Keepalived.Config.Model;

namespace Keepalived.Config;

/// <summary>What came of reading a configuration.</summary>
/// <param name="Config">The model of everything that could be understood.</param>
/// <param name="Diagnostics">All diagnostics, in the order they were found.</param>
/// <param name="TestExitCode">What a configuration test exits with: 0, 2, 4, 5 or 6.</param>
/// <param name="Start">Whether the daemon starts with it.</param>
public sealed record ConfigResult(
    KeepalivedConfig Config,
    ImmutableArray<ConfigDiagnostic> Diagnostics,
    int TestExitCode,
    StartVerdict Start);
