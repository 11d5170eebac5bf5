"""Two directors, each with the whole table: whichever is Master, it balances.

    failover.py PLANE DAEMON FOLDER     PLANE: ipvs or nftables, what `auto` must find; prints a line per step

Clients, both directors and real servers of scenario.py on two bridges; the addresses outside and inside move together.
"""

import collections
import json
import os
import signal
import subprocess
import sys
import time

from scenario import SERVERS, VIP, VIP6, SERVERS6, Scenario, expect, run, run_steps

CONFIG = """
global_defs {{
  router_id {name}
}}
vrrp_sync_group BOTH {{
  group {{ OUTSIDE INSIDE }}
}}
vrrp_instance OUTSIDE {{
  interface eth0
  virtual_router_id 51
  priority {priority}
  advert_int 1
  virtual_ipaddress {{ {vip}/32 dev eth0 }}
  virtual_ipaddress_excluded {{ {vip6}/64 dev eth0 nodad }}
}}
vrrp_instance INSIDE {{
  interface eth1
  virtual_router_id 52
  priority {priority}
  advert_int 1
  virtual_ipaddress {{ 192.168.100.1/24 dev eth1 }}
  virtual_ipaddress_excluded {{ fd00:100::1/64 dev eth1 nodad }}
}}
virtual_server {vip} 80 {{
  delay_loop 1
  lb_algo wrr
  lb_kind NAT
  protocol TCP
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
virtual_server {vip} 82 {{
  lb_algo rr
  lb_kind NAT
  protocol TCP
  persistence_timeout 300
  real_server 192.168.100.2 8080 {{ weight 1 }}
  real_server 192.168.100.3 8080 {{ weight 1 }}
}}
virtual_server {vip} 53 {{
  lb_algo rr
  lb_kind NAT
  protocol UDP
  real_server 192.168.100.2 8080 {{ weight 1 }}
  real_server 192.168.100.3 8080 {{ weight 1 }}
}}
virtual_server {vip6} 80 {{
  lb_algo rr
  lb_kind NAT
  protocol TCP
  real_server fd00:100::2 8080 {{ weight 1 }}
  real_server fd00:100::3 8080 {{ weight 1 }}
}}
"""


class Director:
    """One of the two: a namespace, a folder, a daemon."""

    def __init__(self, pair, name, priority):
        self.pair, self.name, self.priority = pair, name, priority
        self.space = pair.names[name]
        self.folder = f"{pair.folder}/{name}"
        self.daemon = None
        os.makedirs(f"{self.folder}/run", exist_ok=True)

    def write(self, first=3):
        text = CONFIG.format(name=self.name, priority=self.priority, vip=VIP, vip6=VIP6, first=first)
        with open(f"{self.folder}/new", "w") as file:
            file.write(text)
        os.replace(f"{self.folder}/new", f"{self.folder}/keepalived.conf")

    def start(self):
        log = open(f"{self.folder}/log", "a")
        script = 'mount --bind "$1" /run; export TMPDIR="${1%/run}"; shift; exec "$@"'
        self.daemon = subprocess.Popen(
            ["ip", "netns", "exec", self.space, "sh", "-c", script, "sh", f"{self.folder}/run", self.pair.program,
             "-n", "-l", "-D", "-f", f"{self.folder}/keepalived.conf"], stdout=log, stderr=log)

    def links(self, state):
        for link in ("eth0", "eth1"):
            run("ip", "-n", self.space, "link", "set", link, state)

    def addresses(self):
        shown = subprocess.run(["ip", "-n", self.space, "-j", "addr"], check=True, capture_output=True, text=True)
        return {a["local"] for link in json.loads(shown.stdout) for a in link.get("addr_info", []) if "local" in a}

    def is_master(self):
        return {VIP, VIP6, "192.168.100.1", "fd00:100::1"} <= self.addresses()

    def has_nothing(self):
        return not {VIP, VIP6, "192.168.100.1", "fd00:100::1"} & self.addresses()

    def dump(self):
        path = f"{self.folder}/keepalived_actors.json"
        if os.path.exists(path):
            os.remove(path)
        self.daemon.send_signal(signal.SIGUSR1)
        self.pair.until(f"{path} is written", lambda: os.path.exists(path))
        with open(path) as file:
            return json.load(file)


class Pair(Scenario):
    def __init__(self, plane, daemon, folder):
        super().__init__(plane, daemon, folder)
        self.names = {role: f"ka-fo-{os.getpid()}-{role}" for role in ("client", "servers", "wire", "a", "b")}
        self.daemons = []

    def lay(self):
        """Two bridges in a namespace of their own."""
        wire = self.names["wire"]
        for bridge in ("outside", "inside"):
            run("ip", "-n", wire, "link", "add", bridge, "type", "bridge", "forward_delay", "0")
            run("ip", "-n", wire, "link", "set", bridge, "up")
        for role, link, bridge in (("client", "v0", "outside"), ("servers", "v0", "inside"), ("a", "eth0", "outside"),
                                   ("a", "eth1", "inside"), ("b", "eth0", "outside"), ("b", "eth1", "inside")):
            end = f"{role}-{link}"
            run("ip", "link", "add", link, "netns", self.names[role], "type", "veth",
                "peer", "name", end, "netns", wire)
            run("ip", "-n", wire, "link", "set", end, "master", bridge, "up")
        for number, role in ((5, "a"), (6, "b")):
            for line in ("link set lo up", "link set eth0 up", "link set eth1 up",
                         f"addr add 192.168.200.{number}/24 dev eth0",
                         f"addr add 192.168.100.{250 - number}/24 dev eth1",
                         f"addr add fd00:100::{number}/64 dev eth1 nodad"):
                run("ip", "-n", self.names[role], *line.split())
            self.forward(self.names[role])
        self.a, self.b = Director(self, "a", 150), Director(self, "b", 100)

    def __exit__(self, *_):
        self.processes += [d.daemon for d in (self.a, self.b) if d.daemon]
        super().__exit__()

    def balances(self, director, first=3):
        """All services through this director, by weight, and counted there."""
        self.until("the virtual server answers", lambda: set(self.ask(count=8)) == set(SERVERS[:2]))
        before = self.connections(director)
        counts = collections.Counter(self.ask(count=400))
        expect(sum(counts[s] for s in SERVERS[:2]) == 400, f"{counts}")
        expect(abs(counts[SERVERS[0]] - 400 * first / (first + 1)) <= 10, f"{counts} at {first} to 1")
        answers = {i: set(self.ask(port=82, count=3, source=f"192.168.200.{i}")) for i in range(101, 111)}
        expect(all(len(a) == 1 for a in answers.values()), f"persistence {answers}")
        counts = collections.Counter(self.ask("udp", 53, 20))
        expect(all(counts[server] == 10 for server in SERVERS[:2]), f"UDP {counts}")
        counts = collections.Counter(self.ask(count=20, address=VIP6))
        expect(all(counts[server] == 10 for server in SERVERS6), f"IPv6 {counts}")
        self.until("counted there", lambda: self.connections(director) >= before + 400)

    @staticmethod
    def connections(director):
        return sum(s["connections"] for s in director.dump().get("virtual_services", [])
                   if s["name"] == f"[{VIP}]:tcp:80")


def chosen(s):
    """Without lvs_backend each finds what its kernel has, and the table is there before anybody needs it."""
    for director in (s.a, s.b):
        director.write()
        director.start()
    s.until("the first is Master", lambda: s.a.is_master() and s.b.has_nothing())
    plane = {"ipvs": "IPVS", "nftables": "nftables"}[s.backend]
    for director in (s.a, s.b):
        s.until("a full table", lambda: len(director.dump().get("virtual_services", [])) == 4)
        used = director.dump()["kernel"]["lvs_backend_in_use"]
        expect(used == plane, f"{used} carries the services of {director.name}, not {plane}")
    s.balances(s.a)


def lost(s):
    """The Master dies with its links: the Backup answers by its own table."""
    s.a.daemon.kill()
    s.a.daemon.wait()
    s.a.links("down")
    s.until("the second is Master", s.b.is_master)
    s.balances(s.b)


def back(s):
    """It returns, takes the addresses back, and balances."""
    s.a.links("up")
    s.a.start()
    s.until("the first is Master again", lambda: s.a.is_master() and s.b.has_nothing())
    s.balances(s.a)


def changed(s):
    """Both get other weights while one is Master; then that one is stopped: the other has the new weights."""
    for director in (s.a, s.b):
        director.write(first=1)
        director.daemon.send_signal(signal.SIGHUP)
    s.until("new weights", lambda: collections.Counter(s.ask(count=40))[SERVERS[0]] in range(19, 22))
    s.a.daemon.send_signal(signal.SIGTERM)
    expect(s.a.daemon.wait(60) == 0, f"exit code {s.a.daemon.returncode}")
    expect(s.a.has_nothing(), f"left on the first: {s.a.addresses()}")
    s.until("the second is Master", s.b.is_master)
    s.balances(s.b, first=1)


def main():
    plane, daemon, folder = sys.argv[1:]
    with Pair(plane, daemon, folder) as s:
        return run_steps(s, (chosen, lost, back, changed), [f"{folder}/a/log", f"{folder}/b/log"])


if __name__ == "__main__":
    # The helpers are those of scenario.py, which this file is not.
    sys.exit(main())
