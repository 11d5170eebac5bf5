using System.Globalization;

namespace Interop.Tests.Harness;

/// <summary>How adverts are written on the wire.</summary>
public enum WireFormat
{
    Version2,
    Version2Password,
    Version2Ah,
    Version3,
}

/// <summary>A vrrp_instance block. Version 3 uses short intervals, version 2 knows whole seconds only.</summary>
internal sealed record InstanceText(int Priority)
{
    public string Name { get; init; } = "VI_1";

    public string State { get; init; } = "BACKUP";

    public string Interface { get; init; } = "eth0";

    public int Vrid { get; init; } = 51;

    public WireFormat Format { get; init; } = WireFormat.Version3;

    /// <summary>
    /// Seconds; version 2 always uses one second. Three of them are longer than a machine stands still that loses its
    /// processors for a moment.
    /// </summary>
    public double Interval { get; init; } = 0.3;

    public string Key { get; init; } = "secret12";

    public IReadOnlyList<string> Addresses { get; init; } = ["10.0.0.100"];

    /// <summary>Further lines inside the block.</summary>
    public string More { get; init; } = "";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $$"""
        vrrp_instance {{Name}} {
            state {{State}}
            interface {{Interface}}
            virtual_router_id {{Vrid}}
            priority {{Priority}}
            version {{(Format == WireFormat.Version3 ? 3 : 2)}}
            advert_int {{(Format == WireFormat.Version3 ? Interval : 1)}}
            {{Authentication}}
            virtual_ipaddress {
                {{string.Join("\n        ", Addresses)}}
            }
            {{More}}
        }

        """);

    private string Authentication => Format switch
    {
        WireFormat.Version2Password => $"authentication {{\n        auth_type PASS\n        auth_pass {Key}\n    }}",
        WireFormat.Version2Ah => $"authentication {{\n        auth_type AH\n        auth_pass {Key}\n    }}",
        _ => "",
    };
}
