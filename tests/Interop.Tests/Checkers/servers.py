#!/usr/bin/env python3
"""Real servers that behave as they are told, one port each; after SIGUSR1 all of them are healthy.

   servers.py CERTIFICATE KEY TABLE      lines of the table: PORT KIND BEHAVIOUR

Each behaviour is one function below. Prints "ready" when all ports are open, "healthy" after the signal."""

import asyncio
import gzip
import signal
import socket
import ssl
import struct
import sys

HTTP_OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nall is well\n"
healthy = False


# What a web server may do: given the request, it writes as it likes; closing is done for it.

async def fine(writer):
    writer.write(HTTP_OK)


def says(answer):
    async def behave(writer):
        writer.write(answer)
    return behave


async def silent(writer):
    await asyncio.sleep(3600)


async def slow(writer):
    await asyncio.sleep(4)
    writer.write(HTTP_OK)


async def reset(writer):
    writer.write(b"HTTP/1.1 200 OK\r\n")
    await writer.drain()
    linger = struct.pack("ii", 1, 0)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    writer.transport.abort()


def forever(start, piece, pause):
    async def behave(writer):
        writer.write(start)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)
    return behave


# Between two octets: far less than the 1.5 s of the checkers, for whoever has no time limit but that waits for ever.
PACE = 0.3


def dripping(pace):
    async def behave(writer):
        for octet in HTTP_OK + b"." * 3600:
            writer.write(bytes([octet]))
            await writer.drain()
            await asyncio.sleep(pace)
    return behave


drips = dripping(PACE)


async def drips_body(writer):
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    await drips(writer)


async def crumbs(writer):
    """A healthy page, octet by octet: slow enough to come in pieces, quick enough to pass."""
    for octet in HTTP_OK:
        writer.write(bytes([octet]))
        await writer.drain()
        await asyncio.sleep(0.002)


BOMB = gzip.compress(bytes(64 << 20))
BEHAVIOURS = {
    "fine": fine,
    "crumbs": crumbs,
    "silent": silent,
    "slow": slow,
    "reset": reset,
    "drips": drips,
    "drips-slowly": dripping(1),
    "drips-body": drips_body,
    "closes": says(b""),
    "not-found": says(b"HTTP/1.1 404 Not Found\r\n\r\nno"),
    "redirect": says(b"HTTP/1.1 302 Found\r\nLocation: http://192.0.2.250/\r\n\r\n"),
    "teapot": says(b"HTTP/1.1 418 I'm a teapot\r\n\r\n"),
    "status-99": says(b"HTTP/1.1 99 Low\r\n\r\nbody"),
    "status-999": says(b"HTTP/1.1 999 High\r\n\r\nbody"),
    "no-status": says(b"HTTP/1.1 fine\r\n\r\nbody"),
    "no-http": says(b"220 this is not the web\r\n"),
    "no-body": says(b"HTTP/1.1 200 OK\r\n\r\n"),
    "status-only": says(b"HTTP/1.1 200 OK\r\n"),
    "nul-status": says(b"HTTP/1.1 \0200 OK\r\n\r\nbody"),
    "nul-header": says(b"HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\nall is well\n"),
    "nul-body": says(b"HTTP/1.1 200 OK\r\n\r\n\0\0all\0is well\n"),
    "huge-status": says(b"HTTP/1.1 200 " + b"O" * (4 << 20) + b"K\r\n\r\nbody"),
    "endless-headers": forever(b"HTTP/1.1 200 OK\r\n", b"X-More: and more\r\n" * 500, 0.001),
    "endless-body": forever(b"HTTP/1.1 200 OK\r\n\r\n", b"z" * 65536, 0.02),
    "bomb": says(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + BOMB),
    "garbage": says(bytes(range(256)) * 64),
}


async def read_request(reader):
    try:
        await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
    except (asyncio.TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        pass


# What a mail server may do: its lines before and after HELO, None = it says nothing more.

MAIL = {
    "fine": (b"220 mail.example\r\n", b"250 hello\r\n"),
    "refuses": (b"554 no service\r\n", b"554 no\r\n"),
    "many-lines": (b"220-mail.example\r\n220 go on\r\n", b"250 hello\r\n"),
    "no-hello": (b"220 mail.example\r\n", b"501 who are you\r\n"),
    "many-lines-hello": (b"220 mail.example\r\n", b"250-mail.example\r\n250 HELP\r\n"),
    "silent": (None, None),
    "silent-hello": (b"220 mail.example\r\n", None),
    "closes": (b"", None),
    "long-line": (b"2" * 100000 + b"\r\n", b"250 hello\r\n"),
    "nul": (b"220\0mail.example\r\n", b"250 hello\r\n"),
    "letters": (b"abc mail\r\n", b"250 hello\r\n"),
    "short": (b"22\r\n", b"250 hello\r\n"),
    "no-text": (b"220\r\n", b"250\r\n"),
}


async def mail(behaviour, reader, writer):
    if behaviour == "drips":
        for octet in b"220 " + b"m" * 3600:
            writer.write(bytes([octet]))
            await writer.drain()
            await asyncio.sleep(PACE)
    greeting, hello = MAIL.get(behaviour, MAIL["fine"])
    if greeting is None:
        await asyncio.sleep(3600)
    if not greeting:
        return
    writer.write(greeting)
    await reader.readline()
    if hello is None:
        await asyncio.sleep(3600)
    writer.write(hello)
    await reader.readline()
    writer.write(b"221 bye\r\n")
    await writer.drain()


async def serve(kind, behaviour, reader, writer):
    if healthy:
        behaviour = "fine"
    try:
        if kind == "smtp":
            await mail(behaviour, reader, writer)
        elif kind == "tcp":
            if behaviour == "reset":
                await reset(writer)
        else:
            if behaviour != "no-tls":
                await read_request(reader)
            await BEHAVIOURS.get(behaviour, fine)(writer)
        await writer.drain()
        if kind == "tls" and behaviour == "no-close-notify":
            writer.transport.abort()
        writer.close()
        await writer.wait_closed()
    except (OSError, ssl.SSLError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


# Datagrams: given one, the answers.

def dns(behaviour, query):
    if behaviour == "absent":
        behaviour = "fine"
    head, question = query[:2], query[12:]
    counts = b"\0\1\0\0\0\0\0\0"
    return {
        "fine": [head + b"\x81\x80" + counts + question],
        "servfail": [head + b"\x81\x82" + counts + question],
        "nxdomain": [head + b"\x81\x83" + counts + question],
        "refused-code": [head + b"\x81\x85" + counts + question],
        "wrong-id": [bytes([head[0] ^ 1, head[1]]) + b"\x81\x80" + counts + question],
        "no-response-bit": [head + b"\x01\x00" + counts + question],
        "short": [head + b"\x81"],
        "empty": [b""],
        "silent": [],
        "flood": [bytes([head[0] ^ 1, head[1]]) + b"\x81\x80" + counts + question] * 200,
        "wrong-then-right": [
            bytes([head[0] ^ 1, head[1]]) + b"\x81\x80" + counts + question,
            head + b"\x81\x80" + counts + question],
    }[behaviour]


def echo(behaviour, datagram):
    if behaviour == "absent":
        behaviour = "fine"
    return {
        "fine": [datagram],
        "silent": [],
        "other": [b"\xff" + datagram[1:]],
        "short": [datagram[:1]],
        "long": [datagram + b"." * 1400],
        "empty": [b""],
    }[behaviour]


class Datagrams(asyncio.DatagramProtocol):
    def __init__(self, answer, behaviour):
        self.answer, self.behaviour = answer, behaviour

    def connection_made(self, transport):
        # The transport itself sends no empty datagrams.
        descriptor = transport.get_extra_info("socket").fileno()
        self.socket = socket.fromfd(descriptor, socket.AF_INET, socket.SOCK_DGRAM)

    def datagram_received(self, data, addr):
        for answer in self.answer("fine" if healthy else self.behaviour, data):
            self.socket.sendto(answer, addr)


stuck = []


async def fill(port, kind):
    """A listener whose queue is full: further connects are not answered."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("0.0.0.0", port))
    listener.listen(0)
    fillers = []
    for _ in range(4):
        filler = socket.socket()
        filler.setblocking(False)
        filler.connect_ex(("127.0.0.1", port))
        fillers.append(filler)
    stuck.append((port, kind, listener, fillers))


async def open_stream(port, kind, behaviour, context):
    def accept(reader, writer):
        return serve(kind, behaviour, reader, writer)
    uses_tls = kind == "tls" and (healthy or behaviour != "no-tls")
    return await asyncio.start_server(
        accept, "0.0.0.0", port, backlog=1024, ssl=context if uses_tls else None)


async def open_datagrams(port, kind, behaviour):
    await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: Datagrams(dns if kind == "dns" else echo, behaviour), local_addr=("0.0.0.0", port))


async def main():
    global healthy
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: None)
    signalled = asyncio.Event()
    loop.add_signal_handler(signal.SIGUSR1, signalled.set)
    later, plain = [], []
    with open(sys.argv[3]) as table:
        rows = [line.split() for line in table if line.strip()]
    for port, kind, behaviour in rows:
        port = int(port)
        if behaviour == "refused":
            later.append((port, kind))
        elif behaviour == "full":
            await fill(port, kind)
        elif kind in ("udp", "dns"):
            await open_datagrams(port, kind, behaviour)
        else:
            server = await open_stream(port, kind, behaviour, context)
            if behaviour == "no-tls":
                plain.append((port, server))
    print("ready", flush=True)
    await signalled.wait()
    healthy = True
    for port, server in plain:
        server.close()
        later.append((port, "tls"))
    for port, kind, listener, fillers in stuck:
        for each in [listener, *fillers]:
            each.close()
        later.append((port, kind))
    for port, kind in later:
        if kind in ("udp", "dns"):
            await open_datagrams(port, kind, "fine")
        else:
            await open_stream(port, kind, "fine", context)
    print("healthy", flush=True)
    await asyncio.sleep(3600)


asyncio.run(main())
