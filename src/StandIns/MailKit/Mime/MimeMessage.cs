using System.Globalization;
using System.Text;

namespace MimeKit;

/// <summary>Headers beyond those with a property of their own, in order.</summary>
public class HeaderList
{
    private readonly List<(string Field, string Value)> _all = [];

    /// <summary>The value of the first header of that name, or null.</summary>
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
    private protected MimeEntity()
    {
    }

    internal abstract void Write(StringBuilder to);
}

/// <summary>Text.</summary>
public class TextPart : MimeEntity
{
    /// <summary>RFC 5322 2.1.1: lines must not pass 998 characters.</summary>
    private const int LineLimit = 998;

    private readonly string _subtype;

    /// <summary>Of a kind: "plain".</summary>
    public TextPart(string subtype) => _subtype = subtype;

    /// <summary>The text, in any line endings.</summary>
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
        if (!text.EndsWith('\n') || !plain)
        {
            to.Append("\r\n");
        }
    }
}

/// <summary>A message.</summary>
public class MimeMessage
{
    /// <summary>Empty, with the time of now and an identifier of its own.</summary>
    public MimeMessage()
    {
        Date = TimeProvider.System.GetLocalNow();
        MessageId = $"{Guid.NewGuid():N}@{Environment.MachineName}";
    }

    /// <summary>Who wrote it.</summary>
    public InternetAddressList From { get; } = [];

    /// <summary>Whom it is for.</summary>
    public InternetAddressList To { get; } = [];

    /// <summary>What it is about.</summary>
    public string Subject { get; set; } = "";

    /// <summary>When it was written.</summary>
    public DateTimeOffset Date { get; set; }

    /// <summary>Its identifier, without brackets.</summary>
    public string MessageId { get; set; }

    /// <summary>Further headers.</summary>
    public HeaderList Headers { get; } = new();

    /// <summary>The content.</summary>
    public MimeEntity Body { get; set; }

    /// <inheritdoc />
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(HeaderText.Fold("From", From.ToString()));
        string zone = Date.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "");
        text.Append("Date: ").Append(Date.ToString("ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture)).Append(zone);
        text.Append("\r\n").Append(HeaderText.Fold("Subject", HeaderText.Unstructured(Subject)));
        text.Append("Message-Id: <").Append(MessageId.ReplaceLineEndings("")).Append(">\r\n");
        text.Append(HeaderText.Fold("To", To.ToString()));
        Headers.Write(text);
        text.Append("MIME-Version: 1.0\r\n");
        if (Body is null)
        {
            text.Append("\r\n");
        }
        Body?.Write(text);
        return text.ToString();
    }
}
