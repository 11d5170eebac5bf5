"""A mailbox for the demonstration: takes mail by SMTP and prints each one as it came. mailbox.py ADDRESS PORT"""

import asyncio
import email
import email.policy
import sys
import time


def show(sender, recipients, content):
    mail = email.message_from_bytes(content, policy=email.policy.default)
    body = mail.get_content().strip() if mail.get_content_maintype() == "text" else "(not a text)"
    lines = [f"From:     {sender}", f"To:       {', '.join(recipients)}", f"Subject:  {mail['Subject']}", ""]
    lines += body.splitlines()
    # A mail is one write, so that who reads the output sees whole mails.
    text = "".join(f"    mailbox      | {line}\n" for line in lines)
    sys.stdout.write(f"--- {time.time():.3f} {mail['Subject']}\n{text}")
    sys.stdout.flush()


async def read_content(reader):
    content = []
    while (line := await reader.readline()) not in (b".\r\n", b""):
        content.append(line[1:] if line.startswith(b".") else line)
    return b"".join(content)


async def serve(reader, writer):
    sender, recipients = "", []
    writer.write(b"220 mailbox ready\r\n")
    while line := await reader.readline():
        words = line.decode(errors="replace").strip()
        verb = words[:4].upper()
        reply = "250 mailbox"
        if verb == "MAIL":
            sender, recipients = words[words.find("<") + 1:words.find(">")], []
        elif verb == "RCPT":
            recipients.append(words[words.find("<") + 1:words.find(">")])
        elif verb == "DATA":
            writer.write(b"354 go on\r\n")
            show(sender, recipients, await read_content(reader))
        elif verb == "QUIT":
            reply = "221 bye"
        writer.write(reply.encode() + b"\r\n")
        if verb == "QUIT":
            break
    writer.close()


async def main():
    server = await asyncio.start_server(serve, sys.argv[1], int(sys.argv[2]))
    print("mailbox is open", flush=True)
    await server.serve_forever()


asyncio.run(main())
