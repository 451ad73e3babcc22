package dev.cnilab.cluster.image.proxy.iptables;

import dev.cnilab.cluster.image.proxy.service.ProxiedService;
import dev.cnilab.cluster.image.proxy.service.ServiceMap;
import dev.cnilab.cluster.image.proxy.service.Sync;
import dev.cnilab.netsim.kernel.ErrnoException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One sync: looks at the Services that have changed, makes sure that there is memory, writes their
 * chains, and at last leads packets there, all at once.
 */
final class IptablesSync implements Sync {
  private final WrittenRules rules;
  private final ServiceMap services;
  private final Runnable start;
  private final Supplier<Instant> clock;
  private final Consumer<ErrnoException> onFailure;
  private final Queue<String> unseen;
  private final Set<String> wanted;
  private final Map<String, ProxiedService> seen = new HashMap<>();
  private @Nullable Iterator<String> unwritten;

  /**
   * At its start.
   *
   * @param changed the Services to look at
   * @param wanted those to write, changed or not
   * @param start is done before any of them is written
   * @param onFailure is called if there is no memory
   */
  IptablesSync(
      WrittenRules rules,
      ServiceMap services,
      Collection<String> changed,
      Collection<String> wanted,
      Runnable start,
      Supplier<Instant> clock,
      Consumer<ErrnoException> onFailure) {
    this.rules = rules;
    this.services = services;
    this.unseen = new ArrayDeque<>(changed);
    this.wanted = new TreeSet<>(wanted);
    this.start = start;
    this.clock = clock;
    this.onFailure = onFailure;
  }

  @Override
  public Progress step() {
    try {
      return stepOrFail();
    } catch (ErrnoException outOfMemory) {
      onFailure.accept(outOfMemory);
      return Progress.FAILED;
    }
  }

  private Progress stepOrFail() {
    int left = ENDPOINTS_OF_STEP;
    while (left > 0) {
      String key = unseen.poll();
      if (key != null) {
        left -= look(key);
      } else if (unwritten == null) {
        start.run();
        wanted.addAll(rules.damaged());
        rules.requireRoom(wanted);
        unwritten = wanted.iterator();
      } else if (unwritten.hasNext()) {
        left -= write(unwritten.next());
      } else {
        rules.publish(clock.get());
        return Progress.DONE;
      }
    }
    return Progress.GOES_ON;
  }

  private int look(String key) {
    ProxiedService service = services.service(key);
    rules.measure(key, service);
    seen.put(key, service);
    return 1 + service.endpoints();
  }

  private int write(String key) {
    ProxiedService known = seen.remove(key);
    ProxiedService service = known == null ? services.service(key) : known;
    rules.write(key, service);
    return 1 + service.endpoints();
  }
}
