package dev.cnilab.userland.net.arping;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.capture.Tap;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.WaitQueue;
import dev.cnilab.netsim.packet.ArpPacket;
import dev.cnilab.netsim.packet.EthernetFrame;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import dev.cnilab.userland.process.StopSignal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** Sends ARP requests once a second and listens for answers. */
final class ArpingRun {
  private final Process process;
  private final EventLoop loop;
  private final Arping.Dialect dialect;
  private final ArpingOptions options;
  private final Link link;
  private final Ipv4Address source;
  private final Ipv4Address target;
  private final Deque<EthernetFrame> arrived = new ArrayDeque<>();
  private final WaitQueue arrivals;
  private MacAddress receiver = MacAddress.BROADCAST;
  private int sent;
  private int broadcast;
  private int received;
  private int requests;
  private long lastSent;

  ArpingRun(
      Process process,
      Arping.Dialect dialect,
      ArpingOptions options,
      Link link,
      Ipv4Address source,
      Ipv4Address target) {
    this.process = process;
    this.loop = process.loop();
    this.dialect = dialect;
    this.options = options;
    this.link = link;
    this.source = source;
    this.target = target;
    this.arrivals = new WaitQueue(loop);
  }

  int run() {
    say("ARPING " + target + " from " + source + " " + link.name());
    Tap tap =
        (frame, direction, time) -> {
          if (direction == Tap.Direction.IN && frame.payload() instanceof ArpPacket) {
            arrived.add(frame);
            arrivals.wakeAll();
          }
        };
    try {
      link.taps().add(tap);
    } catch (ErrnoException refused) {
      throw CommandFailure.of(2, "arping: socket: " + refused.errno().text());
    }
    process.onExit(status -> link.taps().remove(tap));
    StopSignal.of(process, Signal.INT).ends(this::converse);
    link.taps().remove(tap);
    summarize();
    if (options.findsDuplicates()) {
      return received > 0 ? 1 : 0;
    }
    return options.announces() || received > 0 ? 0 : 1;
  }

  private void say(String line) {
    if (!options.isQuiet()) {
      process.out().println(line);
    }
  }

  private void converse() {
    long start = loop.nanoTime();
    long end = start + options.timeout().map(Duration::toNanos).orElse(Long.MAX_VALUE / 2);
    for (long tick = start; options.count().map(most -> sent < most).orElse(true); ) {
      send();
      tick += options.interval().toNanos();
      if (listen(Math.min(tick, end + 1)) || loop.nanoTime() > end) {
        return;
      }
    }
  }

  private void send() {
    MacAddress own = link.address();
    ArpPacket packet =
        new ArpPacket(
            options.answers() ? ArpPacket.Operation.REPLY : ArpPacket.Operation.REQUEST,
            own,
            source,
            options.answers() ? own : receiver,
            target);
    lastSent = loop.nanoTime();
    sent++;
    broadcast += receiver.isBroadcast() ? 1 : 0;
    link.transmit(new Skb(new EthernetFrame(receiver, own, packet), null));
  }

  /** Handles packets until a deadline; true if one ends the run. */
  private boolean listen(long until) {
    while (loop.nanoTime() < until) {
      if (arrived.isEmpty()) {
        arrivals.await(Duration.ofNanos(until - loop.nanoTime()));
      }
      while (!arrived.isEmpty()) {
        EthernetFrame frame = arrived.remove();
        if (isAnswer((ArpPacket) frame.payload()) && take(frame)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isAnswer(ArpPacket packet) {
    if (options.announces() || !packet.senderAddress().equals(target)) {
      return false;
    }
    if (options.findsDuplicates()) {
      return !packet.senderMac().equals(link.address());
    }
    return packet.targetAddress().equals(source) && packet.targetMac().equals(link.address());
  }

  /** Records and prints a reply; true if it is the last one wanted. */
  private boolean take(EthernetFrame frame) {
    ArpPacket packet = (ArpPacket) frame.payload();
    boolean request = packet.operation() == ArpPacket.Operation.REQUEST;
    received++;
    requests += request ? 1 : 0;
    String mac = packet.senderMac().toString();
    boolean busybox = dialect == Arping.Dialect.BUSYBOX;
    say(
        (frame.destination().isBroadcast() ? "Broadcast" : "Unicast")
            + (request ? " request" : " reply")
            + (" from " + packet.senderAddress())
            + (" [" + (busybox ? mac : mac.toUpperCase(Locale.ROOT)) + "]" + (busybox ? " " : "  "))
            + String.format(Locale.ROOT, "%.3fms", (loop.nanoTime() - lastSent) / 1e6));
    if (!options.alwaysBroadcasts() && !options.findsDuplicates()) {
      receiver = packet.senderMac();
    }
    return options.stopsAtFirst() || options.findsDuplicates();
  }

  private void summarize() {
    if (dialect == Arping.Dialect.IPUTILS) {
      say("Sent " + sent + " probes (" + broadcast + " broadcast(s))");
      say(
          "Received "
              + received
              + " response(s)"
              + (requests > 0 ? " (" + requests + " request(s))" : ""));
      return;
    }
    // busybox stores "do not broadcast any more" in the bit that -c sets.
    int counted = options.count().isPresent() ? 0 : broadcast;
    say("Sent " + sent + " probe(s) (" + counted + " broadcast(s))");
    say("Received " + received + " response(s) (" + requests + " request(s), 0 broadcast(s))");
  }
}
