package dev.cnilab.userland.net.dns;

import dev.cnilab.userland.net.resolve.DnsReply;
import org.xbill.DNS.Message;

/** An answer, and the server that sent it. */
public record ReceivedAnswer(DnsReply.Answer answer, AskedServer server, int port, String name) {
  public Message message() {
    return answer.message();
  }

  public int rcode() {
    return answer.rcode();
  }

  /** The server in bind's notation: address, hash, port. */
  public String from() {
    return server.text() + "#" + port;
  }
}
