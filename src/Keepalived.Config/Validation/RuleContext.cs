using Keepalived.Config.Diagnostics;
using Keepalived.Config.Grammar;
using Keepalived.Config.Host;
using Keepalived.Config.Model;

namespace Keepalived.Config.Validation;

/// <summary>What rules look at and report to. Rules change the draft to what will run, and say so.</summary>
internal sealed class RuleContext(ConfigDraft draft, DiagnosticBag diagnostics, IConfigEnvironment host)
{
    public ConfigDraft Draft => draft;

    public GlobalConfig Global => draft.Global.Config;

    public DiagnosticBag Diagnostics => diagnostics;

    public IConfigEnvironment Host => host;

    public bool InterfacesMayBeAbsent => Global.DynamicInterfaces != DynamicInterfaces.Off;

    /// <summary>Set by any rule that finds an interface missing which must be there.</summary>
    public bool MissingInterface { get; set; }

    public void Error(InstanceDraft instance, string text, string hint = "") =>
        diagnostics.Error(instance.Span, $"({instance.Name}) {text}", hint);

    public void Advise(InstanceDraft instance, string text, string hint) => diagnostics.Add(new ConfigDiagnostic(
        instance.Span, DiagnosticSeverity.Advice, TestStatus.Ok, $"({instance.Name}) {text}", hint));

    /// <summary>True if the interface may be used; reports it otherwise.</summary>
    public bool CheckInterface(string name, Text.SourceSpan span, string what)
    {
        if (name.Length == 0 || InterfacesMayBeAbsent || host.InterfaceExists(name) || IsOwnVirtualInterface(name))
        {
            return true;
        }

        string near = NearestWord.Find(name, host.InterfaceNames);
        diagnostics.Warning(span, $"WARNING - interface {name} for {what} doesn't exist",
            (near.Length > 0 ? $"did you mean '{near}'? " : "")
            + "ip link lists those there are; dynamic_interfaces in global_defs lets it come later");
        MissingInterface = true;
        return false;
    }

    // Interfaces that instances make themselves count as there.
    private bool IsOwnVirtualInterface(string name) =>
        draft.Instances.Exists(i => i.Config.Vmac is { } vmac
            && (vmac.InterfaceName == name || $"{Global.VmacPrefix}.{i.Config.VirtualRouterId}" == name));
}
