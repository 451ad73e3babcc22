package dev.cnilab.cluster.client.connection;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.client.Watch;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.line.Line;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A watch that is resumed: after it was cut or refused, it continues where it was, or lists again
 * if that version has been compacted; {@code tools/cache/reflector.go}.
 */
final class Reflector implements Watch {
  private static final Duration FIRST_BACK_OFF = Duration.ofMillis(800);
  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);

  /** The server ends a watch after this time, or up to twice as long. */
  private static final Duration SHORTEST_WATCH = Duration.ofMinutes(5);

  private static final int EVENT = 900;

  /** What is watched, and for whom. */
  record Subject(
      ResourceType type, String namespace, ListOptions options, ApiTransport.Call call) {}

  private final ApiTransport transport;
  private final EventLoop loop;
  private final Subject subject;
  private final ReflectorLog log;
  private final Consumer<WatchEvent> listener;
  private final Map<String, KubeObject> known = new HashMap<>();
  private final Deque<WatchEvent> undelivered = new ArrayDeque<>();
  private String version;
  private Duration backOff = FIRST_BACK_OFF;
  private @Nullable Watch watch;
  private @Nullable Line<ApiService> by;
  private @Nullable Timer timer;
  private boolean cut;
  private boolean listed;
  private boolean closed;

  Reflector(
      ApiTransport transport, Subject subject, ReflectorLog log, Consumer<WatchEvent> listener) {
    this.transport = transport;
    this.loop = transport.loop();
    this.subject = subject;
    this.log = log;
    this.listener = listener;
    this.version = subject.options().resourceVersion();
  }

  void begin() {
    if (!transport.add(this)) {
      closed = true;
      return;
    }
    timer = loop.schedule(0, this::attempt);
  }

  private void attempt() {
    if (closed) {
      return;
    }
    stopTimer();
    try {
      watch = transport.callBy(subject.call(), this::watchBy);
      backOff = FIRST_BACK_OFF;
      loop.schedule(0, () -> listed = true); // after the events from the list
      long spread = loop.random().nextLong(SHORTEST_WATCH.toNanos());
      timer = loop.schedule(SHORTEST_WATCH.toNanos() + spread, this::renew);
    } catch (ApiException failed) {
      by = null;
      if (failed.status().code() == 410) {
        version = "";
        timer = loop.schedule(0, this::attempt);
      } else if (!failed.isUnreachable() || !transport.isPending()) {
        failed(failed);
      }
    }
  }

  private void failed(ApiException why) {
    log.failed(
        version.isEmpty() ? "list" : "watch", subject.type(), String.valueOf(why.getMessage()));
    version = why.isUnreachable() ? version : "";
    cut = why.isUnreachable();
    retry();
  }

  private Watch watchBy(ApiClient client, Line<ApiService> line) {
    by = line;
    undelivered.clear();
    ListOptions options = subject.options();
    if (version.isEmpty() && !known.isEmpty()) {
      forgetAllBut(client.list(subject.type(), subject.namespace(), options));
    }
    return client.watch(
        subject.type(),
        subject.namespace(),
        new ListOptions(options.labelSelector(), options.fieldSelector(), version),
        event -> received(line, event));
  }

  private void forgetAllBut(List<KubeObject> listed) {
    Set<String> present = new HashSet<>();
    listed.forEach(object -> present.add(object.key()));
    known.entrySet().stream()
        .filter(each -> !present.contains(each.getKey()))
        .map(each -> new WatchEvent(WatchEvent.Type.DELETED, each.getValue()))
        .toList()
        .forEach(event -> loop.schedule(0, () -> deliver(event)));
  }

  /** The watch has reached its time limit. */
  private void renew() {
    endWatch();
    attempt();
  }

  private void retry() {
    long delay = (long) (backOff.toNanos() * (1 + loop.random().nextDouble()));
    Duration doubled = backOff.multipliedBy(2);
    backOff = doubled.compareTo(LONGEST_BACK_OFF) < 0 ? doubled : LONGEST_BACK_OFF;
    stopTimer();
    timer = loop.schedule(delay, this::attempt);
  }

  private void received(Line<ApiService> line, WatchEvent event) {
    if (closed || line != by) {
      return;
    }
    if (undelivered.isEmpty() && line.tell(EVENT)) {
      deliver(event);
    } else {
      undelivered.add(event);
    }
  }

  private void flush() {
    while (by != null && !undelivered.isEmpty() && by.tell(EVENT)) {
      deliver(undelivered.remove());
    }
  }

  private void deliver(WatchEvent event) {
    KubeObject object = event.object();
    WatchEvent.Type type = event.type();
    KubeObject before;
    if (type == WatchEvent.Type.DELETED) {
      before = known.remove(object.key());
      if (before == null) {
        return;
      }
    } else {
      before = known.put(object.key(), object);
      if (before != null && before.resourceVersion().equals(object.resourceVersion())) {
        return;
      }
      type = before == null ? WatchEvent.Type.ADDED : WatchEvent.Type.MODIFIED;
    }
    if (!closed) {
      listener.accept(new WatchEvent(type, object, before));
    }
  }

  /** Whether a change of the process's connection matters to it. */
  boolean concerns(Line<ApiService> line) {
    return by != null
        ? by.end() != null || !undelivered.isEmpty()
        : watch == null && (timer == null || (cut && line.isStanding()));
  }

  void lineChanged(Line<ApiService> line) {
    if (closed || !concerns(line)) {
      return;
    }
    if (by == null) {
      reconsider(line);
    } else if (by.end() == null) {
      flush();
    } else {
      String why = String.valueOf(by.end());
      endWatch();
      cut = true;
      log.ended(subject.type(), why);
      retry();
    }
  }

  /** What it was waiting for, without a timer of its own, has happened or failed. */
  private void reconsider(Line<ApiService> line) {
    String end = line.end();
    if (end == null) {
      attempt();
    } else {
      failed(transport.failure(subject.call(), end));
    }
  }

  private void endWatch() {
    if (watch != null) {
      watch.close();
      watch = null;
    }
    by = null;
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  @Override
  public boolean isSynced() {
    return listed && undelivered.isEmpty();
  }

  @Override
  public void close() {
    closed = true;
    stopTimer();
    endWatch();
    transport.remove(this);
  }
}
