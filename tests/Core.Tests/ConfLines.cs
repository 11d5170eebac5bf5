using Keepalived.Config;
using Keepalived.Config.Host;
using Keepalived.Config.Model;

namespace Keepalived.Core.Tests;

/// <summary>
/// What lines of a conf file mean, for tests of what a keyword does: one that begins with the line fails when the
/// keyword is not read, and when it has no effect.
/// </summary>
internal static class ConfLines
{
    private static readonly ConfigLoaderOptions s_options = new()
    {
        Environment = new AssumedConfigEnvironment("lines"),
    };

    public static KeepalivedConfig File(string text) => ConfigLoader.Parse(text, "lines.conf", s_options).Config;

    /// <summary>VI_1 with virtual router 51 and two addresses, and these lines in it.</summary>
    public static VrrpInstanceConfig Instance(string lines, string globals = "") => File($$"""
        global_defs {
        {{globals}}
        }
        vrrp_instance VI_1 {
            interface eth0
            virtual_router_id 51
            virtual_ipaddress {
                192.0.2.100
                192.0.2.101
            }
        {{lines}}
        }
        """).Instances[0];

    /// <summary>G with one member, and these lines in it.</summary>
    public static VrrpSyncGroupConfig Group(string lines) => File($$"""
        vrrp_instance A {
            interface eth0
            virtual_router_id 1
            virtual_ipaddress {
                192.0.2.100
            }
        }
        vrrp_sync_group G {
            group {
                A
            }
        {{lines}}
        }
        """).SyncGroups[0];

    public static GlobalConfig Global(string lines) => File($"global_defs {{\n{lines}\n}}\n").Global;

    /// <summary>A checker with what it cannot do without, and these lines in it.</summary>
    public static string Checker(string kind, string lines) => kind switch
    {
        "MISC_CHECK" => $"MISC_CHECK {{\nmisc_path /bin/true\n{lines}\n}}",
        "SMTP_CHECK/host" => $"SMTP_CHECK {{\nhost {{\n{lines}\n}}\n}}",
        "HTTP_GET" or "SSL_GET" => $"{kind} {{\nurl {{\npath /\n}}\n{lines}\n}}",
        "BFD_CHECK" => $"BFD_CHECK {{\nname session\n{lines}\n}}",
        "FILE_CHECK" => $"FILE_CHECK {{\ntrack_file number\n{lines}\n}}",
        _ => $"{kind} {{\n{lines}\n}}",
    };
}
