package dev.cnilab.netsim.link;

import dev.cnilab.netsim.loop.EventLoop;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Updates the operational state of links after a change of their carrier: at once for links that
 * are up, otherwise at most once a second, for all namespaces of a kernel (net/core/link_watch.c).
 */
public final class Linkwatch {
  private static final long PAUSE = Duration.ofSeconds(1).toNanos();

  private final EventLoop loop;
  private final Set<Veth> waiting = new LinkedHashSet<>();
  private long next;

  public Linkwatch(EventLoop loop) {
    this.loop = loop;
    this.next = loop.nanoTime();
  }

  /** Called when the carrier of a link changed. */
  void fire(Veth link) {
    if (link.isUp()) {
      waiting.remove(link);
      link.settle();
    } else {
      await(List.of(link));
    }
  }

  /** Called when a pair was created, which starts without a carrier. */
  void fire(Veth link, Veth peer) {
    await(List.of(link, peer));
  }

  private void await(List<Veth> links) {
    boolean first = waiting.isEmpty();
    waiting.addAll(links);
    long delay = next - loop.nanoTime();
    if (delay <= 0) {
      run();
    } else if (first) {
      loop.schedule(delay, this::run);
    }
  }

  private void run() {
    List<Veth> changed = List.copyOf(waiting);
    waiting.clear();
    next = loop.nanoTime() + PAUSE;
    changed.stream().filter(Link::exists).forEach(Veth::settle);
  }
}
