namespace Keepalived.Config.Tests;

/// <summary>Reads text on a host where everything is there.</summary>
internal static class ConfigText
{
    public static ConfigResult Read(string text, string? id = null, bool isTest = true) =>
        ConfigLoader.Parse(text, "keepalived.conf", new ConfigLoaderOptions
        {
            Environment = new TestEnvironment(),
            ConfigId = id,
            IsTest = isTest,
        });

    /// <summary>Puts lines into the block of that path, with what it needs around it.</summary>
    public static string Within(string block, string lines)
    {
        if (block.Length == 0)
        {
            return lines;
        }

        string inside = lines;
        string[] parts = block.Split('/');
        for (int i = parts.Length - 1; i >= 0; i--)
        {
            inside = Wrap(parts[i], inside);
        }

        return "global_defs {\n enable_script_security\n script_user root\n}\n" + inside;
    }

    private static string Wrap(string block, string inside) => block switch
    {
        "vrrp_instance" => "vrrp_instance V {\n interface eth0\n virtual_router_id 1\n virtual_ipaddress {\n  " +
            "10.0.0.1\n }\n" + inside + "\n}\n",
        "virtual_server" => "virtual_server 10.0.0.1 80 {\n lb_algo rr\n lb_kind NAT\n protocol TCP\n" + inside
            + "\n real_server 10.1.1.9 80 {\n  weight 1\n }\n}\n",
        "real_server" => "real_server 10.1.1.1 80 {\n" + inside + "\n}\n",
        "url" => "url {\n path /\n" + inside + "\n}\n",
        "HTTP_GET" or "SSL_GET" when !inside.Contains("url {", StringComparison.Ordinal) =>
            block + " {\n url {\n  path /\n }\n" + inside + "\n}\n",
        "garp_group" when !inside.Contains("interfaces {", StringComparison.Ordinal) =>
            "garp_group {\n interfaces {\n  eth0\n }\n" + inside + "\n}\n",
        "vrrp_sync_group" or "vrrp_script" or "vrrp_track_process" or "track_file" or "vrrp_track_file"
            or "bfd_instance"
            or "track_group" => block + " N {\n" + inside + "\n}\n",
        _ => block + " {\n" + inside + "\n}\n",
    };
}
