/*
 * Preloaded into the reference daemon where the running kernel has no IPVS: every request to the IPVS family of generic
 * netlink is taken for done, so that its checkers start and can be measured. Nothing else of the daemon is touched: it
 * talks to rtnetlink through sockets of its own. Our daemon needs no such thing.
 */
struct nl_sock;
struct nl_msg;

int genl_connect(struct nl_sock *socket)
{
    (void)socket;
    return 0;
}

int genl_ctrl_resolve(struct nl_sock *socket, const char *family)
{
    (void)socket;
    (void)family;
    return 32;
}

int nl_send_auto(struct nl_sock *socket, struct nl_msg *message)
{
    (void)socket;
    (void)message;
    return 1;
}

int nl_recvmsgs_default(struct nl_sock *socket)
{
    (void)socket;
    return 0;
}
