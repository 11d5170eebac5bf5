using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;
using Keepalived.Core.Tests;
using Keepalived.Daemon.Hosting;
using Keepalived.Linux.Checks;
using Keepalived.Linux.Processes;

namespace Keepalived.Daemon.Tests.Hosting;

/// <summary>MISC_CHECK from its text to the script that runs.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class ScriptCheckKeywordTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ka-misc-").FullName;
    private readonly ScriptSpawner _spawner = new();
    private readonly CheckLoop _loop = new();

    public void Dispose()
    {
        _spawner.Dispose();
        _loop.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Script_of_the_block_decides_with_its_arguments()
    {
        Assert.True((await Run("misc_path \"/bin/test a = a\"")).Passed);
        Assert.Equal(CheckResult.Fail(CheckReason.Exited, 1), await Run("misc_path \"/bin/test a = b\""));
    }

    [Fact]
    public async Task Exit_status_sets_the_weight_where_the_block_says_so()
    {
        Assert.False((await Run("misc_path \"/bin/sh -c 'exit 7'\"")).Passed);
        Assert.True((await Run("misc_path \"/bin/sh -c 'exit 7'\"\nmisc_dynamic")).Passed);
        Assert.True(Parameters("misc_path /bin/true\nmisc_dynamic").Dynamic);
    }

    [Fact]
    public async Task Script_that_hangs_is_ended_by_the_limit_of_the_block()
    {
        // The limit is that of delay_loop, half an hour, where nothing else is written.
        CheckResult result = await Run("misc_path \"/bin/sleep 1000\"\nmisc_timeout 1")
            .WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(CheckReason.ScriptTimedOut, result.Reason);
    }

    [Fact]
    public async Task Script_runs_as_the_user_of_the_block()
    {
        string script = Path.Combine(_directory, "who");
        string answer = Path.Combine(_directory, "answer");
        // Who may not become another is told so instead of running it as the wrong one.
        File.WriteAllText(script, $"#!/bin/sh\nid -un >{answer}\n");
        File.SetUnixFileMode(script, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(_directory, (UnixFileMode)0b111_111_111);

        CheckResult result = await Run($"misc_path {script}\nuser nobody");

        Assert.Equal(Environment.IsPrivilegedProcess, result.Passed);
        Assert.Equal(Environment.IsPrivilegedProcess, File.Exists(answer));
        if (result.Passed)
        {
            Assert.Equal("nobody\n", await File.ReadAllTextAsync(answer));
        }
    }

    private async Task<CheckResult> Run(string lines)
    {
        KeepalivedConfig config = Config(lines);
        CheckTransportFactory factory = new(
            _loop, _spawner, new ScriptResolver(() => config.Global), TimeProvider.System, static _ => { });
        using ICheckTransport transport = factory.Create(Server(config).Checkers[0], config)!;
        return await transport.CheckAsync(0, default);
    }

    private static CheckerParameters Parameters(string lines)
    {
        RealServerConfig server = Server(Config(lines));
        return CheckerParameters.From(server.Checkers[0], server);
    }

    private static RealServerConfig Server(KeepalivedConfig config) => config.VirtualServers[0].RealServers[0];

    private static KeepalivedConfig Config(string lines) => ConfLines.File($$"""
        global_defs {
            script_user {{Environment.UserName}}
        }
        virtual_server 198.51.100.1 80 {
            protocol TCP
            lvs_sched rr
            delay_loop 1800
            real_server 192.0.2.1 80 {
                MISC_CHECK {
                {{lines}}
                }
            }
        }
        """);
}
