package dev.cnilab.userland.net.mtr;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.socket.RawSocket;
import dev.cnilab.netsim.socket.Received;
import dev.cnilab.netsim.socket.SocketError;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends echo requests with every TTL up to the target's distance, round after round. */
final class MtrRounds {
  /** How many hops it probes beyond the last one that answered. */
  private static final int SILENT = 10;

  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Process process;
  private final Ipv4Address target;
  private final List<HopStatistics> hops = new ArrayList<>();
  private final Map<Integer, Sent> underway = new HashMap<>();
  private final int id;
  private int sequence;
  private int distance;

  /** A probe: its TTL, and when it was sent. */
  private record Sent(int ttl, long at) {}

  /**
   * Creates a survey of the path to a target.
   *
   * @param most the maximum number of hops
   */
  MtrRounds(Process process, Ipv4Address target, int most) {
    this.process = process;
    this.target = target;
    this.distance = most;
    this.id = process.loop().random().nextInt(0x10000);
  }

  /** Sends that many rounds and waits for the answers; returns the hops in order. */
  List<HopStatistics> run(int rounds, Duration interval, int size) {
    try (RawSocket socket = process.network().sockets().raw(IcmpMessage.PROTOCOL)) {
      socket.options().receiveErrors();
      for (int round = 0; round < rounds; round++) {
        for (int ttl = 1; ttl <= distance && ttl <= lastAnswering() + SILENT; ttl++) {
          send(socket, ttl, size);
          receive(socket, interval.dividedBy(Math.max(1, hops.size())));
        }
      }
      long end = process.loop().nanoTime() + GRACE.toNanos();
      while (!underway.isEmpty() && process.loop().nanoTime() < end) {
        take(socket.receive(Duration.ofNanos(end - process.loop().nanoTime())));
      }
    } catch (ErrnoException refused) {
      throw CommandFailure.refused("mtr: udp socket connect failed: " + refused.errno().text());
    }
    return hops.subList(0, Math.min(hops.size(), distance));
  }

  private int lastAnswering() {
    for (int i = hops.size(); i > 0; i--) {
      if (hops.get(i - 1).from() != null) {
        return i;
      }
    }
    return 0;
  }

  private void send(RawSocket socket, int ttl, int size) {
    while (hops.size() < ttl) {
      hops.add(new HopStatistics());
    }
    hops.get(ttl - 1).sent();
    underway.put(++sequence, new Sent(ttl, process.loop().nanoTime()));
    socket.options().ttl(ttl);
    socket.send(target, IcmpMessage.echoRequest(id, sequence, Bytes.of(new byte[size])));
  }

  private void receive(RawSocket socket, Duration time) {
    long end = process.loop().nanoTime() + time.toNanos();
    while (process.loop().nanoTime() < end) {
      take(socket.receive(Duration.ofNanos(end - process.loop().nanoTime())));
    }
  }

  private void take(@Nullable Received received) {
    if (received instanceof Received.Packet answer
        && answer.packet().payload() instanceof IcmpMessage icmp
        && icmp.type() == IcmpMessage.ECHO_REPLY
        && icmp.echoId() == id) {
      answered(icmp.echoSequence(), answer.packet().source(), true);
    } else if (received instanceof SocketError error
        && error.about() != null
        && error.offender() != null
        && error.about().echoId() == id) {
      boolean last = error.type() == IcmpMessage.DESTINATION_UNREACHABLE;
      answered(error.about().echoSequence(), error.offender(), last);
    }
  }

  private void answered(int number, Ipv4Address by, boolean last) {
    Sent probe = underway.remove(number);
    if (probe == null) {
      return;
    }
    distance = last ? Math.min(distance, probe.ttl()) : distance;
    underway.values().removeIf(each -> each.ttl() > distance);
    hops.get(probe.ttl() - 1).answered(by, (process.loop().nanoTime() - probe.at()) / 1e6);
  }
}
