package dev.cnilab.userland.net.traceroute;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.socket.SocketError;
import dev.cnilab.netsim.socket.SocketOptions.PathMtuDiscovery;
import dev.cnilab.netsim.socket.UdpSocket;
import dev.cnilab.userland.command.GetOpt;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends datagrams with an increasing TTL, each as large as the path MTU known so far. */
final class PathRun {
  private static final int FIRST_PORT = 44444;
  private static final int LONGEST = 65535;
  private static final int HEADERS = 28;
  private static final int TRIES = 3;
  private static final int SENDS = 10;
  private static final int COLUMN = 52;
  private static final Duration WAIT = Duration.ofSeconds(1);

  private final Process process;
  private final GetOpt given;
  private final Ipv4Address target;
  private final int hops;
  private final Map<Integer, Sent> sent = new HashMap<>();
  private int mtu;
  private int ttl;
  private int port;
  private int hopsTo = -1;
  private int hopsFrom = -1;

  /** A datagram: its TTL, and when it was sent. */
  private record Sent(int ttl, long time) {}

  /** The outcome of a datagram. */
  private enum Progress {
    NONE,
    SOME,
    END
  }

  PathRun(Process process, GetOpt given, Ipv4Address target) {
    this.process = process;
    this.given = given;
    this.target = target;
    this.hops = number('m', 30);
    this.mtu = number('l', LONGEST);
    this.port = number('p', FIRST_PORT);
  }

  private int number(char letter, int otherwise) {
    return given
        .argument(letter)
        .filter(word -> word.matches("\\d{1,5}"))
        .map(Integer::parseInt)
        .orElse(otherwise);
  }

  int run() {
    try (UdpSocket socket = process.network().sockets().udp()) {
      socket.options().receiveErrors().pathMtuDiscovery(PathMtuDiscovery.PROBE);
      for (ttl = 1; ttl <= hops; ttl++) {
        socket.options().ttl(ttl);
        if (hop(socket)) {
          return resume();
        }
      }
    }
    process.out().printf("     Too many hops: pmtu %d\n", mtu);
    return resume();
  }

  private int resume() {
    process
        .out()
        .println(
            "     Resume: pmtu "
                + mtu
                + (hopsTo >= 0 ? " hops " + hopsTo : "")
                + (hopsFrom >= 0 ? " back " + hopsFrom : ""));
    return 0;
  }

  /** Probes one hop; true if it is the last. */
  private boolean hop(UdpSocket socket) {
    for (int i = 0; i < TRIES; i++) {
      int before = mtu;
      Progress progress = probe(socket);
      if (mtu != before) {
        i = -1; // starts over with the new size, even if this probe has arrived
      } else if (progress != Progress.NONE) {
        return progress == Progress.END;
      }
    }
    process.out().printf("%2d:  no reply\n", ttl);
    return false;
  }

  private Progress probe(UdpSocket socket) {
    for (int i = 0; i < SENDS; i++) {
      int number = port++;
      sent.put(number, new Sent(ttl, process.loop().nanoTime()));
      try {
        socket.sendTo(target, number, Bytes.of(new byte[mtu - HEADERS]));
        return await(socket);
      } catch (ErrnoException refused) {
        sent.remove(number);
        if (errors(socket, Duration.ZERO) == Progress.END) {
          return Progress.END;
        }
      }
    }
    process.out().printf("%2d:  send failed\n", ttl);
    return Progress.END;
  }

  private Progress await(UdpSocket socket) {
    Progress progress = errors(socket, WAIT);
    if (progress == Progress.NONE) {
      try {
        if (socket.receive(Duration.ZERO) != null) {
          process.out().printf("%2d?: reply received 8)\n", ttl);
          return Progress.END;
        }
      } catch (ErrnoException reported) {
        return errors(socket, Duration.ZERO);
      }
    }
    return progress;
  }

  private Progress errors(UdpSocket socket, Duration wait) {
    Progress progress = Progress.NONE;
    SocketError error = socket.receiveError(wait);
    while (error != null) {
      progress = Progress.SOME;
      if (print(error)) {
        return Progress.END;
      }
      error = socket.receiveError(Duration.ZERO);
    }
    return progress;
  }

  /** Prints an error; true if it ends the run. */
  private boolean print(SocketError error) {
    Sent probe = error.about() == null ? null : sent.remove(error.about().destinationPort());
    StringBuilder line = new StringBuilder();
    if (error.origin() == SocketError.Origin.LOCAL || error.offender() == null) {
      line.append(String.format(Locale.ROOT, "%2d?: %-32s ", ttl, "[LOCALHOST]"));
    } else {
      line.append(
          probe == null
              ? String.format(Locale.ROOT, "%2d?: ", ttl)
              : String.format(Locale.ROOT, "%2d:  ", probe.ttl));
      String host = host(error.offender());
      line.append(host).append(" ".repeat(Math.max(1, COLUMN - host.length())));
    }
    if (probe != null) {
      long micros = (process.loop().nanoTime() - probe.time) / 1000;
      line.append(String.format(Locale.ROOT, "%3d.%03dms ", micros / 1000, micros % 1000));
    }
    return finish(line, error, probe);
  }

  private boolean finish(StringBuilder line, SocketError error, @Nullable Sent probe) {
    int back = error.ttl() == 0 ? -1 : (error.ttl() <= 64 ? 65 : 129) - error.ttl();
    String end =
        switch (error.errno()) {
          case EMSGSIZE -> {
            mtu = error.info();
            line.append("pmtu ").append(mtu);
            yield "";
          }
          case ECONNREFUSED -> {
            hopsTo = probe == null ? ttl : probe.ttl;
            hopsFrom = back;
            yield "reached";
          }
          case EPROTO -> "!P";
          case ENETUNREACH -> "!N";
          case EACCES -> "!A";
          default -> {
            boolean passing = error.type() == IcmpMessage.TIME_EXCEEDED;
            if (passing && probe != null && back >= 0 && back != probe.ttl) {
              line.append(String.format(Locale.ROOT, "asymm %2d ", back));
            }
            yield passing ? "" : "!H";
          }
        };
    process.out().println(line + end);
    return !end.isEmpty();
  }

  private String host(Ipv4Address address) {
    if (given.has('n')) {
      return address.toString();
    }
    String name = new Resolver(process).nameOf(address).orElse("???");
    return given.has('b') ? name + " (" + address + ")" : name;
  }
}
