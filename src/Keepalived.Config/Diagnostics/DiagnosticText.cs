using System.Text;
using System.Text.Json;
using Keepalived.Config.Text;

namespace Keepalived.Config.Diagnostics;

/// <summary>Diagnostics as people and editors read them.</summary>
public static class DiagnosticText
{
    /// <summary>Includes in includes, repetitions in definitions: more steps than this tell nobody anything.</summary>
    private const int MostOrigins = 10;

    private const string Bold = "\e[1m";
    private const string Plain = "\e[0m";
    private const string Red = "\e[1;31m";
    private const string Yellow = "\e[1;33m";
    private const string Cyan = "\e[1;36m";

    /// <summary>fatal, error, deprecated, warning, note or advice.</summary>
    public static string Word(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Advice => "advice",
        DiagnosticSeverity.Notice => "note",
        DiagnosticSeverity.Warning => "warning",
        DiagnosticSeverity.Deprecated => "deprecated",
        DiagnosticSeverity.Error => "error",
        _ => "fatal",
    };

    /// <summary>
    /// Place, severity, what is wrong and what is allowed; then the line with a caret below the word, and how the line
    /// came to be read.
    /// </summary>
    /// <param name="diagnostic">What to show.</param>
    /// <param name="colour">With the escape sequences of a terminal (ECMA-48).</param>
    public static string Of(ConfigDiagnostic diagnostic, bool colour = false)
    {
        StringBuilder text = new();
        if (diagnostic.Span.IsKnown || diagnostic.Span.File.Length > 0)
        {
            text.Append(Paint(diagnostic.Span.ToString(), Bold, colour)).Append(": ");
        }

        string word = Word(diagnostic.Severity);
        text.Append(Paint(word + ":", ColourOf(diagnostic.Severity), colour)).Append(' ').Append(diagnostic.Text);
        if (diagnostic.Hint.Length > 0)
        {
            text.Append(" (").Append(diagnostic.Hint).Append(')');
        }

        AppendLine(text, diagnostic.Span, colour);
        AppendOrigins(text, diagnostic.Span.Context?.Origin);
        return text.ToString();
    }

    /// <summary>One JSON object: file, line, column, severity, text; hint and origins where there are any.</summary>
    public static string ToJson(ConfigDiagnostic diagnostic)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            WritePlace(json, diagnostic.Span);
            json.WriteString("severity", Word(diagnostic.Severity));
            json.WriteString("text", diagnostic.Text);
            if (diagnostic.Hint.Length > 0)
            {
                json.WriteString("hint", diagnostic.Hint);
            }

            if (diagnostic.Span.Context?.Origin is { } origin)
            {
                json.WriteStartArray("origins");
                foreach (SourceOrigin one in Origins(origin))
                {
                    json.WriteStartObject();
                    WritePlace(json, one.At);
                    json.WriteString("text", one.ToString());
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WritePlace(Utf8JsonWriter json, SourceSpan span)
    {
        json.WriteString("file", span.File);
        json.WriteNumber("line", span.Line);
        json.WriteNumber("column", span.Column);
    }

    private static void AppendLine(StringBuilder text, SourceSpan span, bool colour)
    {
        if (span.Context is not { } context || span.Column <= 0)
        {
            return;
        }

        // Columns are those of the line as it stands in the file.
        string line = context.Written;
        string number = $"{span.Line}";
        string margin = new(' ', number.Length);
        text.Append($"\n  {number} | {Show(line)}");
        int caret = Math.Min(span.Column - 1, line.Length);
        text.Append($"\n  {margin} | {new string(' ', caret)}").Append(Paint("^", Cyan, colour));
        if (context.Expanded is not null && context.Expanded != context.Written)
        {
            text.Append($"\n  {margin} = read as: {Show(context.Expanded).Trim()}");
        }
    }

    private static void AppendOrigins(StringBuilder text, SourceOrigin? origin)
    {
        foreach (SourceOrigin one in Origins(origin))
        {
            text.Append($"\n  {one.At}: {one}");
        }
    }

    private static IEnumerable<SourceOrigin> Origins(SourceOrigin? origin)
    {
        for (int i = 0; i < MostOrigins && origin is not null; i++)
        {
            yield return origin;
            origin = origin.At.Context?.Origin;
        }
    }

    // A tab is one column for us, and a terminal must not obey a file.
    private static string Show(string line) =>
        string.Concat(line.Select(static c => c == '\t' ? ' ' : char.IsControl(c) ? '?' : c));

    private static string Paint(string text, string colour, bool paint) => paint ? colour + text + Plain : text;

    private static string ColourOf(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Advice or DiagnosticSeverity.Notice => Cyan,
        DiagnosticSeverity.Warning or DiagnosticSeverity.Deprecated => Yellow,
        _ => Red,
    };
}
