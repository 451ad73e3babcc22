package dev.cnilab.userland.net.capture;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.capture.Tap;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.WaitQueue;
import dev.cnilab.netsim.packet.EthernetFrame;
import dev.cnilab.userland.hardware.WallClock;
import dev.cnilab.userland.net.capture.filter.CaptureFilter;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import dev.cnilab.userland.process.StopSignal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The packets that pass some links, as libpcap delivers them. */
final class LiveCapture {
  /** The time after which a block of packets is delivered even if it is not full (to_ms). */
  private static final Duration BLOCK = Duration.ofSeconds(1);

  private final EventLoop loop;
  private final WallClock clock;
  private final CaptureFilter filter;
  private final Set<Tap.Direction> directions;
  private final boolean immediate;
  private final Map<Link, Tap> taps = new LinkedHashMap<>();
  private final Deque<Captured> queue = new ArrayDeque<>();
  private final WaitQueue arrived;
  private final StopSignal stop;
  private long received;
  private long captured;

  /**
   * Starts to listen.
   *
   * @param directions the directions of packets that are delivered
   * @param immediate whether packets are delivered on arrival, not in blocks
   */
  LiveCapture(
      Process process,
      List<Link> links,
      CaptureFilter filter,
      Set<Tap.Direction> directions,
      boolean immediate) {
    this.loop = process.loop();
    this.clock = process.machine().clock();
    this.filter = filter;
    this.directions = directions;
    this.immediate = immediate;
    this.arrived = new WaitQueue(loop);
    Caller.requireRaw();
    this.stop = StopSignal.of(process, Signal.INT, Signal.TERM);
    process.onExit(status -> untap());
    for (Link link : links) {
      Tap tap = (frame, direction, nanoTime) -> saw(link, frame, direction);
      taps.put(link, tap);
      link.taps().add(tap);
    }
  }

  private void untap() {
    taps.forEach((link, tap) -> link.taps().remove(tap));
    taps.clear();
  }

  private void saw(Link link, EthernetFrame frame, Tap.Direction direction) {
    boolean seenAgain = link instanceof Loopback && direction == Tap.Direction.OUT;
    if (seenAgain || !filter.admits(frame)) {
      return;
    }
    received++;
    if (directions.contains(direction)) { // libpcap filters after the kernel has counted
      MacAddress to = frame.destination();
      boolean elsewhere = !to.equals(link.address()) && !to.equals(MacAddress.ZERO);
      queue.add(
          new Captured(link.index(), link.name(), frame, direction, elsewhere, clock.instant()));
      arrived.wakeAll();
    }
  }

  /** Delivers packets until the count is reached or a signal arrives. */
  void pass(long count, PacketSink sink) throws IOException {
    stop.ends(
        () -> {
          while (captured < count) {
            if (queue.isEmpty()) {
              awaitBlock();
            }
            takeOne(sink);
          }
        });
    while (captured < count && !queue.isEmpty()) {
      takeOne(sink);
    }
    untap();
  }

  private void takeOne(PacketSink sink) throws IOException {
    captured++;
    sink.take(queue.remove());
  }

  /** Waits for packets; libpcap delivers them in blocks unless the output is watched. */
  private void awaitBlock() {
    while (queue.isEmpty()) {
      arrived.await();
    }
    if (!immediate) {
      loop.sleep(BLOCK);
    }
  }

  /** The number of packets that the filter accepted. */
  long received() {
    return received;
  }

  /** The number of packets that were delivered. */
  long captured() {
    return captured;
  }

  /** Whether a signal has ended the capture. */
  boolean isStopped() {
    return stop.hasArrived();
  }
}
