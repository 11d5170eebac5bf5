/*
 * Preloaded into the reference daemon where the running kernel has no IPVS: every request to the IPVS family of generic
 * netlink is taken for done, so that its checkers start and can be measured. Nothing else of the daemon is touched: it
 * talks to rtnetlink through sockets of its own. Our daemon needs no such thing.
 */
struct nl_sock;
struct nl_msg;

typedef int (*message_callback)(struct nl_msg *message, void *argument);

enum { ACKNOWLEDGED = 4 };  /* NL_CB_ACK of netlink/handlers.h */

static message_callback acknowledge;
static void *acknowledge_argument;

int nl_socket_modify_cb(struct nl_sock *socket, int type, int kind, message_callback callback, void *argument)
{
    (void)socket;
    (void)kind;
    if (type == ACKNOWLEDGED) {
        acknowledge = callback;
        acknowledge_argument = argument;
    }
    return 0;
}

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
    if (acknowledge)
        acknowledge(0, acknowledge_argument);
    return 0;
}
