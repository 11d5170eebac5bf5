namespace MailKit
{
    public class ServiceNotConnectedException(string message) : InvalidOperationException(message);

    public abstract class CommandException : Exception
    {
        protected CommandException(string message) : base(message) { }
    }

    public abstract class ProtocolException : Exception
    {
        protected ProtocolException(string message) : base(message) { }
    }

    public interface ITransferProgress
    {
        void Report(long bytesTransferred);
    }
}

namespace MailKit.Security
{
    public enum SecureSocketOptions
    {
        None,
        Auto,
        SslOnConnect,
        StartTls,
        StartTlsWhenAvailable,
    }

    public class AuthenticationException(string message) : Exception(message);

    public class SslHandshakeException(string message, Exception innerException) : Exception(message, innerException);
}

namespace MailKit.Net.Smtp
{
    public class SmtpCommandException : CommandException
    {
        internal SmtpCommandException(SmtpStatusCode code, string message) : base(message) => StatusCode = code;
        public SmtpStatusCode StatusCode { get; private set; }
    }

    public class SmtpProtocolException(string message) : ProtocolException(message);

    public enum SmtpStatusCode
    {
        Ok = 250,
        ServiceNotAvailable = 421,
        MailboxBusy = 450,
        ErrorInProcessing = 451,
        MailboxUnavailable = 550,
        TransactionFailed = 554,
    }
}
