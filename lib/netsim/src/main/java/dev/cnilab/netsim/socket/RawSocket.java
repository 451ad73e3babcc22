package dev.cnilab.netsim.socket;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.Ipv4Payload;
import dev.cnilab.netsim.packet.QuotedPacket;
import dev.cnilab.netsim.trace.TraceRecorder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A socket that sends and receives the packets of one protocol (raw(7)). */
public final class RawSocket implements AutoCloseable {
  private static final int MAX_QUEUE = 256;

  private final Sockets sockets;
  private final int protocol;
  private final SocketOptions options = new SocketOptions();
  private final Sender sender;
  private final Inbox<Received> inbox;
  private @Nullable Ipv4Address bound;

  RawSocket(Sockets sockets, int protocol) {
    this.sockets = sockets;
    this.protocol = protocol;
    this.inbox = new Inbox<>(sockets.loop(), MAX_QUEUE);
    this.sender = new Sender(sockets.ipv4(), options, inbox::add);
  }

  public SocketOptions options() {
    return options;
  }

  /**
   * Sets the source address.
   *
   * @throws ErrnoException EADDRNOTAVAIL if no link of the namespace has it
   */
  public void bind(Ipv4Address source) {
    if (!source.isAny() && !sockets.ipv4().isLocal(source)) {
      throw new ErrnoException(Errno.EADDRNOTAVAIL);
    }
    bound = source.isAny() ? null : source;
  }

  /**
   * The source address that the socket is bound to, or that packets to {@code destination} would
   * have.
   *
   * @throws ErrnoException ENETUNREACH and the like if there is no route
   */
  public Ipv4Address sourceFor(Ipv4Address destination) {
    return sender.pathTo(destination, bound, protocol, 0, 0).source();
  }

  /**
   * Sends a packet.
   *
   * @throws ErrnoException ENETUNREACH, EHOSTUNREACH, EACCES or EINVAL if there is no route or the
   *     route refuses; EMSGSIZE if it is too long and must not be fragmented; ENOBUFS if the link
   *     drops it and {@link SocketOptions#receiveErrors} is set; EPERM if a filter of this host
   *     does
   */
  public void send(Ipv4Address destination, Ipv4Payload payload) {
    if (payload.length() > Ipv4Packet.MAX_LENGTH) {
      throw new ErrnoException(Errno.EMSGSIZE);
    }
    sender.send(destination, bound, payload, null);
  }

  /**
   * Sends a packet as {@link #send} and traces it.
   *
   * @return the recorder of its steps so far and of those to come
   */
  public TraceRecorder trace(Ipv4Address destination, Ipv4Payload payload) {
    TraceRecorder recorder = TraceRecorder.ofRequest();
    sender.send(destination, bound, payload, recorder);
    return recorder;
  }

  /**
   * Waits for a packet or an error; in a task only.
   *
   * @return null if the timeout expired
   */
  public @Nullable Received receive(Duration timeout) {
    return inbox.take(timeout);
  }

  /** Queues a packet if the socket wants it; true if it does. */
  boolean deliver(Ipv4Packet packet, Link in) {
    if (packet.protocol() != protocol
        || (bound != null && !bound.equals(packet.destination()))
        || (options.device() != null && options.device() != in)) {
      return false;
    }
    inbox.add(new Received.Packet(packet, sockets.loop().nanoTime()));
    return true;
  }

  void report(IcmpMessage error, QuotedPacket about, Ipv4Address offender, int ttl) {
    if (options.receivesErrors()
        && about.protocol() == protocol
        && (bound == null || bound.equals(about.source()))
        && error.type() != IcmpMessage.REDIRECT) {
      inbox.add(SocketError.of(error, about, offender, ttl));
    }
  }

  @Override
  public void close() {
    sockets.remove(this);
  }
}
