using System.Globalization;
using System.Text;

namespace Akka.Event;

/// <summary>Puts arguments into a template.</summary>
public interface ILogMessageFormatter
{
    string Format(string format, params object[] args);
    string Format(string format, IEnumerable<object> args);
}

/// <summary>A template and its arguments; made into text only when somebody reads it.</summary>
public abstract class LogMessage
{
    private protected LogMessage(string format) => Format = format;
    public string Format { get; private set; }
    public abstract IEnumerable<object> Parameters();
}

internal sealed class FormattedLogMessage(ILogMessageFormatter formatter, string format, object[] args) : LogMessage(
    format)
{
    public override IEnumerable<object> Parameters() => args;
    public override string ToString() => args.Length == 0 ? Format : formatter.Format(Format, args);
}

/// <summary>
/// Understands {0} and {Name}, with alignment and format as in composite formatting. Named holes take the arguments in
/// order; what does not fit is left as it stands: a log line never throws.
/// </summary>
internal sealed class TemplateFormatter : ILogMessageFormatter
{
    internal static readonly TemplateFormatter Instance = new();
    public string Format(string format, IEnumerable<object> args) => Format(format, [.. args]);

    public string Format(string format, params object[] args)
    {
        var text = new StringBuilder();
        int nextArgument = 0;
        for (int i = 0; i < format.Length; i++)
        {
            char c = format[i];
            bool doubled = i + 1 < format.Length && format[i + 1] == c;
            int end = c == '{' && !doubled ? format.IndexOf('}', i) : -1;
            if (end > 0 && Hole(format[(i + 1)..end], args, ref nextArgument, text))
            {
                i = end;
                continue;
            }
            text.Append(c);
            i += c is '{' or '}' && doubled ? 1 : 0;
        }
        return text.ToString();
    }

    private static bool Hole(string hole, object[] args, ref int next, StringBuilder to)
    {
        int nameEnd = hole.AsSpan().IndexOfAny(',', ':');
        string name = nameEnd < 0 ? hole : hole[..nameEnd];
        if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int index)) { index = next++; }
        if (index >= args.Length) { return false; }
        string rest = nameEnd < 0 ? "" : hole[nameEnd..];
        to.AppendFormat(CultureInfo.InvariantCulture, "{0" + rest + "}", args[index]);
        return true;
    }
}
