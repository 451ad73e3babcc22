package dev.cnilab.userland.net.resolve;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.socket.UdpSocket;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.userland.process.Process;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

/**
 * Sends queries to one server over the network of a process. Waits; in a task only.
 *
 * @param source of the queries; {@link Ipv4Address#ANY} for any
 * @param timeout for an answer
 * @param errors which ICMP errors end the wait
 */
public record DnsQuery(
    Process process,
    Ipv4Address source,
    Ipv4Address server,
    int port,
    Duration timeout,
    Errors errors) {
  /** The errors that the socket reports. */
  public enum Errors {
    /** Errors reported to every connected socket: the port is unreachable. */
    HARD,
    /** Also unreachable hosts and networks (IP_RECVERR), as glibc requests. */
    ALL
  }

  /** The port of DNS. */
  public static final int PORT = 53;

  private static final int LENGTH_BYTES = 2;

  /** Queries over UDP, and again over TCP if the answer is truncated. */
  public DnsReply ask(Message query) {
    DnsReply reply = overUdp(query);
    boolean truncated =
        reply instanceof DnsReply.Answer answer && answer.message().getHeader().getFlag(Flags.TC);
    return truncated ? overTcp(query) : reply;
  }

  /** Queries over UDP only. */
  public DnsReply overUdp(Message query) {
    return overUdp(List.of(query)).getFirst();
  }

  /** Sends several queries at once from one port; they share the timeout. */
  public List<DnsReply> overUdp(List<Message> queries) {
    List<DnsReply> replies = new ArrayList<>();
    queries.forEach(query -> replies.add(new DnsReply.TimedOut()));
    try (UdpSocket socket = process.network().sockets().udp()) {
      if (errors == Errors.ALL) {
        socket.options().receiveErrors();
      }
      try {
        if (!source.isAny()) {
          socket.bind(source, 0);
        }
        socket.connect(server, port);
        queries.forEach(query -> send(socket, query));
      } catch (ErrnoException unsent) {
        replies.replaceAll(none -> new DnsReply.Unsent(unsent.errno()));
        return replies;
      }
      collect(socket, queries, replies);
    }
    return replies;
  }

  private void collect(UdpSocket socket, List<Message> queries, List<DnsReply> replies) {
    long start = loop().nanoTime();
    long end = start + timeout.toNanos();
    for (int missing = queries.size(); missing > 0; ) {
      UdpSocket.Datagram datagram;
      try {
        datagram = socket.receive(Duration.ofNanos(Math.max(0, end - loop().nanoTime())));
      } catch (ErrnoException failed) {
        replies.replaceAll(
            each -> each instanceof DnsReply.Answer ? each : new DnsReply.Failed(failed.errno()));
        return;
      }
      if (datagram == null) {
        return;
      }
      Optional<Message> message = parse(datagram.data().toArray());
      int index = message.map(found -> indexOf(found, queries)).orElse(-1);
      if (index >= 0 && !(replies.get(index) instanceof DnsReply.Answer)) {
        replies.set(index, answer(message.orElseThrow(), datagram.data().length(), start));
        missing--;
      }
    }
  }

  /** Sends a query. With hard errors only, a refusal by this host's own filter goes unnoticed. */
  private void send(UdpSocket socket, Message query) {
    try {
      socket.send(Bytes.of(query.toWire()));
    } catch (ErrnoException unsent) {
      if (errors == Errors.ALL || unsent.errno() != Errno.EPERM) {
        throw unsent;
      }
    }
  }

  private static int indexOf(Message answer, List<Message> queries) {
    for (int i = 0; i < queries.size(); i++) {
      if (queries.get(i).getHeader().getID() == answer.getHeader().getID()) {
        return i;
      }
    }
    return -1;
  }

  /** Queries over TCP. */
  public DnsReply overTcp(Message query) {
    long start = loop().nanoTime();
    long end = start + timeout.toNanos();
    TcpConnection opened;
    try {
      opened = process.network().tcp().connect(new Endpoint(source, 0), new Endpoint(server, port));
    } catch (ErrnoException noRoute) {
      return new DnsReply.Unsent(noRoute.errno());
    }
    try (TcpConnection connection = opened) {
      if (!connection.awaitEstablished(timeout)) {
        return new DnsReply.Unsent(Errno.ETIMEDOUT);
      }
      return talk(connection, query, start, end);
    } catch (ErrnoException refused) {
      return new DnsReply.Unsent(refused.errno());
    }
  }

  private DnsReply talk(TcpConnection connection, Message query, long start, long end) {
    try {
      byte[] wire = query.toWire();
      byte[] length = {(byte) (wire.length >> 8), (byte) wire.length};
      connection.write(Bytes.of(length), timeout);
      connection.write(Bytes.of(wire), timeout);
      ByteArrayOutputStream received = new ByteArrayOutputStream();
      while (true) {
        Optional<Bytes> more =
            connection.read(0x10000, Duration.ofNanos(Math.max(0, end - loop().nanoTime())));
        if (more.isEmpty() || more.get().length() == 0) {
          return new DnsReply.TimedOut();
        }
        received.writeBytes(more.get().toArray());
        Optional<byte[]> whole = whole(received.toByteArray());
        if (whole.isPresent()) {
          return parse(whole.get())
              .<DnsReply>map(message -> answer(message, whole.get().length, start))
              .orElse(new DnsReply.TimedOut());
        }
      }
    } catch (ErrnoException failed) {
      return new DnsReply.Failed(failed.errno());
    }
  }

  /** The message, if it was received completely. */
  private static Optional<byte[]> whole(byte[] received) {
    if (received.length < LENGTH_BYTES) {
      return Optional.empty();
    }
    int length = (received[0] & 0xff) << 8 | (received[1] & 0xff);
    return received.length < LENGTH_BYTES + length
        ? Optional.empty()
        : Optional.of(java.util.Arrays.copyOfRange(received, LENGTH_BYTES, LENGTH_BYTES + length));
  }

  private DnsReply.Answer answer(Message message, int size, long start) {
    return new DnsReply.Answer(message, size, Duration.ofNanos(loop().nanoTime() - start));
  }

  private EventLoop loop() {
    return process.loop();
  }

  private static Optional<Message> parse(byte[] data) {
    try {
      return Optional.of(new Message(data));
    } catch (IOException malformed) {
      return Optional.empty();
    }
  }
}
