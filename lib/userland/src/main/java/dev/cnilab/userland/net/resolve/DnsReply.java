package dev.cnilab.userland.net.resolve;

import dev.cnilab.netsim.errno.Errno;
import java.time.Duration;
import org.xbill.DNS.Message;

/** What became of a question that was put to one server. */
public sealed interface DnsReply {
  /**
   * A message came back.
   *
   * @param size of the message in bytes
   * @param took from the question to the answer
   */
  record Answer(Message message, int size, Duration took) implements DnsReply {
    public int rcode() {
      return message.getRcode();
    }
  }

  /** Nothing came in time. */
  record TimedOut() implements DnsReply {}

  /** The question could not be sent: there is no route, or the connection was not accepted. */
  record Unsent(Errno errno) implements DnsReply {}

  /** The question was sent, and an error came back. */
  record Failed(Errno errno) implements DnsReply {}
}
