"""A web server for the demonstration: every page says who answers. web.py NAME"""

import http.server
import sys


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        text = f"{sys.argv[1]}\n".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    def server_bind(self):
        # Not HTTPServer's, which looks its own name up: there is no name server here.
        super(http.server.HTTPServer, self).server_bind()
        self.server_name, self.server_port = self.server_address[:2]


Server(("", 80), Page).serve_forever()
