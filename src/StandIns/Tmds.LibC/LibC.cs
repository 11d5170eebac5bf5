using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace Tmds.Linux;

/// <summary>Functions of the C library, as they are: see the manual page of each.</summary>
public static unsafe partial class LibC
{
    private const string Library = "libc.so.6";
    public static int errno => *ErrnoLocation();

    [DllImport(Library)] public static extern int bind(int socket, sockaddr* address, socklen_t address_len);
    [DllImport(Library)] public static extern int close(int fd);
    [DllImport(Library)] public static extern int epoll_create1(int flags);
    [DllImport(Library)] public static extern int epoll_ctl(int epfd, int op, int fd, epoll_event* ev);
    [DllImport(Library)] public static extern int epoll_wait(int epfd, epoll_event* events, int maxevents, int timeout);
    [DllImport(Library)] public static extern int eventfd(uint initval, int flags);
    [DllImport(Library)] public static extern int fchmod(int fd, mode_t mode);
    [DllImport(Library)] public static extern int fcntl(int fd, int cmd);
    [DllImport(Library)] public static extern int fcntl(int fd, int cmd, int arg);
    [DllImport(Library)] public static extern int fcntl(int fd, int cmd, void* arg);
    [DllImport(Library)] public static extern int ftruncate(int fd, off_t length);
    [DllImport(Library)] public static extern gid_t getegid();
    [DllImport(Library)] public static extern uid_t geteuid();
    [DllImport(Library)] public static extern pid_t getsid(pid_t pid);
    [DllImport(Library)] public static extern int getsockname(int socket, sockaddr* address, socklen_t* address_len);
    [DllImport(Library)] public static extern int kill(pid_t pid, int signum);
    [DllImport(Library)] public static extern int mlockall(int flags);
    [DllImport(Library)] public static extern int open(byte* pathname, int flags, mode_t mode = default);
    [DllImport(Library)] public static extern int pipe2(int* pipefd, int flags);
    [DllImport(Library)] public static extern int poll(pollfd* fds, ulong_t nfds, int timeout);
    [DllImport(Library)] public static extern ssize_t pwrite(int fd, void* buf, size_t count, off_t offset);
    [DllImport(Library)] public static extern ssize_t read(int fd, void* buf, size_t count);
    [DllImport(Library)] public static extern ssize_t recvfrom(
        int socket, void* buffer, size_t len, int flags, sockaddr* address, socklen_t* address_len);
    [DllImport(Library)] public static extern int sched_setaffinity(pid_t pid, size_t cpusetsize, cpu_set_t* mask);
    [DllImport(Library)] public static extern ssize_t sendto(
        int socket, void* buf, size_t len, int flags, sockaddr* address, socklen_t address_len);
    [DllImport(Library)] public static extern int setsockopt(
        int socket, int level, int optname, void* optval, socklen_t optlen);
    [DllImport(Library)] public static extern int sigemptyset(sigset_t* set);
    [DllImport(Library)] public static extern int sigfillset(sigset_t* set);
    [DllImport(Library)] public static extern int socket(int domain, int type, int protocol);
    [DllImport(Library)] public static extern mode_t umask(mode_t mode);
    [DllImport(Library)] public static extern ssize_t write(int fd, void* buf, size_t count);
    public static void CPU_ZERO(cpu_set_t* set) => *set = default;

    public static void CPU_SET(int cpu, cpu_set_t* set)
    {
        if ((uint)cpu < sizeof(cpu_set_t) * 8)
        {
            ((byte*)set)[cpu / 8] |= (byte)(1 << (cpu % 8));
        }
    }

    [DllImport(Library, EntryPoint = "__errno_location")]
    private static extern int* ErrnoLocation();
}
