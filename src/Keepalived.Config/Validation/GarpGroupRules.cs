using Keepalived.Config.Diagnostics;
using Keepalived.Config.Grammar;
using Keepalived.Config.Model;

namespace Keepalived.Config.Validation;

/// <summary>A garp_group needs a gap and interfaces, and each interface has one group.</summary>
internal static class GarpGroupRules
{
    public static void Add(DiagnosticBag diagnostics, ConfigDraft config, GarpGroupDraft group)
    {
        int number = config.GarpGroups.Count + 1;
        if (group.Interfaces.Count == 0)
        {
            diagnostics.Error(group.Span, $"garp group {number} does not have any interfaces - removing");
            return;
        }

        if (group.Garp is null && group.Gna is null)
        {
            diagnostics.Error(group.Span, $"garp group {number} does not have any delay set - removing");
            return;
        }

        foreach (string name in group.Interfaces.ToArray())
        {
            if (config.GarpGroups.Exists(other => other.Interfaces.Contains(name)))
            {
                diagnostics.Error(group.Span, $"Interface {name} is already in a garp group - ignoring");
                group.Interfaces.Remove(name);
            }
        }

        config.GarpGroups.Add(new GarpGroupConfig
        {
            Interfaces = group.Interfaces.ToEquatableArray(),
            GarpInterval = group.Garp,
            GnaInterval = group.Gna,
            Source = group.Span,
        });
    }
}
