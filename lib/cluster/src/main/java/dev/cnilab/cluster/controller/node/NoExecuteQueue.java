package dev.cnilab.cluster.controller.node;

import dev.cnilab.netsim.loop.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The nodes waiting for a NoExecute taint: one every ten seconds (--node-eviction-rate 0.1), so
 * that a failure of the control plane's own network does not evict everything at once.
 */
final class NoExecuteQueue {
  private static final Duration PER_NODE = Duration.ofSeconds(10);
  private static final Duration PASS = Duration.ofMillis(100);

  private final EventLoop loop;
  private final Consumer<String> taint;
  private final Set<String> nodes = new LinkedHashSet<>();
  private Instant next;
  private boolean stopped;

  NoExecuteQueue(EventLoop loop, Consumer<String> taint) {
    this.loop = loop;
    this.taint = taint;
    next = loop.now();
  }

  void add(String node) {
    if (nodes.add(node)) {
      loop.schedule(PASS, this::pass);
    }
  }

  void remove(String node) {
    nodes.remove(node);
  }

  /** No node is tainted until {@link #resume}. */
  void stop() {
    stopped = true;
  }

  void resume() {
    stopped = false;
    next = loop.now();
    loop.schedule(PASS, this::pass);
  }

  private void pass() {
    if (stopped || nodes.isEmpty()) {
      return;
    }
    Instant now = loop.now();
    if (now.isBefore(next)) {
      loop.schedule(Duration.between(now, next), this::pass);
      return;
    }
    next = now.plus(PER_NODE);
    String node = nodes.iterator().next();
    nodes.remove(node);
    taint.accept(node);
    loop.schedule(PER_NODE, this::pass);
  }
}
