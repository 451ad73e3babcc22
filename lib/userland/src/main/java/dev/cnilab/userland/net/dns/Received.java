package dev.cnilab.userland.net.dns;

import dev.cnilab.userland.net.resolve.DnsReply;
import org.xbill.DNS.Message;

/** An answer, and who gave it. */
public record Received(DnsReply.Answer answer, DnsServer server, int port, String name) {
  public Message message() {
    return answer.message();
  }

  public int rcode() {
    return answer.rcode();
  }

  /** The server as bind writes one: address, hash, port. */
  public String from() {
    return server.text() + "#" + port;
  }
}
