using Keepalived.Config.Model;

namespace Keepalived.Config.Validation.Advice;

/// <summary>Services that send clients to servers that are down.</summary>
internal static class ServerAdvice
{
    public static void Apply(AdviceContext context)
    {
        foreach (VirtualServerConfig server in context.Config.VirtualServers)
        {
            Checks(context, server);
            SorryServer(context, server);
        }
    }

    private static void Checks(AdviceContext context, VirtualServerConfig server)
    {
        int unchecked_ = server.RealServers.Count(static r => r.Checkers.IsEmpty);
        if (unchecked_ == 0)
        {
            return;
        }

        string which = unchecked_ == server.RealServers.Count ? "no real server is checked"
            : $"{unchecked_} of {server.RealServers.Count} real servers are not checked, the first is "
                + server.RealServers.First(static r => r.Checkers.IsEmpty).Address;
        context.Advise(server.Source.Span,
            $"virtual server {server.Key}: {which}: one that is down keeps getting clients",
            "TCP_CHECK { } or another check in each real_server");
    }

    private static void SorryServer(AdviceContext context, VirtualServerConfig server)
    {
        if (server.SorryServer is { } sorry
            && server.RealServers.Any(r => r.Address.Equals(sorry.Address) && r.Port == sorry.Port))
        {
            context.Advise(server.Source.Span,
                $"virtual server {server.Key}: the sorry server {sorry.Address} port {sorry.Port} is one of its real "
                + "servers: it answers when all of them are down, itself included",
                "a sorry_server of its own");
        }
    }
}
