using System.Collections.Immutable;
using Keepalived.Config.Model;

namespace Keepalived.Core.Notify;

/// <summary>One script to run because of one change.</summary>
/// <param name="Arguments">Appended to the configured words.</param>
/// <param name="Change">The change it belongs to, for log lines, for example <c>VI_1 MASTER</c>.</param>
/// <param name="TimeLimit">Null: runs as long as it likes.</param>
public sealed record ScriptStep(
    NotifyScriptConfig Script,
    ImmutableArray<string> Arguments,
    string Change,
    TimeSpan? TimeLimit = null);
