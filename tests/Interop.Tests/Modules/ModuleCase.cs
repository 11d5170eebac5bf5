using System.Globalization;

namespace Interop.Tests.Modules;

/// <summary>An instance on an interface of a kind that is a kernel module, and what has to be seen of it.</summary>
/// <param name="Name">The instance's.</param>
/// <param name="Interface">It runs on, or its own interface stands on.</param>
/// <param name="Segment">Number of the segment below: eth0, eth1...</param>
/// <param name="Network">The third octet of all of its addresses.</param>
internal sealed record ModuleCase(string Name, string Interface, int Segment, int Network)
{
    /// <summary>The VLAN that the adverts are in; 0 = none.</summary>
    public int Vlan { get; init; }

    /// <summary>
    /// A use_vmac or use_ipvlan line without the own address; empty = it runs on the interface itself.
    /// </summary>
    public string Own { get; init; } = "";

    /// <summary>The interface that it makes; empty = none.</summary>
    public string OwnLink { get; init; } = "";

    /// <summary>That interface, in the words of <see cref="ModuleFacts.Link"/>.</summary>
    public string OwnLinkIs { get; init; } = "none";

    /// <summary>VRF of the interface, or empty.</summary>
    public string Vrf { get; init; } = "";

    public int Vrid => 50 + int.Parse(Name.AsSpan(3), CultureInfo.InvariantCulture);

    /// <summary>Where the virtual address stands: an ipvlan carries but the address that it sends from.</summary>
    public string Device => HasVirtualMac ? OwnLink : Interface;

    public bool IsIpvlan => Own.StartsWith("use_ipvlan", StringComparison.Ordinal);

    public bool HasVirtualMac => Own.StartsWith("use_vmac", StringComparison.Ordinal);

    public string Virtual => $"10.{Network}.0.{Vrid + 49}";

    /// <summary>Of host 1 or 2: where its adverts come from.</summary>
    public string SourceOf(int host) => $"10.{Network}.0.{(IsIpvlan ? 10 + host : host)}";

    public string Config(int host, int priority)
    {
        string own = IsIpvlan ? $"{Own} {SourceOf(host)}/24" : Own;
        return $$"""
            vrrp_instance {{Name}} {
                interface {{Interface}}
                virtual_router_id {{Vrid}}
                priority {{priority}}
                version 3
                advert_int 0.5
                garp_master_delay 0
                virtual_ipaddress {
                    {{Virtual}}/24
                }
                {{own}}
            }

            """;
    }

    public override string ToString() => Name;

    /// <summary>The frame's source as people call it: of the interface below, or of the virtual router.</summary>
    public string MacOf(byte[] frame)
    {
        string source = Convert.ToHexStringLower(frame.AsSpan(6, 6));
        return source == $"00005e0001{Vrid:x2}" ? "virtual MAC"
            : source.StartsWith("00005e", StringComparison.Ordinal) ? "MAC of another virtual router" : "own MAC";
    }}
