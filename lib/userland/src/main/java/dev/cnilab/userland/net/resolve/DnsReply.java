package dev.cnilab.userland.net.resolve;

import dev.cnilab.netsim.kernel.Errno;
import java.time.Duration;
import org.xbill.DNS.Message;

/** The outcome of a query to one server. */
public sealed interface DnsReply {
  /**
   * A message came back.
   *
   * @param size the size of the message in bytes
   * @param took the time from the query to the answer
   */
  record Answer(Message message, int size, Duration took) implements DnsReply {
    public int rcode() {
      return message.getRcode();
    }
  }

  /** The timeout expired. */
  record TimedOut() implements DnsReply {}

  /** The query could not be sent: there is no route, or the connection was refused. */
  record Unsent(Errno errno) implements DnsReply {}

  /** The query was sent, and an error came back. */
  record Failed(Errno errno) implements DnsReply {}
}
