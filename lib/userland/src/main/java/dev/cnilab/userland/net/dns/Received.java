package dev.cnilab.userland.net.dns;

import dev.cnilab.userland.net.resolve.DnsReply;
import org.xbill.DNS.Message;

/** An answer, and who gave it. */
record Received(DnsReply.Answer answer, DnsServer server, int port, String name) {
  Message message() {
    return answer.message();
  }

  int rcode() {
    return answer.rcode();
  }

  /** The server as bind writes one: address, hash, port. */
  String from() {
    return server.text() + "#" + port;
  }
}
