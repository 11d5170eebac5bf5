namespace Keepalived.Daemon.CommandLine;

/// <summary>What <c>-h</c> prints.</summary>
internal static class UsageText
{
    private const string Text = """
        Usage: keepalived-actors [OPTION]...
               keepalived-actors reload [-p PIDFILE] [--confirm=SECONDS]
               keepalived-actors confirm [-p PIDFILE]
               keepalived-actors plan [-f NEW] [--from=OLD] [-p PIDFILE]
               keepalived-actors check FILE FILE...
               keepalived-actors help [KEYWORD | --man]
               keepalived-actors genhash [OPTION]...

        What to run
          -f, --use-file=FILE           read FILE instead of /etc/keepalived/keepalived.conf
          -P, --vrrp                    VRRP only, no health checks
          -C, --check                   health checks only, no VRRP
          -B, --no_bfd                  no BFD
              --all                     start every subsystem, configured or not
          -i, --config-id=ID            keep lines that begin with @ID (default: the host name)
          -e, --all-config              every include must match a file
          -s, --namespace=NAME          work in network namespace NAME
              --hocon=FILE              settings of the actor system, over /etc/keepalived/akka.conf

        How to run
          -n, --dont-fork               stay in the foreground
          -R, --dont-respawn            end instead of restarting a failed subsystem
          -X, --release-vips            remove virtual addresses whenever MASTER is left
          -V, --dont-release-vrrp       leave addresses, routes and rules behind at stop
          -I, --dont-release-ipvs       leave IPVS services behind at stop
          -u, --umask=MASK              mask for the files that are made
          -p, --pid=FILE                pid file; -r, --vrrp_pid, -c, --checkers_pid and
                                        -b, --bfd_pid name further ones
              --ignore-sigint           do not stop on SIGINT

        Messages
          -l, --log-console             log to standard error too
          -D, --log-detail              log more; twice: still more
          -S, --log-facility=FACILITY   0-7, local0-local7, user or daemon
          -g, --log-file[=FILE]         log to FILE (default keepalived.log)
              --flush-log-file          write each line of that file at once
          -G, --no-syslog               do not log to syslog
          -a, --address-monitoring      log each address that comes or goes
          -d, --dump-conf               log the configuration as understood

        Questions
          -t, --config-test[=FILE]      only judge the configuration; messages to FILE
              --diagnostics=text|json   how -t, plan and check write what they found
          reload                        read the file again, and say what came of it; with --confirm
                                        go back to the old one unless "confirm" comes in time
          plan                          what a reload would do, object by object; nothing is done
          check                         compare the files of the directors of one cluster
          help KEYWORD                  where a keyword stands, its arguments and its meaning
              --signum=NAME             number of STOP, RELOAD, DATA, STATS, STATS_CLEAR or JSON
          -T, --genhash                 MD5 of a web page; the rest is for genhash
          -v, --version                 version
          -h, --help                    this text

        Accepted, without effect so far: -X -e -a --all -x -A -m -M -L --no-mem-check --perf --debug --config-fd
        """;

    public static void Write(TextWriter writer) => writer.WriteLine(Text);
}
