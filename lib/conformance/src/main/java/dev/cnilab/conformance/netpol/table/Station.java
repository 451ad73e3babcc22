package dev.cnilab.conformance.netpol.table;

import dev.cnilab.cluster.policy.TransportProtocol;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.SctpPacket;
import dev.cnilab.netsim.socket.RawSocket;
import dev.cnilab.netsim.socket.Received;
import dev.cnilab.netsim.socket.UdpSocket;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.netsim.tcp.TcpListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Servers and clients in the network of a pod, or of a machine outside. TCP and UDP are the
 * kernel's; as the kernel here has no SCTP, an association's first packet and its answer are sent
 * over a raw socket. All three pass through the same rules. On the loop only.
 */
final class Station implements AutoCloseable {
  private static final Duration LONG = Duration.ofDays(3650);
  private static final int BACKLOG = 512;
  private static final int INIT = 1;
  private static final int INIT_ACK = 2;
  private static final int CHUNK = 20;

  private final NetworkNamespace network;
  private final Ipv4Address address;
  private final SourcePorts sourcePorts;
  private final List<Task> serving = new ArrayList<>();
  private final List<AutoCloseable> sockets = new ArrayList<>();
  private final Set<String> served = new HashSet<>();
  private final Set<Integer> sctpServers = new HashSet<>();
  private final Set<Integer> sctpAnswers = new HashSet<>();
  private final RawSocket sctp;

  Station(NetworkNamespace network, Ipv4Address address, SourcePorts sourcePorts) {
    this.network = network;
    this.address = address;
    this.sourcePorts = sourcePorts;
    this.sctp = network.sockets().raw(SctpPacket.PROTOCOL);
    sctp.bind(address);
    sockets.add(sctp);
    serve("sctp", this::answerSctp);
  }

  Ipv4Address address() {
    return address;
  }

  /** Serves a port while the station exists, if it does not already. */
  void listen(TransportProtocol protocol, int port) {
    if (!served.add(protocol + " " + port)) {
      return;
    }
    switch (protocol) {
      case TCP -> {
        TcpListener listener = network.tcp().listen(address, port, BACKLOG);
        sockets.add(listener);
        serve("tcp", () -> listener.accept().close());
      }
      case UDP -> {
        UdpSocket socket = network.sockets().udp();
        socket.bind(address, port);
        sockets.add(socket);
        serve("udp", () -> answer(socket));
      }
      case SCTP -> sctpServers.add(port);
    }
  }

  private void serve(String name, Runnable once) {
    serving.add(
        network
            .loop()
            .spawn(
                name + " " + address,
                () -> {
                  while (true) {
                    once.run();
                  }
                }));
  }

  private static void answer(UdpSocket socket) {
    UdpSocket.Datagram question = socket.receive(LONG);
    if (question != null) {
      try {
        socket.sendTo(question.source(), question.sourcePort(), question.data());
      } catch (ErrnoException unreachable) {
        // The client gets no answer.
      }
    }
  }

  private void answerSctp() {
    if (sctp.receive(LONG) instanceof Received.Packet received
        && received.packet().payload() instanceof SctpPacket packet) {
      boolean question = packet.chunks().toArray()[0] == INIT;
      if (!question) {
        sctpAnswers.add(packet.destinationPort());
      } else if (sctpServers.contains(packet.destinationPort())) {
        sctp.send(
            received.packet().source(),
            packet(packet.destinationPort(), packet.sourcePort(), INIT_ACK));
      }
    }
  }

  private static SctpPacket packet(int from, int to, int chunk) {
    byte[] bytes = new byte[CHUNK];
    bytes[0] = (byte) chunk;
    bytes[3] = CHUNK;
    return new SctpPacket(from, to, 0, Bytes.of(bytes));
  }

  /** Starts an attempt; the answer takes time to arrive. */
  Attempt ask(TransportProtocol protocol, Ipv4Address to, int port) {
    int own = sourcePorts.take(protocol);
    return switch (protocol) {
      case TCP ->
          new Attempt.OverTcp(
              network.tcp().connect(new Endpoint(address, own), new Endpoint(to, port)));
      case UDP -> {
        UdpSocket socket = network.sockets().udp();
        socket.bind(address, own);
        socket.sendTo(to, port, Bytes.of("?"));
        yield new Attempt.OverUdp(socket);
      }
      case SCTP -> {
        sctp.send(to, packet(own, port, INIT));
        yield new Attempt.OverSctp(sctpAnswers, own);
      }
    };
  }

  @Override
  public void close() {
    serving.stream().filter(task -> !task.isFinished()).forEach(Task::interrupt);
    for (AutoCloseable each : sockets) {
      try {
        each.close();
      } catch (Exception impossible) {
        throw new IllegalStateException("closing does not throw", impossible);
      }
    }
  }
}
