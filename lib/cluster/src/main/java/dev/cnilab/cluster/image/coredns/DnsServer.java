package dev.cnilab.cluster.image.coredns;

import dev.cnilab.cluster.image.coredns.chain.ClientQuery;
import dev.cnilab.cluster.image.coredns.chain.Handler;
import dev.cnilab.cluster.image.coredns.chain.ServerFailure;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.socket.UdpSocket;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpListener;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** A port on which queries are answered, over UDP and TCP. */
public final class DnsServer implements AutoCloseable {
  private static final int BACKLOG = 128;
  private static final int SMALLEST_BUFFER = 512;
  private static final int LENGTH_BYTES = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final Duration LONG = Duration.ofDays(3650);

  private final Process process;
  private final int port;
  private final ProcessSockets sockets;
  private final UdpSocket udp;
  private final TcpListener tcp;
  private final List<Task> tasks = new ArrayList<>();
  private Handler handler = Handler.END;

  /**
   * Opens the port without answering yet.
   *
   * @throws ErrnoException EADDRINUSE if the port is taken
   */
  DnsServer(Process process, int port) {
    this.process = process;
    this.port = port;
    this.sockets = new ProcessSockets(process);
    this.udp = sockets.udp();
    udp.bind(Ipv4Address.ANY, port);
    this.tcp = sockets.listen(Ipv4Address.ANY, port, BACKLOG);
  }

  int port() {
    return port;
  }

  /** Answers queries with {@code chain} from now on. */
  void serve(Handler chain) {
    handler = chain;
    if (tasks.isEmpty()) {
      tasks.add(process.loop().spawn("dns:" + port, this::receive));
      tasks.add(sockets.serve(tcp, "dns-tcp:" + port, this::serve));
    }
  }

  private void receive() {
    while (process.isAlive()) {
      try {
        UdpSocket.Datagram datagram = udp.receive(LONG);
        if (datagram != null) {
          Endpoint client = new Endpoint(datagram.source(), datagram.sourcePort());
          process.loop().spawn("query " + client, () -> answer(datagram.data(), client));
        }
      } catch (ErrnoException clientIsGone) {
        // The answer could not be delivered; the next query is another client's.
      }
    }
  }

  private void answer(Bytes data, Endpoint client) {
    parse(data)
        .ifPresent(
            message -> {
              Optional<Message> reply = answer(new ClientQuery(message, client, "udp"));
              try {
                if (reply.isPresent() && process.isAlive()) {
                  Bytes bytes = Bytes.of(reply.get().toWire(room(message)));
                  udp.sendTo(client.address(), client.port(), bytes);
                }
              } catch (ErrnoException unreachable) {
                // The client cannot be answered.
              }
            });
  }

  private static int room(Message query) {
    OPTRecord edns = query.getOPT();
    return edns == null ? SMALLEST_BUFFER : Math.max(SMALLEST_BUFFER, edns.getPayloadSize());
  }

  private Optional<Message> answer(ClientQuery query) {
    Message reply;
    try {
      reply =
          query.message().getQuestion().getDClass() == DClass.IN
              ? handler.answer(query).clone()
              : query.reply(Rcode.REFUSED);
    } catch (ServerFailure failure) {
      if (failure.isSilent()) {
        return Optional.empty();
      }
      reply = query.reply(failure.rcode());
    }
    OPTRecord edns = query.message().getOPT();
    if (reply.getOPT() != null) {
      reply.removeRecord(reply.getOPT(), Section.ADDITIONAL);
    }
    if (edns != null) {
      reply.addRecord(
          new OPTRecord(edns.getPayloadSize(), 0, 0, edns.getFlags()), Section.ADDITIONAL);
    }
    return Optional.of(reply);
  }

  private static Optional<Message> parse(Bytes data) {
    try {
      Message message = new Message(data.toArray());
      return message.getQuestion() == null ? Optional.empty() : Optional.of(message);
    } catch (IOException malformed) {
      return Optional.empty();
    }
  }

  private void serve(TcpConnection connection) {
    Optional<byte[]> head = read(connection, LENGTH_BYTES);
    while (head.isPresent() && process.isAlive()) {
      byte[] length = head.get();
      Optional<byte[]> body = read(connection, ((length[0] & 0xff) << 8) | (length[1] & 0xff));
      Optional<Message> message = body.flatMap(bytes -> parse(Bytes.of(bytes)));
      Optional<Message> answer =
          message.flatMap(query -> answer(new ClientQuery(query, connection.peer(), "tcp")));
      if (answer.isEmpty()) {
        return;
      }
      byte[] reply = answer.get().toWire();
      byte[] framed = new byte[reply.length + LENGTH_BYTES];
      framed[0] = (byte) (reply.length >> 8);
      framed[1] = (byte) reply.length;
      System.arraycopy(reply, 0, framed, LENGTH_BYTES, reply.length);
      connection.write(Bytes.of(framed), PATIENCE);
      head = read(connection, LENGTH_BYTES);
    }
  }

  /** That number of bytes, or empty if fewer arrive. */
  private static Optional<byte[]> read(TcpConnection connection, int count) {
    byte[] bytes = new byte[count];
    int have = 0;
    while (have < count) {
      Optional<Bytes> more = connection.read(count - have, PATIENCE);
      if (more.isEmpty() || more.get().length() == 0) {
        return Optional.empty();
      }
      System.arraycopy(more.get().toArray(), 0, bytes, have, more.get().length());
      have += more.get().length();
    }
    return Optional.of(bytes);
  }

  @Override
  public void close() {
    tasks.stream().filter(task -> !task.isFinished()).forEach(Task::interrupt);
    sockets.close(udp);
    sockets.close(tcp);
  }
}
