package dev.cnilab.userland.net.conntrack;

import dev.cnilab.netsim.conntrack.Connection;
import dev.cnilab.netsim.conntrack.ConnectionEvents;
import dev.cnilab.netsim.conntrack.ConnectionTracking;
import dev.cnilab.netsim.loop.WaitQueue;
import dev.cnilab.userland.kernel.network.FlowText;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import dev.cnilab.userland.process.StopSignal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.Predicate;

/** {@code conntrack -E}: changes to connections, until a signal arrives. */
final class EventWatch implements ConnectionEvents {
  /** The interval at which the kernel searches an idle table for expired connections. */
  private static final Duration COLLECTED = Duration.ofSeconds(60);

  private static final long MICROS = 1000;

  private final Process process;
  private final Predicate<Connection> filter;
  private final Set<String> kinds;
  private final String output;
  private final WaitQueue arrived;
  private final Deque<String> lines = new ArrayDeque<>();
  private int shown;

  /**
   * Prepares a watch.
   *
   * @param kinds NEW, UPDATES, DESTROY
   * @param output the words of {@code -o}
   */
  EventWatch(Process process, Predicate<Connection> filter, Set<String> kinds, String output) {
    this.process = process;
    this.filter = filter;
    this.kinds = kinds;
    this.output = output;
    this.arrived = new WaitQueue(process.loop());
  }

  /** Prints events until the process gets SIGINT or SIGTERM; returns their number. */
  int run() {
    ConnectionTracking connections = process.network().connections();
    StopSignal stop = StopSignal.of(process, Signal.INT, Signal.TERM);
    process.onExit(status -> connections.unlisten(this));
    connections.listen(this);
    stop.ends(
        () -> {
          while (true) {
            if (lines.isEmpty() && !arrived.await(COLLECTED)) {
              connections.count();
            }
            print();
          }
        });
    print();
    connections.unlisten(this);
    return shown;
  }

  private void print() {
    for (; !lines.isEmpty(); shown++) {
      process.out().println(lines.remove());
    }
  }

  @Override
  public void created(Connection connection) {
    note("NEW", "[NEW]", connection, FlowText.Event.LASTING);
  }

  @Override
  public void updated(Connection connection) {
    note("UPDATES", "[UPDATE]", connection, FlowText.Event.LASTING);
  }

  @Override
  public void destroyed(Connection connection) {
    boolean early = connection.expires() > process.loop().nanoTime();
    note(
        "DESTROY",
        "[DESTROY]",
        connection,
        early ? FlowText.Event.LASTING : FlowText.Event.EXPIRED);
  }

  private void note(String kind, String mark, Connection connection, FlowText.Event event) {
    if (!kinds.contains(kind) || !filter.test(connection)) {
      return;
    }
    long now = process.loop().nanoTime();
    FlowText text = new FlowText(now, output.contains("extended"), output.contains("id"));
    lines.add(stamp() + "%9s ".formatted(mark) + text.of(connection, event));
    arrived.wakeAll();
  }

  private String stamp() {
    if (!output.contains("timestamp")) {
      return "";
    }
    Instant instant = process.machine().clock().instant();
    return "[%d.%06d]\t".formatted(instant.getEpochSecond(), instant.getNano() / MICROS);
  }
}
