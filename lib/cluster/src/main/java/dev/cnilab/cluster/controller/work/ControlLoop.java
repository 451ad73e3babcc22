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
 * A controller's watches and its queue: a key that is added while it is queued is reconciled only
 * once (so that a thousand pods starting together do not cause a thousand passes over all of them),
 * and one whose reconciliation the API refused is retried with client-go's back-off (5 ms,
 * doubling, at most 1000 s). A pass is an event of the loop; one that has to wait, as for webhooks,
 * is started again as a task, while its key waits.
 */
public final class ControlLoop implements AutoCloseable {
  private static final Duration FIRST_BACK_OFF = Duration.ofMillis(5);
  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(1000);

  /** The duration of a real pass, or less; changes during it are handled by a single pass. */
  private static final Duration PASS = Duration.ofMillis(1);

  /** The additional duration for each object that a pass processes, in nanoseconds. */
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

  /** Adds, at each change of an object of a type, the keys that {@code affected} returns. */
  public ControlLoop watch(ResourceType type, Function<KubeObject, Stream<ObjectKey>> affected) {
    return watch(type, event -> true, affected);
  }

  /** Like {@link #watch(ResourceType, Function)}, for changes that matter. */
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
                addAffected(event.object(), affected, 0);
              }
            }));
    return this;
  }

  /** Reconciles each object of a type whenever it changes. */
  public ControlLoop watch(ResourceType type) {
    return watch(type, object -> Stream.of(ObjectKey.of(object)));
  }

  /**
   * Like {@link #watch(ResourceType, Function)}, but adds the keys for the object before the
   * change, too: what it belonged to by a label or an owner has to see that it is gone.
   */
  public ControlLoop watchMoving(
      ResourceType type, Function<KubeObject, Stream<ObjectKey>> affected) {
    watches.add(
        client.watch(
            type,
            "",
            ListOptions.everything(),
            event -> {
              addAffected(event.object(), affected, 0);
              KubeObject before = event.before();
              if (before != null) {
                addAffected(before, affected, 0);
              }
            }));
    return this;
  }

  /**
   * Reconciles the owner of a kind that controls an object of a type whenever that object changes,
   * and also its previous controller.
   */
  public ControlLoop watchOwned(ResourceType type, String ownerKind) {
    return watchMoving(type, object -> controller(object, ownerKind));
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

  /** Adds the keys that an object affects; what cannot be read to find them is read again later. */
  private void addAffected(
      KubeObject object, Function<KubeObject, Stream<ObjectKey>> affected, int failed) {
    try {
      affected.apply(object).forEach(this::add);
    } catch (ApiException unreadable) {
      Runnable again = () -> addAffected(object, affected, failed + 1);
      if (unreadable.isForTask()) {
        loop.spawn("keys for " + object.name(), again);
      } else {
        after(backOff(failed + 1), again);
      }
    }
  }

  /** Sets how many objects the pass for a key processes, as an estimate for the next one. */
  public void goesOver(ObjectKey key, int objects) {
    Duration pass = Duration.ofNanos(objects * EACH);
    if (pass.compareTo(PASS) > 0) {
      longPasses.put(key, pass);
    } else {
      longPasses.remove(key);
    }
  }

  public void addAfter(ObjectKey key, Duration delay) {
    after(delay, () -> add(key));
  }

  private void after(Duration delay, Runnable action) {
    if (closed) {
      return;
    }
    Timer[] timer = new Timer[1];
    timer[0] =
        loop.schedule(
            delay,
            () -> {
              later.remove(timer[0]);
              action.run();
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
