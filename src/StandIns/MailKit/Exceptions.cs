namespace MailKit
{
    /// <summary>Something was to be done that needs a connection.</summary>
    public class ServiceNotConnectedException : InvalidOperationException
    {
        /// <summary>With the reason.</summary>
        public ServiceNotConnectedException(string message) : base(message)
        {
        }
    }

    /// <summary>The server refused a command.</summary>
    public abstract class CommandException : Exception
    {
        /// <summary>With the reason.</summary>
        protected CommandException(string message) : base(message)
        {
        }
    }

    /// <summary>The server does not speak the protocol, or went away.</summary>
    public abstract class ProtocolException : Exception
    {
        /// <summary>With the reason.</summary>
        protected ProtocolException(string message) : base(message)
        {
        }
    }

    /// <summary>Is told how far a transfer got.</summary>
    public interface ITransferProgress
    {
        /// <summary>So many octets.</summary>
        void Report(long bytesTransferred);
    }
}

namespace MailKit.Security
{
    /// <summary>When a connection is encrypted.</summary>
    public enum SecureSocketOptions
    {
        /// <summary>Never.</summary>
        None,

        /// <summary>From the start on port 465; else if the server offers it.</summary>
        Auto,

        /// <summary>From the start.</summary>
        SslOnConnect,

        /// <summary>By STARTTLS, or not at all.</summary>
        StartTls,

        /// <summary>By STARTTLS, if the server offers it.</summary>
        StartTlsWhenAvailable,
    }

    /// <summary>The server did not accept the credentials.</summary>
    public class AuthenticationException : Exception
    {
        /// <summary>With the reason.</summary>
        public AuthenticationException(string message) : base(message)
        {
        }
    }

    /// <summary>Encryption could not be set up.</summary>
    public class SslHandshakeException : Exception
    {
        /// <summary>With the reason and what led to it.</summary>
        public SslHandshakeException(string message, Exception innerException) : base(message, innerException)
        {
        }
    }
}

namespace MailKit.Net.Smtp
{
    /// <summary>The server answered with an error.</summary>
    public class SmtpCommandException : CommandException
    {
        internal SmtpCommandException(SmtpStatusCode code, string message) : base(message) => StatusCode = code;

        /// <summary>The server's code.</summary>
        public SmtpStatusCode StatusCode { get; private set; }
    }

    /// <summary>What was read is not SMTP, or the connection ended.</summary>
    public class SmtpProtocolException : ProtocolException
    {
        /// <summary>With the reason.</summary>
        public SmtpProtocolException(string message) : base(message)
        {
        }
    }

    /// <summary>The server's codes (RFC 5321 4.2.3); others may occur.</summary>
    public enum SmtpStatusCode
    {
        /// <summary>Done.</summary>
        Ok = 250,

        /// <summary>It goes away.</summary>
        ServiceNotAvailable = 421,

        /// <summary>The mailbox is in use: to be tried again.</summary>
        MailboxBusy = 450,

        /// <summary>Its own fault: to be tried again.</summary>
        ErrorInProcessing = 451,

        /// <summary>There is no such mailbox, or not for us.</summary>
        MailboxUnavailable = 550,

        /// <summary>It will not have it.</summary>
        TransactionFailed = 554,
    }
}
