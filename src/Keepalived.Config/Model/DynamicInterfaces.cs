namespace Keepalived.Config.Model;

/// <summary>May configured interfaces be absent?</summary>
public enum DynamicInterfaces
{
    Off,
    On,
    AllowIfChanges,
}
