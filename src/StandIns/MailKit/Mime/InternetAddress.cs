using System.Collections;
using System.Net.Mail;
using System.Text;

namespace MimeKit;

/// <summary>Somebody who sends or receives.</summary>
public abstract class InternetAddress
{
    private protected InternetAddress(string name) => Name = name;
    public string Name { get; set; }
    internal abstract string Encode();
    public override string ToString() => Encode();
}

/// <summary>A mailbox.</summary>
public class MailboxAddress : InternetAddress
{
    public MailboxAddress(string name, string address) : base(name)
    {
        ArgumentNullException.ThrowIfNull(address);
        Address = address;
    }

    public string Address { get; }

    public static bool TryParse(string text, out MailboxAddress mailbox)
    {
        string trimmed = text.Trim();
        int open = trimmed.LastIndexOf('<');
        bool bracketed = open >= 0 && trimmed.EndsWith('>');
        string address = bracketed ? trimmed[(open + 1)..^1].Trim() : trimmed;
        string name = bracketed ? trimmed[..open].Trim().Trim('"') : "";
        // A local name without a domain is an address too: mail to root.
        bool valid = address.Length > 0
            && address.All(c => c > ' ' && c != '<' && c != '>' && c != ',' && c != (char)127)
            && (!address.Contains('@', StringComparison.Ordinal) || MailAddress.TryCreate(address, out _));
        mailbox = valid ? new MailboxAddress(name, address) : null;
        return valid;
    }

    internal override string Encode() =>
        string.IsNullOrEmpty(Name) ? Address : $"{HeaderText.Phrase(Name)} <{Address}>";
}

/// <summary>Several of them.</summary>
public class InternetAddressList : IEnumerable<InternetAddress>
{
    private readonly List<InternetAddress> _all = [];
    public int Count => _all.Count;
    public IEnumerable<MailboxAddress> Mailboxes => _all.OfType<MailboxAddress>();
    public void Add(InternetAddress address) => _all.Add(address);
    public void AddRange(IEnumerable<InternetAddress> addresses) => _all.AddRange(addresses);
    public IEnumerator<InternetAddress> GetEnumerator() => _all.GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    public override string ToString() => new StringBuilder().AppendJoin(", ", _all).ToString();
}
