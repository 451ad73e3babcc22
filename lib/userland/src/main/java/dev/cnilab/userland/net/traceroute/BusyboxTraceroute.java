package dev.cnilab.userland.net.traceroute;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.socket.RawSocket;
import dev.cnilab.netsim.socket.Received;
import dev.cnilab.netsim.socket.SocketError;
import dev.cnilab.netsim.socket.SocketOptions.PathMtuDiscovery;
import dev.cnilab.userland.command.GetOpt;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * busybox's {@code traceroute}, which waits for the answer to a probe before it sends the next one.
 *
 * @param banner the first line of its help
 */
public record BusyboxTraceroute(String banner) implements Program {
  @Override
  public int run(Process process) {
    try {
      List<String> words = process.arguments();
      GetOpt given =
          GetOpt.parse(
              "traceroute",
              words.subList(1, words.size()),
              "46FIlnrdvm:p:q:s:t:w:z:f:i:g:",
              GetOpt.Order.PERMUTE);
      boolean fits = !given.operands().isEmpty() && given.operands().size() <= 2;
      if (given.error().isPresent() || !fits) {
        throw CommandFailure.refused(
            given.error().map(text -> text + "\n").orElse("")
                + (banner + "\n\n" + Usage.text("busybox-traceroute")));
      }
      return new Run(process, given).run();
    } catch (CommandFailure failure) {
      process.err().println(failure.text());
      return failure.status();
    }
  }

  /** One run. */
  private static final class Run {
    private static final int LENGTH = 46;
    private static final int FIRST_PORT = 33434;

    private final Process process;
    private final GetOpt given;
    private final Ipv4Address target;
    private final int length;
    private final TracerouteProbe kind;
    private int number;

    Run(Process process, GetOpt given) {
      this.process = process;
      this.given = given;
      this.target = resolve();
      this.length =
          given.operands().size() > 1 ? Math.max(28, number(given.operands().get(1))) : LENGTH;
      this.kind =
          given.has('I')
              ? new TracerouteProbe.Echo(process.loop().random().nextInt(0x10000))
              : new TracerouteProbe.Udp(
                  process.loop().random().nextInt(20000) + 33000, option('p', FIRST_PORT), 1);
    }

    private static CommandFailure error(String message) {
      return CommandFailure.refused("traceroute: " + message);
    }

    private static int number(String word) {
      if (!word.matches("\\d{1,9}")) {
        throw error("invalid number '" + word + "'");
      }
      return Integer.parseInt(word);
    }

    private int option(char letter, int otherwise) {
      return given.argument(letter).map(Run::number).orElse(otherwise);
    }

    private Ipv4Address resolve() {
      String host = given.operands().getFirst();
      try {
        return new Resolver(process).find(host).address();
      } catch (LookupFailure unknown) {
        throw error("bad address '" + host + "'");
      }
    }

    int run() {
      int hops = option('m', 30);
      int queries = option('q', 3);
      try (RawSocket socket = process.network().sockets().raw(kind.protocol())) {
        prepare(socket);
        String from = given.argument('s').map(word -> " from " + word).orElse("");
        process
            .out()
            .printf(
                "traceroute to %s (%s)%s, %d hops max, %d byte packets\n",
                given.operands().getFirst(), target, from, hops, length);
        for (int ttl = option('f', 1); ttl <= hops; ttl++) {
          process.out().print(String.format(Locale.ROOT, "%2d", ttl));
          if (hop(socket, ttl, queries)) {
            break;
          }
        }
      }
      return 0;
    }

    private void prepare(RawSocket socket) {
      socket.options().receiveErrors().tos(option('t', 0));
      socket
          .options()
          .pathMtuDiscovery(given.has('F') ? PathMtuDiscovery.PROBE : PathMtuDiscovery.DONT);
      try {
        given.argument('s').map(Ipv4Address::parse).ifPresent(socket::bind);
        socket.sourceFor(target);
      } catch (ErrnoException noRoute) {
        throw error("can't connect to remote host (" + target + "): " + noRoute.errno().text());
      }
    }

    /** Sends the probes of one hop; true if it is the last. */
    private boolean hop(RawSocket socket, int ttl, int queries) {
      Ipv4Address last = null;
      boolean reached = false;
      int unreachable = 0;
      for (int i = 0; i < queries; i++) {
        Probe probe = new Probe(ttl, i);
        send(socket, probe);
        await(socket, probe);
        number++;
        Ipv4Address from = probe.from();
        if (from == null) {
          process.out().print("  *");
          continue;
        }
        if (!from.equals(last)) {
          process.out().print("  " + (given.has('n') ? from.toString() : named(from)));
          if (given.has('v')) {
            process.out().print(" " + (length + 8) + " bytes to " + socket.sourceFor(target));
          }
          last = from;
        }
        process.out().printf("  %.3f ms%s", probe.took() / 1e6, probe.note());
        reached |= probe.isLast() && probe.note().isEmpty();
        unreachable += probe.note().isEmpty() ? 0 : 1;
      }
      process.out().println();
      return reached || (unreachable > 0 && unreachable >= queries - 1);
    }

    private String named(Ipv4Address address) {
      return new Resolver(process).nameOf(address).orElse(address.toString())
          + (" (" + address + ")");
    }

    private void send(RawSocket socket, Probe probe) {
      socket.options().ttl(probe.ttl);
      probe.sent(process.loop().nanoTime());
      try {
        socket.send(target, kind.payload(number, length - Ipv4Packet.HEADER));
      } catch (ErrnoException refused) {
        throw error("sendto: " + refused.errno().text());
      }
    }

    private void await(RawSocket socket, Probe probe) {
      long end = probe.sentAt() + option('w', 5) * 1_000_000_000L;
      while (!probe.isDone() && process.loop().nanoTime() < end) {
        Received received = socket.receive(Duration.ofNanos(end - process.loop().nanoTime()));
        switch (received) {
          case null -> {}
          case Received.Packet answer -> {
            if (kind.numberOf(answer.packet()) == number) {
              probe.answered(answer.packet().source(), process.loop().nanoTime(), "", true);
            }
          }
          case SocketError error -> take(probe, error);
        }
      }
    }

    private void take(Probe probe, SocketError error) {
      if (error.about() == null
          || error.offender() == null
          || kind.numberOf(error.about()) != number
          || error.offender().equals(socketAddress(error))) {
        return;
      }
      boolean unreachable = error.type() == IcmpMessage.DESTINATION_UNREACHABLE;
      boolean reached =
          unreachable && kind.endsAtPort() && error.code() == IcmpMessage.PORT_UNREACHABLE;
      String note =
          unreachable && !reached
              ? " " + UnreachableNote.ofBusybox(error.code(), error.info())
              : "";
      probe.answered(error.offender(), process.loop().nanoTime(), note, unreachable);
    }

    /**
     * The address that answered; this host's own errors do not reach the socket on which busybox
     * listens.
     */
    private static Ipv4Address socketAddress(SocketError error) {
      return error.about() == null ? Ipv4Address.ANY : error.about().source();
    }
  }
}
