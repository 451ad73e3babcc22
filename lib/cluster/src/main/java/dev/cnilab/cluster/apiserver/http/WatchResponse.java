package dev.cnilab.cluster.apiserver.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.outage.Streams;
import dev.cnilab.cluster.apiserver.registry.ApiCore;
import dev.cnilab.cluster.apiserver.storage.Change;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.apiserver.storage.WatchStream;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A watch: changes as lines of JSON, until the client goes or the time is up. */
final class WatchResponse implements Streams.Open {
  /** A client that leaves so many bytes unread is sent away; it may watch again. */
  private static final long MOST_UNREAD = 16L * 1024 * 1024;

  private final ApiCore core;
  private final Reply.Changes watch;
  private final Backlog backlog;
  private final ResponseStream stream;
  private final WatchStream selected;
  private final Layout layout;
  private final AtomicInteger open;
  private Runnable unsubscribe = () -> {};

  private WatchResponse(
      ApiCore core, Reply.Changes watch, Response response, Callback callback, AtomicInteger open) {
    this.core = core;
    this.watch = watch;
    this.open = open;
    this.selected = new WatchStream(watch.selection());
    this.layout = Layout.of(core, watch.selection().type(), "");
    this.backlog = new Backlog(core.loop());
    this.stream =
        new ResponseStream(
            response, callback, backlog, () -> core.loop().execute(this::unsubscribe));
  }

  /**
   * Answers a request.
   *
   * @param open counts the watches that go on
   */
  static void start(
      ApiCore core, Reply.Changes watch, Response response, Callback callback, AtomicInteger open) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache, private");
    WatchResponse started = new WatchResponse(core, watch, response, callback, open);
    started.stream.write(new byte[0]);
    core.loop().execute(started::begin);
    Deadlines.after(watch.timeout().toMillis(), TimeUnit.MILLISECONDS, started.stream::end);
  }

  private void begin() {
    ObjectStore store = core.store();
    if (watch.resourceVersion().isEmpty()) {
      store.list(watch.selection().type(), watch.selection().namespace()).stream()
          .filter(watch.selection()::contains)
          .forEach(object -> send("ADDED", object));
      if (watch.bookmarks() == Reply.Bookmarks.INITIAL_EVENTS) {
        send("BOOKMARK", bookmark(store.revision()));
      }
    } else {
      long since = Long.parseLong(watch.resourceVersion());
      try {
        WatchStream.requireRetained(store, since);
      } catch (ApiException expired) {
        line("ERROR", expired.status().toObject().json());
        stream.end();
        return;
      }
      store.changesAfter(since).forEach(this::onChange);
    }
    Runnable end = store.subscribe(this::onChange);
    core.streams().began(this);
    open.incrementAndGet();
    unsubscribe =
        () -> {
          end.run();
          core.streams().ended(this);
          open.decrementAndGet();
        };
  }

  /** As where etcd has been restored: the client lists anew. */
  @Override
  public void cutOff() {
    ApiException reset = ApiErrors.expired("the cluster was reset; list and watch anew");
    core.loop()
        .execute(
            () -> {
              line("ERROR", reset.status().toObject().json());
              stream.end();
            });
  }

  private void onChange(Change change) {
    selected.event(change).ifPresent(this::send);
  }

  private void send(WatchEvent event) {
    send(event.type().name(), event.object());
  }

  private void send(String type, KubeObject object) {
    line(type, watch.rendering().one(layout, object));
  }

  private void line(String type, com.fasterxml.jackson.databind.JsonNode object) {
    ObjectNode event = Json.object().put("type", type);
    event.set("object", object);
    stream.write((event + "\n").getBytes(StandardCharsets.UTF_8));
    if (backlog.size() > MOST_UNREAD) {
      stream.abort("the client reads too slowly");
    }
  }

  private KubeObject bookmark(long revision) {
    ObjectNode json =
        Json.object()
            .put("kind", watch.selection().type().kind())
            .put("apiVersion", watch.selection().type().apiVersion());
    json.putObject("metadata")
        .put("resourceVersion", Long.toString(revision))
        .putObject("annotations")
        .put("k8s.io/initial-events-end", "true");
    return KubeObject.of(json);
  }

  private void unsubscribe() {
    Runnable once = unsubscribe;
    unsubscribe = () -> {};
    once.run();
  }
}
