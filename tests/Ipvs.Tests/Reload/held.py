"""One connection; lines of standard input go through it and come back. "lost" and the reason if it breaks."""

import socket
import sys

with socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=30) as connection:
    reader = connection.makefile()
    print("started", flush=True)
    for line in sys.stdin:
        try:
            connection.sendall(line.encode())
            print(reader.readline().strip(), flush=True)
        except OSError as error:
            print(f"lost: {error}", flush=True)
