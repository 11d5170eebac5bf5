using System.Globalization;
using System.Text;

namespace MimeKit;

/// <summary>Headers beyond those with a property of their own, in order.</summary>
public class HeaderList
{
    private readonly List<(string Field, string Value)> _all = [];

    public string this[string field] =>
        _all.Find(h => h.Field.Equals(field, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Adds a header.</summary>
    /// <exception cref="ArgumentException">The name is not one.</exception>
    public void Add(string field, string value)
    {
        // RFC 5322 2.2: printable characters, no colon.
        if (field.Length == 0 || field.Any(c => c is <= ' ' or > '~' or ':'))
        {
            throw new ArgumentException($"'{field}' is no name of a header", nameof(field));
        }
        _all.Add((field, value));
    }

    internal void Write(StringBuilder to)
    {
        foreach ((string field, string value) in _all)
        {
            to.Append(HeaderText.Fold(field, HeaderText.Unstructured(value)));
        }
    }
}

/// <summary>A part of a message.</summary>
public abstract class MimeEntity
{
    private protected MimeEntity() { }

    internal abstract void Write(StringBuilder to);
}

/// <summary>Text.</summary>
public class TextPart : MimeEntity
{
    private const int LineLimit = 998;
    private readonly string _subtype;
    public TextPart(string subtype) => _subtype = subtype;
    public string Text { get; set; } = "";

    internal override void Write(StringBuilder to)
    {
        string text = Text.ReplaceLineEndings("\r\n");
        bool plain = text.All(c => c is '\r' or '\n' or '\t' or (>= ' ' and < (char)127))
            && text.Split("\r\n").All(line => line.Length <= LineLimit);
        to.Append($"Content-Type: text/{_subtype}; charset={(plain ? "us-ascii" : "utf-8")}\r\n");
        to.Append($"Content-Transfer-Encoding: {(plain ? "7bit" : "base64")}\r\n\r\n");
        to.Append(plain
            ? text
            : Convert.ToBase64String(Encoding.UTF8.GetBytes(text), Base64FormattingOptions.InsertLineBreaks));
        if (!text.EndsWith('\n') || !plain) { to.Append("\r\n"); }
    }
}

/// <summary>A message.</summary>
public class MimeMessage : IDisposable
{
    public MimeMessage()
    {
        Date = TimeProvider.System.GetLocalNow();
        MessageId = $"{Guid.NewGuid():N}@{Environment.MachineName}";
    }

    public InternetAddressList From { get; } = [];
    public InternetAddressList To { get; } = [];
    public string Subject { get; set; } = "";
    public DateTimeOffset Date { get; set; }
    public string MessageId { get; set; }
    public HeaderList Headers { get; } = new();
    public MimeEntity Body { get; set; }

    /// <summary>Nothing is held here; the package holds streams.</summary>
    public void Dispose() => GC.SuppressFinalize(this);

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(HeaderText.Fold("From", From.ToString()));
        string zone = Date.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "");
        text.Append("Date: ").Append(Date.ToString("ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture)).Append(
            zone);
        text.Append("\r\n").Append(HeaderText.Fold("Subject", HeaderText.Unstructured(Subject)));
        text.Append("Message-Id: <").Append(MessageId.ReplaceLineEndings("")).Append(">\r\n");
        text.Append(HeaderText.Fold("To", To.ToString()));
        Headers.Write(text);
        text.Append("MIME-Version: 1.0\r\n");
        if (Body is null) { text.Append("\r\n"); }
        Body?.Write(text);
        return text.ToString();
    }
}
