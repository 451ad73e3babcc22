package dev.cnilab.cluster.controller.work;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.client.Watch;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A controller's watches and its queue: a key that is added while it waits is reconciled once (so
 * that a thousand pods which start at a time do not make a thousand passes over all of them), and
 * one whose reconciliation the API refused comes again after client-go's back-off (5 ms, doubling,
 * at most 1000 s). A pass is an event of the loop; one that has to wait for others, as for
 * webhooks, is begun again as a task, and meanwhile its key waits.
 */
public final class ControlLoop implements AutoCloseable {
  private static final Duration FIRST_BACK_OFF = Duration.ofMillis(5);
  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(1000);

  /** As long as a pass takes in life, or less; what changes meanwhile is one pass's work. */
  private static final Duration PASS = Duration.ofMillis(1);

  /** The same for each object that a pass goes over, in nanoseconds. */
  private static final long EACH = 50_000;

  private final EventLoop loop;
  private final ApiClient client;
  private final Consumer<ObjectKey> reconcile;
  private final List<Watch> watches = new ArrayList<>();
  private final Set<ObjectKey> queued = new HashSet<>();
  private final Map<ObjectKey, Duration> longPasses = new HashMap<>();
  private final Map<ObjectKey, Integer> failures = new HashMap<>();
  private final Set<ObjectKey> underWay = new HashSet<>();
  private final Set<ObjectKey> changedMeanwhile = new LinkedHashSet<>();
  private final Set<Timer> later = new LinkedHashSet<>();
  private boolean closed;

  public ControlLoop(EventLoop loop, ApiClient client, Consumer<ObjectKey> reconcile) {
    this.loop = loop;
    this.client = client;
    this.reconcile = reconcile;
  }

  /** Adds, at each change of an object of a type, the keys that {@code affected} names. */
  public ControlLoop watch(ResourceType type, Function<KubeObject, Stream<ObjectKey>> affected) {
    return watch(type, event -> true, affected);
  }

  /** As {@link #watch(ResourceType, Function)}, at each change that matters. */
  public ControlLoop watch(
      ResourceType type,
      Predicate<WatchEvent> matters,
      Function<KubeObject, Stream<ObjectKey>> affected) {
    watches.add(
        client.watch(
            type,
            "",
            ListOptions.everything(),
            event -> {
              if (matters.test(event)) {
                affected.apply(event.object()).forEach(this::add);
              }
            }));
    return this;
  }

  /** Reconciles each object of a type at its every change. */
  public ControlLoop watch(ResourceType type) {
    return watch(type, object -> Stream.of(ObjectKey.of(object)));
  }

  /**
   * Reconciles the object of a kind that controls an object of a type, when that one changes; and
   * the one that has controlled it until then.
   */
  public ControlLoop watchOwned(ResourceType type, String ownerKind) {
    watches.add(
        client.watch(
            type,
            "",
            ListOptions.everything(),
            event -> {
              controller(event.object(), ownerKind).forEach(this::add);
              KubeObject before = event.before();
              if (before != null) {
                controller(before, ownerKind).forEach(this::add);
              }
            }));
    return this;
  }

  private static Stream<ObjectKey> controller(KubeObject object, String kind) {
    return OwnerReference.controllerOf(object).stream()
        .filter(owner -> owner.kind().equals(kind))
        .map(owner -> new ObjectKey(object.namespace(), owner.name()));
  }

  public void add(ObjectKey key) {
    if (!closed && queued.add(key)) {
      loop.schedule(longPasses.getOrDefault(key, PASS), () -> process(key));
    }
  }

  /** Says how many objects the pass for a key goes over, as the next one will. */
  public void goesOver(ObjectKey key, int objects) {
    Duration pass = Duration.ofNanos(objects * EACH);
    if (pass.compareTo(PASS) > 0) {
      longPasses.put(key, pass);
    } else {
      longPasses.remove(key);
    }
  }

  public void addAfter(ObjectKey key, Duration delay) {
    if (closed) {
      return;
    }
    Timer[] timer = new Timer[1];
    timer[0] =
        loop.schedule(
            delay,
            () -> {
              later.remove(timer[0]);
              add(key);
            });
    later.add(timer[0]);
  }

  @Override
  public void close() {
    closed = true;
    later.forEach(Timer::cancel);
    later.clear();
    watches.forEach(Watch::close);
  }

  private void process(ObjectKey key) {
    queued.remove(key);
    if (closed) {
      return;
    }
    if (underWay.contains(key)) {
      changedMeanwhile.add(key);
    } else {
      pass(key);
    }
  }

  private void pass(ObjectKey key) {
    try {
      reconcile.accept(key);
      failures.remove(key);
    } catch (ApiException refused) {
      if (refused.isForTask() && underWay.add(key)) {
        loop.spawn("reconcile " + key, () -> waitingPass(key));
      } else {
        addAfter(key, backOff(failures.merge(key, 1, Integer::sum)));
      }
    }
  }

  private void waitingPass(ObjectKey key) {
    try {
      pass(key);
    } finally {
      underWay.remove(key);
      if (changedMeanwhile.remove(key)) {
        add(key);
      }
    }
  }

  private static Duration backOff(int failures) {
    Duration delay = FIRST_BACK_OFF.multipliedBy(1L << Math.min(failures - 1, 20));
    return delay.compareTo(LONGEST_BACK_OFF) < 0 ? delay : LONGEST_BACK_OFF;
  }
}
