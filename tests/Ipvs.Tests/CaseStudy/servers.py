"""Real servers for the case study. Commands on standard input, one a line, each answered by "ok":

up ADDRESS PORT http|tls|tcp|echo     down ADDRESS PORT     page ADDRESS PATH TEXT
"""

import socket
import ssl
import sys
import threading

pages = {}
listeners = {}
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[1])


def answer(connection, address, kind):
    with connection:
        try:
            connection.settimeout(10)
            if kind == "tls":
                connection = context.wrap_socket(connection, server_side=True)
            if kind == "tcp":
                connection.sendall(address.encode() + b"\n")
                return
            if kind == "echo":
                connection.settimeout(None)
                while line := connection.recv(4096):
                    connection.sendall(line)
                return
            request = b""
            while b"\r\n\r\n" not in request:
                piece = connection.recv(4096)
                if not piece:
                    return
                request += piece
            path = request.split()[1].decode()
            body = address if path == "/who" else pages.get((address, path))
            status = "200 OK" if body is not None else "404 Not Found"
            connection.sendall(f"HTTP/1.0 {status}\r\n\r\n{body or ''}".encode())
            if kind == "tls":
                connection.unwrap()
        except (OSError, ValueError, IndexError):
            pass


def serve(listener, address, kind):
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=answer, args=(connection, address, kind), daemon=True).start()


def up(address, port, kind):
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((address, int(port)))
    listener.listen(64)
    listeners[address, port] = listener
    threading.Thread(target=serve, args=(listener, address, kind), daemon=True).start()


def down(address, port):
    listener = listeners.pop((address, port))
    # Wakes the thread in accept, which closing alone does not.
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()


for line in sys.stdin:
    words = line.split()
    if words[0] == "up":
        up(*words[1:])
    elif words[0] == "down":
        down(*words[1:])
    else:
        pages[words[1], words[2]] = words[3]
    print("ok", flush=True)
