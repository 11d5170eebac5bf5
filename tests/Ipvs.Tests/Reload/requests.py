"""Requests one after the other until standard input ends, a new connection each. One line: ANSWERED LOST SERVERS."""

import socket
import sys
import threading

address, port = sys.argv[1], int(sys.argv[2])
ended = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()


def ask():
    with socket.create_connection((address, port), timeout=10) as connection:
        connection.sendall(b"GET /who HTTP/1.0\r\n\r\n")
        answer = b""
        while piece := connection.recv(4096):
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    return body.decode() if head.startswith(b"HTTP/1.0 200") else ""


answered, lost, servers = 0, 0, set()
print("started", flush=True)
while not ended.is_set():
    try:
        server = ask()
    except OSError as error:
        server = ""
        print(error, file=sys.stderr, flush=True)
    if server:
        answered += 1
        servers.add(server)
    else:
        lost += 1
print(answered, lost, ",".join(sorted(servers)), flush=True)
