package dev.cnilab.cluster.apiserver.http.watch;

import dev.cnilab.cluster.apiserver.connection.OutgoingStream;
import dev.cnilab.cluster.apiserver.connection.stream.OpenStreams;
import dev.cnilab.cluster.apiserver.custom.CustomKind;
import dev.cnilab.cluster.apiserver.custom.ServedResources;
import dev.cnilab.cluster.apiserver.http.message.Accepted;
import dev.cnilab.cluster.apiserver.http.message.Reply;
import dev.cnilab.cluster.apiserver.http.rendering.Layout;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.apiserver.storage.selection.StoredChange;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.netsim.loop.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The watches over HTTP. A write to the store only queues its event for them; they are served
 * afterwards, so a failure of one of them affects neither the writer nor the others. On the loop
 * only.
 */
public final class Watchers {
  /** How many streams one thread serves, one after the other. */
  private static final int SHARE = 64;

  private final EventLoop loop;
  private final ObjectStore store;
  private final ServedResources resources;
  private final OpenStreams streams;
  private final Executor writers;
  private final Map<Form, Audience> audiences = new LinkedHashMap<>();
  private final Set<WatchResponse> all = new LinkedHashSet<>();
  private final Set<WatchResponse> waiting = new LinkedHashSet<>();
  private final AtomicInteger open = new AtomicInteger();

  /** The form of the objects, which watches of one audience share. */
  private record Form(
      ResourceType type, Optional<CustomKind> custom, Accepted accepted, String include) {}

  /**
   * Starts following the store.
   *
   * @param streams know all that is open
   * @param writers run what sends
   */
  public Watchers(
      EventLoop loop,
      ObjectStore store,
      ServedResources resources,
      OpenStreams streams,
      Executor writers) {
    this.loop = loop;
    this.store = store;
    this.resources = resources;
    this.streams = streams;
    this.writers = writers;
    loop.execute(() -> store.subscribe(this::onChange));
  }

  /** The number of open watches. From any thread. */
  public int open() {
    return open.get();
  }

  /**
   * Ends the watch that has been open for longest; its client may resume it. From any thread.
   *
   * @return false if no watch is open
   */
  public boolean endOldest() {
    if (open() == 0) {
      return false;
    }
    loop.execute(() -> all.stream().findFirst().ifPresent(WatchResponse::end));
    return true;
  }

  EventLoop loop() {
    return loop;
  }

  ObjectStore store() {
    return store;
  }

  /** The audience for the form that a watch asks for. */
  Audience audience(Reply.Changes watch) {
    Layout layout = Layout.of(resources, loop::now, watch.selection().type(), watch.include());
    return audiences.computeIfAbsent(
        new Form(layout.type(), layout.custom(), watch.accepted(), layout.include()),
        form -> new Audience(watch.accepted(), layout));
  }

  void add(WatchResponse watch, Audience audience) {
    audience.add(watch);
    all.add(watch);
    streams.began(watch);
    open.incrementAndGet();
  }

  void remove(WatchResponse watch, Audience audience) {
    audience.remove(watch);
    all.remove(watch);
    streams.ended(watch);
    waiting.remove(watch);
    audiences.values().removeIf(Audience::isEmpty);
    open.decrementAndGet();
  }

  /** Serves a watch after the current event. */
  void serveLater(WatchResponse watch) {
    if (waiting.isEmpty()) {
      loop.execute(this::serve);
    }
    waiting.add(watch);
  }

  private void onChange(StoredChange change) {
    audiences.values().forEach(audience -> audience.tell(change));
  }

  private void serve() {
    List<WatchResponse> served = List.copyOf(waiting);
    waiting.clear();
    List<OutgoingStream> streams = new ArrayList<>();
    for (WatchResponse watch : served) {
      watch.serve();
      streams.add(watch.stream());
      if (streams.size() == SHARE) {
        flush(streams);
        streams = new ArrayList<>();
      }
    }
    flush(streams);
  }

  private void flush(List<OutgoingStream> streams) {
    writers.execute(() -> streams.forEach(OutgoingStream::flush));
  }
}
