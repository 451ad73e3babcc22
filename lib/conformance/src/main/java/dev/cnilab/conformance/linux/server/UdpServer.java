package dev.cnilab.conformance.linux.server;

import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.socket.UdpSocket;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.Program;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** A server on a UDP port that answers datagrams one by one. */
abstract class UdpServer implements Program {
  private static final Duration FOREVER = Duration.ofDays(1);

  @Override
  public final int run(Process process) throws IOException {
    ServerWords words = new ServerWords(process.arguments());
    UdpSocket socket = new ProcessSockets(process).udp();
    try {
      socket.bind(words.bind(), port(words));
    } catch (ErrnoException refused) {
      process.err().println(process.arguments().getFirst() + ": " + refused.errno().text());
      return 1;
    }
    Function<Bytes, Optional<Bytes>> answer = answer(words);
    process.start(ProcessSpec.of(process.arguments()).body(child -> serve(socket, answer)));
    return 0;
  }

  private static int serve(UdpSocket socket, Function<Bytes, Optional<Bytes>> answer) {
    while (true) {
      UdpSocket.Datagram query = socket.receive(FOREVER);
      if (query != null) {
        answer.apply(query.data()).ifPresent(reply -> send(socket, query, reply));
      }
    }
  }

  private static void send(UdpSocket socket, UdpSocket.Datagram query, Bytes reply) {
    try {
      socket.sendTo(query.source(), query.sourcePort(), reply);
    } catch (ErrnoException unreachable) {
      // There was no route back; the next client may have one.
    }
  }

  abstract int port(ServerWords words);

  /** The answer to a datagram, according to the arguments; empty for none. */
  abstract Function<Bytes, Optional<Bytes>> answer(ServerWords words);
}
