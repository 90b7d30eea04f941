"""A name server on a free port that answers from a table (UDP, with dnspython's own messages)."""

from __future__ import annotations

import socketserver
import threading

import dns.flags
import dns.message
import dns.rcode
import dns.rrset


class NameServer:
    """``with NameServer({("example.org", "TXT"): ['"v=spf1 -all"']}) as server``; names in ``silent`` get no answer."""

    def __init__(self, table: dict[tuple[str, str], list[str]], silent: tuple[str, ...] = ()) -> None:
        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                packet, sock = self.request
                asked = dns.message.from_wire(packet)
                question = asked.question[0]
                name, kind = question.name.to_text(omit_final_dot=True), dns.rdatatype.to_text(question.rdtype)
                if name in silent:
                    return
                answer = dns.message.make_response(asked)
                answer.flags |= dns.flags.RA
                if found := table.get((name, kind)):
                    answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *found))
                elif not any(name == known for known, _ in table):
                    answer.set_rcode(dns.rcode.NXDOMAIN)
                sock.sendto(answer.to_wire(), self.client_address)

        self._server = socketserver.ThreadingUDPServer(("127.0.0.1", 0), Handler)
        self.address: tuple[str, int] = self._server.server_address

    def __enter__(self) -> NameServer:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *error) -> None:
        self._server.shutdown()
        self._server.server_close()
