"""One life of a director, the same on IPVS and on nftables.

    scenario.py BACKEND DAEMON FOLDER     BACKEND: ipvs or nftables; prints a line per step, "ok" at its end or why not

Clients 192.168.200.101..., the director with the virtual address 192.168.200.15, real servers 192.168.100.2..., each
group in a network namespace of its own. Real servers answer with their own address and then repeat what they hear.
"""

import collections
import itertools
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

PATIENCE = 60
SERVERS = ["192.168.100.2", "192.168.100.3", "192.168.100.4"]
SORRY = "192.168.100.100"
SERVERS6 = ["fd00:100::2", "fd00:100::3"]
VIP, VIP6 = "192.168.200.15", "fd00:200::15"
GROUP = ["192.168.200.16", "192.168.200.17"]
ANY_PORT = "192.168.200.18"


# SCTP by hand, because not every kernel has it: INIT, answered by INIT ACK with the server's last octet as its tag.
def crc32c(data):
    crc = 0xffffffff
    for octet in data:
        crc ^= octet
        for _ in range(8):
            crc = crc >> 1 ^ (0x82f63b78 if crc & 1 else 0)
    return crc ^ 0xffffffff


def sctp_packet(source, target, verification, kind, tag):
    chunk = struct.pack("!BBHIIHHI", kind, 0, 20, tag, 65536, 1, 1, 1)
    head = struct.pack("!HHI", source, target, verification)
    checksum = struct.pack("<I", crc32c(head + bytes(4) + chunk))
    return head + checksum + chunk


def sctp_fields(packet):
    """Source address, target address, source port, target port, kind of chunk, tag."""
    body = packet[(packet[0] & 15) * 4:]
    source, target = struct.unpack_from("!HH", body)
    return (socket.inet_ntoa(packet[12:16]), socket.inet_ntoa(packet[16:20]), source, target, body[12],
            struct.unpack_from("!I", body, 16)[0])


# Real servers: commands on standard input, each answered by "ok": up ADDRESS PORT, down ADDRESS PORT.
def serve():
    listeners = {}

    def family(address):
        return socket.AF_INET6 if ":" in address else socket.AF_INET

    def talk(connection, address):
        with connection:
            try:
                connection.sendall(address.encode() + b"\n")
                while data := connection.recv(4096):
                    connection.sendall(data)
            except OSError:
                pass

    def accept(listener, address):
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=talk, args=(connection, address), daemon=True).start()

    def answer(datagrams, address):
        while True:
            try:
                _, client = datagrams.recvfrom(4096)
                if client is None:  # it was shut down
                    return
                datagrams.sendto(address.encode(), client)
            except OSError:
                return

    def associate():
        raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_SCTP)
        raw_answer = {}
        while True:
            client, server, source, target, kind, tag = sctp_fields(raw.recv(4096))
            if kind == 1 and server in SERVERS:
                if server not in raw_answer:
                    raw_answer[server] = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_SCTP)
                    raw_answer[server].bind((server, 0))
                octet = int(server.split(".")[3])
                raw_answer[server].sendto(sctp_packet(target, source, tag, 2, octet), (client, 0))

    threading.Thread(target=associate, daemon=True).start()
    for line in sys.stdin:
        command, address, port = line.split()
        if command == "up":
            listener = socket.socket(family(address))
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((address, int(port)))
            listener.listen(256)
            datagrams = socket.socket(family(address), socket.SOCK_DGRAM)
            datagrams.bind((address, int(port)))
            listeners[address, port] = listener, datagrams
            threading.Thread(target=accept, args=(listener, address), daemon=True).start()
            threading.Thread(target=answer, args=(datagrams, address), daemon=True).start()
        else:
            for one in listeners.pop((address, port)):
                try:
                    one.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
                one.close()
        print("ok", flush=True)


# A client: one JSON request a line, [kind, address, port, count, source], answered by a JSON list of answers;
# "open" keeps a connection, which "say" then uses.
def ask():
    held = {}
    # A port used twice within half a minute would be the same flow of UDP, and no new one to schedule.
    ports = itertools.count(20001)

    def associate(address, port):
        with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_SCTP) as raw:
            raw.settimeout(5)
            own = next(ports)
            raw.sendto(sctp_packet(own, port, 0, 1, own), (address, 0))
            while True:
                try:
                    sender, _, source, target, kind, tag = sctp_fields(raw.recv(4096))
                except OSError as e:
                    return f"error {e.__class__.__name__}"
                if (sender, source, target, kind) == (address, port, own, 2):
                    return f"192.168.100.{tag}"

    def once(kind, address, port, source):
        if kind == "sctp":
            return associate(address, port)
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with socket.socket(family, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM) as client:
            client.settimeout(5)
            if source or kind == "udp":
                client.bind((source, next(ports) if kind == "udp" else 0))
            try:
                client.connect((address, port))
                if kind == "udp":
                    client.send(b"?")
                    return client.recv(4096).decode()
                return client.makefile().readline().strip()
            except OSError as e:
                return f"error {e.__class__.__name__}"

    for line in sys.stdin:
        kind, address, port, count, source = json.loads(line)
        if kind == "open":
            held[source] = socket.create_connection((address, port), 5)
            reader = held[source].makefile()
            held[source] = held[source], reader
            answers = [reader.readline().strip()]
        elif kind == "say":
            try:
                held[source][0].settimeout(5)
                held[source][0].sendall(b"still there\n")
                answers = [held[source][1].readline().strip()]
            except OSError as e:
                answers = [f"error {e.__class__.__name__}"]
        else:
            answers = [once(kind, address, port, source) for _ in range(count)]
        print(json.dumps(answers), flush=True)


CONFIG = """
global_defs {{
  lvs_backend {backend}
  {settings}
}}
virtual_server_group POOL {{
  192.168.200.16-17 80
  fwmark 8
}}
virtual_server group POOL {{
  lb_algo rr
  lb_kind NAT
  protocol TCP
  {three}
}}
virtual_server {any_port} 0 {{
  lb_algo rr
  lb_kind NAT
  protocol TCP
  persistence_timeout 50
  {free}
}}
virtual_server {vip} 80 {{
  delay_loop 1
  lb_algo wrr
  lb_kind NAT
  protocol TCP
  sorry_server {sorry} 8080
  real_server 192.168.100.2 8080 {{
    weight {first}
    TCP_CHECK {{ connect_timeout 30
      retry 0 }}
  }}
  real_server 192.168.100.3 8080 {{
    weight 1
    TCP_CHECK {{ connect_timeout 30
      retry 0 }}
  }}
}}
virtual_server {vip} 81 {{
  lb_algo sh
  lb_kind NAT
  protocol TCP
  {three}
}}
virtual_server {vip} 82 {{
  lb_algo rr
  lb_kind NAT
  protocol TCP
  persistence_timeout 300
  {three}
}}
virtual_server {vip} 53 {{
  lb_algo rr
  lb_kind NAT
  protocol UDP
  {three}
}}
virtual_server {vip} 84 {{
  lb_algo rr
  lb_kind NAT
  protocol SCTP
  {three}
}}
virtual_server {vip6} 53 {{
  lb_algo rr
  lb_kind NAT
  protocol UDP
  real_server fd00:100::2 8080 {{ weight 1 }}
  real_server fd00:100::3 8080 {{ weight 1 }}
}}
virtual_server {vip6} 80 {{
  lb_algo rr
  lb_kind NAT
  protocol TCP
  real_server fd00:100::2 8080 {{ weight 1 }}
  real_server fd00:100::3 8080 {{ weight 1 }}
}}
virtual_server fwmark 7 {{
  lb_algo rr
  lb_kind NAT
  {three}
}}
"""


class Scenario:
    def __init__(self, backend, daemon, folder):
        self.backend, self.program, self.folder = backend, daemon, folder
        self.names = {role: f"ka-ba-{os.getpid()}-{role}" for role in ("client", "director", "servers")}
        self.daemon = None
        self.processes = []

    def lay(self):
        """The director, between clients and servers."""
        n = self.names
        run("ip", "link", "add", "eth0", "netns", n["director"], "type", "veth", "peer", "name", "v0", "netns",
            n["client"])
        run("ip", "link", "add", "eth1", "netns", n["director"], "type", "veth", "peer", "name", "v0", "netns",
            n["servers"])
        for line in ["link set lo up", "link set eth0 up", "link set eth1 up", "addr add 192.168.200.5/24 dev eth0",
                     *(f"addr add {a}/32 dev eth0" for a in [VIP, *GROUP, ANY_PORT]),
                     "addr add 192.168.100.1/24 dev eth1", f"addr add {VIP6}/64 dev eth0 nodad",
                     "addr add fd00:100::1/64 dev eth1 nodad"]:
            run("ip", "-n", n["director"], *line.split())
        self.forward(n["director"])

    @staticmethod
    def forward(space):
        for setting in ("net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1"):
            run("ip", "netns", "exec", space, "sysctl", "-qw", setting)

    def __enter__(self):
        n = self.names
        for name in n.values():
            run("ip", "netns", "add", name)
        self.lay()
        for role, lines in {
            "client": ["link set lo up", "link set v0 up", "addr add fd00:200::101/64 dev v0 nodad",
                       *(f"addr add 192.168.200.{i}/24 dev v0" for i in range(101, 131))],
            "servers": ["link set lo up", "link set v0 up",
                        *(f"addr add {a}/24 dev v0" for a in [*SERVERS, SORRY]),
                        *(f"addr add {a}/64 dev v0 nodad" for a in SERVERS6),
                        "route add default via 192.168.100.1", "-6 route add default via fd00:100::1"],
        }.items():
            for line in lines:
                run("ip", "-n", n[role], *line.split())
        self.server = self.helper("servers", "serve")
        self.client = self.helper("client", "ask")
        for address in [*SERVERS, SORRY, *SERVERS6]:
            self.tell("up", address)
        return self

    def __exit__(self, *_):
        for process in [self.daemon, *self.processes]:
            if process and process.poll() is None:
                process.kill()
                process.wait()
        for name in self.names.values():
            subprocess.run(["ip", "netns", "del", name])

    def helper(self, role, mode):
        process = subprocess.Popen(
            ["ip", "netns", "exec", self.names[role], sys.executable, __file__, mode],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.processes.append(process)
        return process

    def tell(self, command, address):
        print(command, address, 8080, file=self.server.stdin, flush=True)
        self.server.stdout.readline()

    def ask(self, kind="tcp", port=80, count=1, source="", address=VIP):
        print(json.dumps([kind, address, port, count, source]), file=self.client.stdin, flush=True)
        return json.loads(self.client.stdout.readline())

    def in_director(self, *command):
        return subprocess.run(
            ["ip", "netns", "exec", self.names["director"], *command],
            check=True, capture_output=True, text=True).stdout

    def write(self, first, settings="", backend=None):
        free = "\n  ".join(f"real_server {a} {{ weight 1 }}" for a in SERVERS)
        three = "\n  ".join(f"real_server {a} 8080 {{ weight 1 }}" for a in SERVERS)
        text = CONFIG.format(backend=backend or self.backend, vip=VIP, vip6=VIP6, sorry=SORRY, first=first, three=three,
                             any_port=ANY_PORT, free=free, settings=settings)
        with open(f"{self.folder}/new", "w") as file:
            file.write(text)
        os.replace(f"{self.folder}/new", f"{self.folder}/keepalived.conf")

    def start(self):
        log = open(f"{self.folder}/log", "a")
        os.makedirs(f"{self.folder}/run", exist_ok=True)
        # A /run of its own, which outlives a daemon that is killed.
        script = 'mount --bind "$1" /run; export TMPDIR="${1%/run}"; shift; exec "$@"'
        self.daemon = subprocess.Popen(
            ["ip", "netns", "exec", self.names["director"], "sh", "-c", script, "sh", f"{self.folder}/run",
             self.program, "-C", "-n", "-l", "-D", "-f", f"{self.folder}/keepalived.conf"], stdout=log, stderr=log)

    def logged(self, text, times=1):
        with open(f"{self.folder}/log") as file:
            return file.read().count(text) >= times

    def until(self, what, condition):
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"not within {PATIENCE} s: {what}")
            time.sleep(0.1)

    def flush(self):
        if self.backend == "ipvs":
            self.in_director("ipvsadm", "-C")
        else:
            self.in_director("nft", "flush", "ruleset")
            self.mark()

    def table_is_empty(self):
        if self.backend == "ipvs":
            return self.in_director("ipvsadm", "-Sn").strip() == ""
        listing = self.in_director("nft", "list", "ruleset")
        return "keepalived" not in listing and "marking" in listing

    def mark(self):
        """Ports 90 and 91 get the marks 7 and 8, by means that are not the daemon's and that the kernel has."""
        marks = {"90": "7", "91": "8"}
        if self.backend == "ipvs":
            self.in_director("tc", "qdisc", "add", "dev", "eth0", "ingress")
            for port, mark in marks.items():
                self.in_director(
                    "tc", "filter", "add", "dev", "eth0", "parent", "ffff:", "protocol", "ip", "u32",
                    "match", "ip", "dport", port, "0xffff", "action", "skbedit", "mark", mark)
            return
        for line in ("add table ip marking",
                     "add chain ip marking prerouting { type filter hook prerouting priority mangle; }",
                     *(f"add rule ip marking prerouting ip daddr {VIP} tcp dport {port} meta mark set {mark}"
                       for port, mark in marks.items())):
            self.in_director("nft", line)

    def dump(self):
        """keepalived_actors.json of now."""
        path = f"{self.folder}/keepalived_actors.json"
        if os.path.exists(path):
            os.remove(path)
        self.daemon.send_signal(signal.SIGUSR2)
        self.until(f"{path} is written", lambda: os.path.exists(path))
        with open(path) as file:
            return json.load(file)

    def counters(self, service):
        """Of each real server, by its address without the port."""
        found = [s for s in self.dump().get("virtual_services", []) if s["name"] == service]
        servers = found[0]["real_servers"] if found else []
        return {server["name"].rsplit(":", 1)[0].strip("[]"): server for server in servers}


def run(*command):
    subprocess.run(command, check=True, capture_output=True)


def expect(condition, text):
    if not condition:
        raise AssertionError(text)


def distribution(s):
    counts = collections.Counter(s.ask(count=2000))
    expect(set(counts) == set(SERVERS[:2]), f"{counts}")
    # Round robin is not a lottery: what is allowed here is a schedule that begins anew in between.
    expect(abs(counts[SERVERS[0]] - 1500) <= 20, f"{counts}")


def sources(s):
    answers = {i: set(s.ask(port=81, count=5, source=f"192.168.200.{i}")) for i in range(101, 131)}
    expect(all(len(a) == 1 for a in answers.values()), f"{answers}")
    expect(set.union(*answers.values()) == set(SERVERS), f"{answers}")


def persistence(s):
    answers = {i: set(s.ask(port=82, count=5, source=f"192.168.200.{i}")) for i in range(101, 131)}
    expect(all(len(a) == 1 for a in answers.values()), f"{answers}")
    counts = collections.Counter(next(iter(a)) for a in answers.values())
    expect(all(counts[server] == 10 for server in SERVERS), f"{counts}")
    s.clients = answers


def others(s):
    counts = collections.Counter(s.ask("udp", 53, 90))
    expect(all(counts[server] == 30 for server in SERVERS), f"UDP {counts}")
    counts = collections.Counter(s.ask(count=50, address=VIP6))
    expect(all(counts[server] == 25 for server in SERVERS6), f"IPv6 {counts}")
    s.mark()
    counts = collections.Counter(s.ask(port=90, count=30))
    expect(all(counts[server] == 10 for server in SERVERS), f"fwmark {counts}")
    counts = collections.Counter(s.ask("udp", 53, 40, address=VIP6))
    expect(all(counts[server] == 20 for server in SERVERS6), f"UDP, IPv6 {counts}")
    counts = collections.Counter(s.ask("sctp", 84, 15))
    expect(all(counts[server] == 5 for server in SERVERS), f"SCTP {counts}")


def groups(s):
    for port, address in (80, GROUP[0]), (80, GROUP[1]), (91, VIP):
        counts = collections.Counter(s.ask(port=port, address=address, count=30))
        expect(all(counts[server] == 10 for server in SERVERS), f"{address} {port} {counts}")


def any_port(s):
    """A service of all ports: a client's connections to whatever port go to one server."""
    answers = {i: set(s.ask(port=8080, count=3, source=f"192.168.200.{i}", address=ANY_PORT)) for i in range(101, 131)}
    expect(all(len(a) == 1 for a in answers.values()), f"{answers}")
    expect(set.union(*answers.values()) == set(SERVERS), f"{answers}")
    refused = s.ask(port=9999, address=ANY_PORT)
    expect(refused == ["error ConnectionRefusedError"], f"a port that no server has: {refused}")


def shown(s):
    """What carries the services stands in the dump, and what went through them is counted."""
    plane = {"ipvs": "IPVS", "nftables": "nftables"}[s.backend]
    used = s.dump()["kernel"]["lvs_backend_in_use"]
    expect(used == plane, f"{used} carries the services, not {plane}")
    for kind, port, address, servers in (
            ("tcp", 80, VIP, SERVERS[:2]), ("udp", 53, VIP, SERVERS), ("tcp", 80, VIP6, SERVERS6),
            ("tcp", 8080, ANY_PORT, SERVERS[:1])):
        name = f"[{address}]:{kind}:{0 if address == ANY_PORT else port}"
        before = s.counters(name)
        asked = collections.Counter(s.ask(kind, port, 24, address=address))
        least = 3 if kind == "tcp" else 1

        def is_counted():
            after = s.counters(name)
            gained = {a: {key: after[a][key] - before[a][key] for key in after[a] if key != "name"} for a in after}
            s.gained = {a: g for a, g in gained.items() if g["connections"]}
            return all(
                gained[a]["connections"] == asked[a] and gained[a]["packets_in"] >= least * asked[a]
                and gained[a]["packets_out"] >= (2 if kind == "tcp" else 1) * asked[a]
                and gained[a]["bytes_in"] >= 28 * gained[a]["packets_in"]
                and gained[a]["bytes_out"] >= 28 * gained[a]["packets_out"] for a in asked)

        try:
            s.until("counters", is_counted)
        except AssertionError:
            raise AssertionError(f"{name}: {asked} went through, counted {s.gained}") from None


def drain(s):
    while s.ask("open", source="long")[0] != SERVERS[0]:
        pass
    s.write(first=0)
    s.daemon.send_signal(signal.SIGHUP)
    s.until("the first server drains", lambda: set(s.ask(count=20)) == {SERVERS[1]})
    expect(s.ask("say", source="long") == ["still there"], "the open connection broke when its server was drained")
    s.write(first=3)
    s.daemon.send_signal(signal.SIGHUP)
    s.until("the first server is back", lambda: SERVERS[0] in s.ask(count=20))
    expect(s.ask("say", source="long") == ["still there"], "the open connection broke at the second reload")


def another(s):
    """Another plane is for the next start: the services stay where they are, and that is said."""
    other = {"ipvs": "nftables", "nftables": "ipvs"}[s.backend]
    s.write(first=3, backend=other)
    s.daemon.send_signal(signal.SIGHUP)
    s.until("that is said", lambda: s.logged(f"lvs_backend {other} takes effect at the next start"))
    plane = {"ipvs": "IPVS", "nftables": "nftables"}[s.backend]
    expect(s.dump()["kernel"]["lvs_backend_in_use"] == plane, "the plane has changed")
    expect(set(s.ask(count=20)) == set(SERVERS[:2]), "nobody answers after that reload")
    s.write(first=3)
    s.daemon.send_signal(signal.SIGHUP)
    s.until("that is taken back", lambda: s.logged(f"lvs_backend {s.backend} takes effect"))


def sorry(s):
    for server in SERVERS[:2]:
        s.tell("down", server)
    s.until("the sorry server answers alone", lambda: set(s.ask(count=20)) == {SORRY})
    for server in SERVERS[:2]:
        s.tell("up", server)
    s.until("the real servers are back", lambda: set(s.ask(count=20)) == set(SERVERS[:2]))


def killed(s):
    s.ask("open", source="longer")
    s.daemon.kill()
    s.daemon.wait()
    with open(f"{s.folder}/log") as file:
        s.checks = file.read().count("TCP connection to")
    expect(set(s.ask(count=20)) == set(SERVERS[:2]), "nobody answers after the daemon was killed")
    s.start()
    s.until("the successor has checked its servers", lambda: s.logged("TCP connection to", s.checks + 2))
    counts = collections.Counter(s.ask(count=200))
    expect(set(counts) == set(SERVERS[:2]), f"{counts}")
    expect(s.ask("say", source="longer") == ["still there"], "the open connection broke when the daemon was killed")
    answers = {i: set(s.ask(port=82, count=2, source=f"192.168.200.{i}")) for i in range(101, 131)}
    expect(answers == s.clients, f"clients lost their servers: {s.clients} before, {answers} after")


def flushed(s):
    s.flush()
    s.until("the table is restored", lambda: set(s.ask(count=20)) == set(SERVERS[:2]))
    s.until("that is said", lambda: s.logged("was changed by another program"))
    restored = s.dump()["kernel"]["items_restored"]
    expect(restored > 0, "what was restored is not counted")


def emptied(s):
    """lvs_flush at the start and lvs_flush_on_stop: nothing is left, whoever made it."""
    foreign = lambda: s.in_director("ipvsadm", "-A", "-t", "192.0.2.99:99", "-s", "rr")
    s.daemon.kill()
    s.daemon.wait()
    if s.backend == "ipvs":
        foreign()
    s.write(first=3, settings="lvs_flush\n  lvs_flush_on_stop")
    with open(f"{s.folder}/log") as file:
        starts = file.read().count("Startup complete")
    s.start()
    s.until("it has started", lambda: s.logged("Startup complete", starts + 1))
    s.until("the table is full", lambda: set(s.ask(count=20)) == set(SERVERS[:2]))
    if s.backend == "ipvs":
        s.until("the foreign service is gone", lambda: "192.0.2.99" not in s.in_director("ipvsadm", "-Sn"))
        foreign()


def stopped(s):
    s.daemon.send_signal(signal.SIGTERM)
    expect(s.daemon.wait(PATIENCE) == 0, f"exit code {s.daemon.returncode}")
    expect(s.table_is_empty(), "the table is not empty after the stop")


STEPS = (distribution, sources, persistence, others, groups, any_port, shown, drain, another, sorry, killed, flushed,
         emptied, stopped)


def run_steps(s, steps, logs):
    for step in steps:
        started = time.monotonic()
        try:
            step(s)
            print(f"{step.__name__}: ok", flush=True)
            print(f"{step.__name__}: {time.monotonic() - started:.1f} s", file=sys.stderr)
        except Exception as e:
            print(f"{step.__name__}: {e}", flush=True)
            for log in logs:
                with open(log) as file:
                    print(file.read(), file=sys.stderr)
            return 1
    return 0


def main():
    backend, daemon, folder = sys.argv[1:]
    with Scenario(backend, daemon, folder) as s:
        s.write(first=3)
        s.start()
        s.until("the virtual server answers", lambda: set(s.ask(count=20)) == set(SERVERS[:2]))
        return run_steps(s, STEPS, [f"{folder}/log"])


if __name__ == "__main__":
    modes = {"serve": serve, "ask": ask}
    sys.exit(modes[sys.argv[1]]() if len(sys.argv) == 2 else main())
