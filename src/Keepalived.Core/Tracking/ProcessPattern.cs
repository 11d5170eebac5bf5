using System.Collections.Immutable;
using Keepalived.Config.Model;

namespace Keepalived.Core.Tracking;

/// <summary>Which processes a <c>vrrp_track_process</c> counts.</summary>
/// <param name="Name">The name of the process, or the first word of its command line.</param>
/// <param name="Parameters">The further words.</param>
/// <param name="Match">How these are compared; without any they are not.</param>
/// <param name="FullCommand">Compare the command line; else what the kernel calls the process.</param>
public sealed record ProcessPattern(
    string Name, EquatableArray<string> Parameters, ProcessParameterMatch Match, bool FullCommand)
{
    /// <summary>TASK_COMM_LEN of linux/sched.h without the final NUL: the kernel cuts names to this.</summary>
    public const int LongestName = 15;

    private readonly string _shortName = Name.Length > LongestName ? Name[..LongestName] : Name;

    public static ProcessPattern Of(TrackProcessConfig config) => new(
        config.ProcessPath,
        config.Parameters,
        config.ParameterMatch,
        // Parameters stand on the command line only.
        config.FullCommand || !config.Parameters.IsEmpty || config.ParameterMatch != ProcessParameterMatch.None);

    /// <summary>True if the process is one of these.</summary>
    /// <param name="name">/proc/PID/comm.</param>
    /// <param name="command">/proc/PID/cmdline; empty for threads of the kernel and for processes that ended.</param>
    public bool Matches(string name, ImmutableArray<string> command) =>
        FullCommand
            ? !command.IsEmpty && command[0] == Name && MatchesParameters(command.AsSpan()[1..])
            : name == _shortName;

    private bool MatchesParameters(ReadOnlySpan<string> given)
    {
        if (Match == ProcessParameterMatch.None && Parameters.IsEmpty)
        {
            return true;
        }

        ReadOnlySpan<string> wanted = Parameters.AsSpan();
        bool mayHaveMore = Match is ProcessParameterMatch.Initial or ProcessParameterMatch.Partial;
        if (given.Length < wanted.Length || (given.Length > wanted.Length && !mayHaveMore))
        {
            return false;
        }

        for (int i = 0; i < wanted.Length; i++)
        {
            bool mayBeLonger = Match == ProcessParameterMatch.Partial && i == wanted.Length - 1;
            if (mayBeLonger ? !given[i].StartsWith(wanted[i], StringComparison.Ordinal) : given[i] != wanted[i])
            {
                return false;
            }
        }

        return true;
    }
}
