package dev.cnilab.userland.net.traceroute;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.socket.RawSocket;
import dev.cnilab.netsim.socket.Received;
import dev.cnilab.netsim.socket.SocketError;
import dev.cnilab.netsim.socket.SocketOptions.PathMtuDiscovery;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.privilege.Credentials;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sends probes, several at a time, and prints the answers in order (traceroute.c, do_it). */
final class ProbeRun {
  private static final double NANOS = 1e9;

  /** Added to a time before it is multiplied, in seconds. */
  private static final double PRECISION = 0.001;

  private final Process process;
  private final TracerouteOptions options;
  private final Ipv4Address target;
  private final TracerouteProbe kind;
  private final List<Probe> probes = new ArrayList<>();
  private int end;

  ProbeRun(Process process, TracerouteOptions options, Ipv4Address target, TracerouteProbe kind) {
    this.process = process;
    this.options = options;
    this.target = target;
    this.kind = kind;
    for (int i = 0; i < options.hops * options.queries; i++) {
      probes.add(new Probe(i / options.queries + 1, i % options.queries));
    }
    this.end = probes.size();
  }

  int run() {
    try (RawSocket socket = socket()) {
      process
          .out()
          .printf(
              "traceroute to %s (%s), %d hops max, %d byte packets",
              options.host, target, options.hops, options.length);
      prepare(socket);
      int start = (options.first - 1) * options.queries;
      while (start < end) {
        start = turn(socket, start);
      }
    }
    process.out().println();
    return 0;
  }

  /**
   * The socket for answers; UDP probes need no raw socket, because errors arrive on the sending
   * socket.
   */
  private RawSocket socket() {
    if (!(kind instanceof TracerouteProbe.Udp)) {
      try {
        requireSending();
      } catch (ErrnoException refused) {
        throw CommandFailure.refused(
            "You do not have enough privileges to use this traceroute method.\nsocket: "
                + refused.errno().text());
      }
    }
    RawSocket[] opened = new RawSocket[1];
    Caller.runAs(
        Credentials.ROOT, () -> opened[0] = process.network().sockets().raw(kind.protocol()));
    return opened[0];
  }

  private void requireSending() {
    if (kind instanceof TracerouteProbe.Syn) {
      Caller.requireRaw();
    } else {
      process.network().sockets().raw(kind.protocol()).close();
    }
  }

  private void prepare(RawSocket socket) {
    PathMtuDiscovery whole = options.whole ? PathMtuDiscovery.PROBE : PathMtuDiscovery.DONT;
    socket.options().receiveErrors().tos(options.tos).pathMtuDiscovery(whole);
    options.device.ifPresent(name -> socket.options().device(device(name)));
    try {
      options.source.ifPresent(socket::bind);
    } catch (ErrnoException refused) {
      throw CommandFailure.refused("\nbind: " + refused.errno().text());
    }
  }

  private Link device(String name) {
    return process
        .network()
        .links()
        .find(name)
        .orElseThrow(() -> CommandFailure.refused("\nsetsockopt SO_BINDTODEVICE: No such device"));
  }

  /** Sends what may be sent, prints the known results, and waits; returns where to continue. */
  private int turn(RawSocket socket, int from) {
    int start = from;
    int underway = 0;
    double next = Double.MAX_VALUE;
    for (int i = start; i < end && underway < options.simultaneous; i++) {
      Probe probe = probes.get(i);
      if (!probe.isDone() && probe.isSent() && now() >= expiry(i)) {
        probe.expire();
      }
      if (probe.isDone()) {
        if (i == start) {
          print(probe);
          start++;
        }
        end = probe.isLast() ? Math.min(end, (i / options.queries + 1) * options.queries) : end;
        continue;
      }
      if (!probe.isSent()) {
        send(socket, i);
      }
      next = Math.min(next, expiry(i));
      underway++;
    }
    if (underway > 0) {
      receive(socket, next);
    }
    return start;
  }

  private double now() {
    return process.loop().nanoTime() / NANOS;
  }

  /** When a probe times out, in seconds. */
  private double expiry(int index) {
    Probe probe = probes.get(index);
    return probe.sentAt() / NANOS + patience(index);
  }

  private double patience(int index) {
    int hop = index - index % options.queries;
    for (int i = hop; i < hop + options.queries; i++) {
      if (probes.get(i).took() > 0) {
        return Math.min(options.wait, (probes.get(i).took() / NANOS + PRECISION) * options.here);
      }
    }
    for (int i = index + 1; i < probes.size() && probes.get(i).isSent(); i++) {
      if (probes.get(i).took() > 0) {
        return Math.min(options.wait, (probes.get(i).took() / NANOS + PRECISION) * options.near);
      }
    }
    return options.wait;
  }

  private void send(RawSocket socket, int index) {
    Probe probe = probes.get(index);
    socket.options().ttl(probe.ttl);
    probe.sent(process.loop().nanoTime());
    try {
      socket.send(target, kind.payload(index, options.length - Ipv4Packet.HEADER));
    } catch (ErrnoException refused) {
      switch (refused.errno()) {
        case ENETUNREACH, EINVAL, EACCES, EHOSTUNREACH ->
            throw CommandFailure.refused("\nconnect: " + refused.errno().text());
        case EPERM -> throw CommandFailure.refused("\nsend: " + refused.errno().text());
        default -> {
          // It counts as lost on its way.
        }
      }
    }
  }

  private void receive(RawSocket socket, double until) {
    long wait = (long) Math.ceil((until - now()) * NANOS);
    Received received = socket.receive(Duration.ofNanos(Math.max(0, wait)));
    switch (received) {
      case null -> {}
      case Received.Packet answer -> take(kind.numberOf(answer.packet()), answer.packet());
      case SocketError error -> take(error);
    }
  }

  private void take(int number, Ipv4Packet answer) {
    if (isOpen(number) && answer.source().equals(target)) {
      probes.get(number).answered(answer.source(), process.loop().nanoTime(), "", true);
    }
  }

  private boolean isOpen(int number) {
    return number >= 0
        && number < probes.size()
        && probes.get(number).isSent()
        && !probes.get(number).isDone();
  }

  private void take(SocketError error) {
    if (error.about() == null || error.offender() == null) {
      return;
    }
    int number = kind.numberOf(error.about());
    if (!isOpen(number) || !error.about().destination().equals(target)) {
      return;
    }
    boolean unreachable = error.type() == IcmpMessage.DESTINATION_UNREACHABLE;
    boolean reached =
        unreachable && kind.endsAtPort() && error.code() == IcmpMessage.PORT_UNREACHABLE;
    String note = unreachable && !reached ? UnreachableNote.of(error.code(), error.info()) : "";
    probes.get(number).answered(error.offender(), process.loop().nanoTime(), note, unreachable);
  }

  private void print(Probe probe) {
    StringBuilder text = new StringBuilder();
    if (probe.place == 0) {
      text.append(String.format(Locale.ROOT, "\n%2d ", probe.ttl));
    }
    Ipv4Address from = probe.from();
    if (from == null) {
      text.append(" *");
    } else {
      if (!from.equals(previous(probe))) {
        text.append(options.numeric ? " " + from : " " + named(from));
      }
      text.append(String.format(Locale.ROOT, "  %.3f ms", probe.took() / 1e6));
    }
    text.append(probe.note().isEmpty() ? "" : " " + probe.note());
    process.out().print(text);
  }

  /** The host that answered the last answered probe before this one with the same TTL. */
  private @org.jspecify.annotations.Nullable Ipv4Address previous(Probe probe) {
    int index = probes.indexOf(probe);
    for (int i = index - 1; i >= index - probe.place; i--) {
      if (probes.get(i).from() != null) {
        return probes.get(i).from();
      }
    }
    return null;
  }

  private String named(Ipv4Address address) {
    return new Resolver(process).nameOf(address).orElse(address.toString()) + " (" + address + ")";
  }
}
