using Interop.Tests.Harness;

namespace Interop.Tests.Scenarios;

/// <summary>Real servers in a namespace: nginx (HTTP/1.1, TLS with SNI, HTTP/2), aiosmtpd, dnsmasq and socat.</summary>
internal sealed class CheckerPeers : IDisposable
{
    private readonly LanHost _host;
    private readonly string _folder;
    private readonly List<string> _said = [];
    private readonly Dictionary<string, LineProcess> _running = [];

    public CheckerPeers(LanHost host)
    {
        _host = host;
        _folder = System.IO.Directory.CreateDirectory(Path.Combine(host.Directory, "peers")).FullName;
        Shell.Run(
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-days", "9", "-subj", "/CN=www.example", "-addext", "subjectAltName=DNS:www.example",
            "-keyout", Key, "-out", Certificate);
        File.WriteAllText(Path.Combine(_folder, "nginx.conf"), NginxConf(host.AddressOf()));
    }

    public static string[] Needed => ["nginx", "aiosmtpd", "dnsmasq", "socat", "openssl"];

    public string Certificate => Path.Combine(_folder, "certificate.pem");

    public string Key => Path.Combine(_folder, "key.pem");

    /// <summary>Starts all that do not run.</summary>
    public void Start()
    {
        string address = _host.AddressOf();
        Start("web", "nginx", "-e", "stderr", "-p", _folder, "-c", Path.Combine(_folder, "nginx.conf"));
        Start("mail", "aiosmtpd", "-n", "-l", $"{address}:25");
        Start(
            "names", "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts",
            "--user=root", "--pid-file=", "--bind-interfaces", $"--listen-address={address}",
            "--host-record=example.org,192.0.2.1");
        Start("echo", "socat", $"UDP4-RECVFROM:7,bind={address},fork", "EXEC:/bin/cat");
    }

    /// <summary>Ends all of them, as a machine that loses its services.</summary>
    public void Stop()
    {
        foreach (LineProcess process in _running.Values)
        {
            process.Dispose();
        }
        _running.Clear();
    }

    public string Story()
    {
        lock (_said)
        {
            return string.Join('\n', _said);
        }
    }

    public void Dispose() => Stop();

    private void Start(string name, params string[] command)
    {
        if (!_running.ContainsKey(name))
        {
            _running[name] = new LineProcess("ip", ["netns", "exec", _host.Namespace, .. command], line =>
            {
                lock (_said)
                {
                    _said.Add($"{name}: {line}");
                }
            });
        }
    }

    private string NginxConf(string address) => $$"""
        daemon off; master_process off; pid {{_folder}}/nginx.pid; error_log stderr;
        events { }
        http {
            access_log off;
            client_body_temp_path {{_folder}}/b; proxy_temp_path {{_folder}}/p; fastcgi_temp_path {{_folder}}/f;
            uwsgi_temp_path {{_folder}}/u; scgi_temp_path {{_folder}}/s;
            server {
                listen {{address}}:80;
                location /health { return 200 "ready to serve\n"; }
                location / { return 404; }
            }
            server {
                listen {{address}}:443 ssl http2 default_server;
                ssl_certificate {{Certificate}}; ssl_certificate_key {{Key}};
                location / { return 421; }
            }
            server {
                listen {{address}}:443 ssl http2;
                server_name www.example;
                ssl_certificate {{Certificate}}; ssl_certificate_key {{Key}};
                location / { return 200 "$server_protocol $ssl_server_name\n"; }
            }
        }
        """;
}
