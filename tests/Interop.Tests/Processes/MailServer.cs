using System.Text.RegularExpressions;
using Interop.Tests.Harness;

namespace Interop.Tests.Processes;

/// <summary>How a mail server behaves.</summary>
public enum MailServerKind
{
    /// <summary>A real one: Debian's python3-aiosmtpd.</summary>
    Delivering,

    /// <summary>Accepts connections and never says a word.</summary>
    Silent,

    /// <summary>Says at once that it takes no mail.</summary>
    Refusing,
}

/// <summary>A mail server at 127.0.0.1 port 2525 of a host.</summary>
internal sealed partial class MailServer : IDisposable
{
    public const string Python = "/usr/bin/python3";
    public const string Address = "127.0.0.1 2525";

    private const string Program = """
        import socket, sys, threading
        def deliver():
            from aiosmtpd.controller import Controller
            from aiosmtpd.handlers import Debugging
            Controller(Debugging(sys.stdout), hostname="127.0.0.1", port=2525).start()
            print("ready", flush=True)
            while True:
                sys.stdout.flush()
                threading.Event().wait(0.05)
        def answer(greeting):
            listener = socket.create_server(("127.0.0.1", 2525))
            print("ready", flush=True)
            held = []
            while True:
                client, _ = listener.accept()
                print("connected", flush=True)
                held.append(client)
                if greeting:
                    client.sendall(greeting)
                    client.close()
        {"Delivering": deliver, "Silent": lambda: answer(b""),
         "Refusing": lambda: answer(b"554 no mail today\r\n")}[sys.argv[1]]()
        """;

    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private LineProcess? _process;

    public MailServer(LanHost host, MailServerKind kind)
    {
        _process = new LineProcess(
            "ip", ["netns", "exec", host.Namespace, Python, "-c", Program, kind.ToString()], Take);
        Eventually.That(() => Lines.Contains("ready"), "the mail server is ready", () => string.Join('\n', Lines));
    }

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Connections so far; a delivering server does not count them.</summary>
    public int Connections => Lines.Count(line => line == "connected");

    /// <summary>The subjects of the mails that arrived, in order.</summary>
    public IReadOnlyList<string> Subjects
    {
        get
        {
            IReadOnlyList<string> lines = Lines;
            List<string> subjects = [];
            for (int i = 0; i < lines.Count; i++)
            {
                if (Subject().Match(lines[i]) is { Success: true } match)
                {
                    // A long one goes on in the next line, after a blank (RFC 5322 2.2.3).
                    bool isFolded = i + 1 < lines.Count && lines[i + 1].StartsWith(' ');
                    subjects.Add((match.Groups[1].Value + (isFolded ? lines[i + 1] : "")).Trim());
                }
            }

            return subjects;
        }
    }

    public void Dispose() => Interlocked.Exchange(ref _process, null)?.Dispose();

    private void Take(string line)
    {
        lock (_lock)
        {
            _lines.Add(line);
        }
    }

    // The handler prints bytes as Python writes them when the mail is not decoded.
    [GeneratedRegex(@"^(?:b')?Subject: ([^']*)")]
    private static partial Regex Subject();
}

/// <summary>A theory with a real mail server; skipped with the reason where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MailTheoryAttribute : TheoryAttribute
{
    public MailTheoryAttribute() => Skip = Machine.MissingForNamespaces
        ?? (Shell.Try(MailServer.Python, "-c", "import aiosmtpd").Code == 0
            ? null
            : "missing component: python3-aiosmtpd");
}
