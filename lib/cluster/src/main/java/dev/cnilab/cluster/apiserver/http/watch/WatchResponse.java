package dev.cnilab.cluster.apiserver.http.watch;

import dev.cnilab.cluster.apiserver.connection.Framing;
import dev.cnilab.cluster.apiserver.connection.Hangup;
import dev.cnilab.cluster.apiserver.connection.OutgoingStream;
import dev.cnilab.cluster.apiserver.connection.ResponseStream;
import dev.cnilab.cluster.apiserver.connection.SilentClose;
import dev.cnilab.cluster.apiserver.connection.limit.Backlog;
import dev.cnilab.cluster.apiserver.connection.limit.Deadlines;
import dev.cnilab.cluster.apiserver.connection.stream.OpenStream;
import dev.cnilab.cluster.apiserver.http.message.Reply;
import dev.cnilab.cluster.apiserver.http.rendering.Bookmark;
import dev.cnilab.cluster.apiserver.storage.WatchStream;
import dev.cnilab.cluster.apiserver.storage.selection.StoredChange;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ApiStatus;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.object.KubeObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A watch: changes as lines of JSON or frames of protobuf, until the client disconnects or the time
 * is up.
 */
public final class WatchResponse implements OpenStream {
  /**
   * How many changes may be queued for a client that reads slowly. Beyond that its watch ends, as
   * kube-apiserver ends an unresponsive one; the client may resume where it was.
   */
  private static final int MOST_WAITING = 2_000;

  /** How large they may be together before one more ends the watch, in characters. */
  private static final long MOST_WAITING_SIZE = 4_000_000;

  private static final Duration BETWEEN_BOOKMARKS = Duration.ofMinutes(1);

  /** How long before a watch ends its client is told how far it has got. */
  private static final Duration BEFORE_END = Duration.ofSeconds(2);

  private final Watchers watchers;
  private final Reply.Changes watch;
  private final Backlog backlog;
  private final OutgoingStream stream;
  private final WatchStream selected;
  private final Audience audience;
  private final Deque<WatchLine> waiting = new ArrayDeque<>();
  private long waitingSize;
  private Iterator<KubeObject> initial = Collections.emptyIterator();
  private Deadlines.Deadline deadline = () -> {};
  private Deadlines.Deadline bookmark = () -> {};
  private long endTime;
  private boolean over;

  private WatchResponse(
      Watchers watchers,
      Reply.Changes watch,
      BiFunction<Backlog, Runnable, OutgoingStream> stream) {
    this.watchers = watchers;
    this.watch = watch;
    this.selected = new WatchStream(watch.selection());
    this.audience = watchers.audience(watch);
    this.backlog = new Backlog(watchers.loop());
    this.stream = stream.apply(backlog, () -> watchers.loop().execute(this::leave));
    backlog.onRoom(() -> watchers.serveLater(this));
  }

  /** Answers a request. From any thread. */
  public static void start(
      Watchers watchers,
      Reply.Changes watch,
      Request request,
      Response response,
      Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, watch.accepted().encoding().stream());
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache, private");
    watchers
        .loop()
        .submit(
            () ->
                begin(
                    watchers,
                    watch,
                    (backlog, gone) -> {
                      ResponseStream stream =
                          new ResponseStream(
                              response, callback, Framing.ofPieces(request), backlog, gone);
                      SilentClose.with(request, response);
                      Hangup.listen(request, response, stream::abort);
                      return stream;
                    }))
        .exceptionally(
            failure -> {
              callback.failed(failure);
              return null;
            });
  }

  /**
   * Begins to send events. On the loop only.
   *
   * @param stream makes what carries them, and calls the second argument when the client is gone
   */
  static WatchResponse begin(
      Watchers watchers,
      Reply.Changes watch,
      BiFunction<Backlog, Runnable, OutgoingStream> stream) {
    WatchResponse started = new WatchResponse(watchers, watch, stream);
    started.begin();
    return started;
  }

  OutgoingStream stream() {
    return stream;
  }

  private void begin() {
    stream.write(new byte[0]); // so that the client gets the headers at once
    watchers.add(this, audience);
    endTime = System.nanoTime() + watch.timeout().toNanos();
    deadline = Deadlines.after(watch.timeout(), () -> watchers.loop().execute(this::end));
    try {
      beginAfter(watch.since());
    } catch (ApiException refused) {
      fail(refused.status());
    }
    watchers.serveLater(this);
  }

  private void beginAfter(OptionalLong version) {
    if (version.isEmpty()) {
      initial = watchers.store().list(watch.selection()).iterator();
      if (watch.bookmarks() == Reply.Bookmarks.INITIAL_EVENTS) {
        waiting.add(audience.bookmark(watchers.store().revision(), Bookmark.INITIAL_EVENTS_END));
      }
    } else {
      long since = version.getAsLong();
      WatchStream.requireRetained(watchers.store(), since);
      watchers.store().changesAfter(since).forEach(this::replay);
    }
    bookmarkLater();
  }

  private void replay(StoredChange change) {
    event(change).ifPresent(event -> queue(audience.line(event, change.size())));
  }

  /** The watch event of a change. */
  Optional<WatchEvent> event(StoredChange change) {
    return selected.event(change);
  }

  /** Queues an event, which is sent as soon as there is room. */
  void offer(WatchLine line) {
    if (over) {
      return;
    }
    if (waiting.size() >= MOST_WAITING || waitingSize > MOST_WAITING_SIZE) {
      waiting.clear();
      watchers.loop().execute(this::leave); // not while the audience is being served
      stream.end();
      return;
    }
    queue(line);
    watchers.serveLater(this);
  }

  private void queue(WatchLine line) {
    waiting.add(line);
    waitingSize += line.size();
  }

  private WatchLine next() {
    WatchLine next = waiting.remove();
    waitingSize -= next.size();
    return next;
  }

  /** Writes as much as there is room for. */
  void serve() {
    try {
      while (!over && backlog.hasRoom() && (initial.hasNext() || !waiting.isEmpty())) {
        WatchLine line =
            initial.hasNext()
                ? audience.line(new WatchEvent(WatchEvent.Type.ADDED, initial.next()), 0)
                : next();
        stream.write(line.bytes());
      }
    } catch (RuntimeException unrenderable) {
      watchers.loop().report(unrenderable);
      fail(ApiErrors.internal(unrenderable.toString()).status());
    }
  }

  /** As after a restore of etcd: the client has to list again. */
  @Override
  public void cutOff() {
    ApiException reset = ApiErrors.expired("the cluster was reset; list and watch again");
    watchers.loop().execute(() -> fail(reset.status()));
  }

  /** Ends this watch with an event that states why. */
  private void fail(ApiStatus status) {
    stream.write(audience.error(status).bytes());
    leave();
    stream.end();
  }

  /** Ends this watch as if its time were up. On the loop only. */
  void end() {
    leave();
    stream.end();
  }

  /** Every minute and shortly before the end, as apiserver's {@code nextBookmarkTime}. */
  private void bookmarkLater() {
    Duration left = Duration.ofNanos(endTime - System.nanoTime()).minus(BEFORE_END);
    if (watch.bookmarks() != Reply.Bookmarks.NONE && left.isPositive()) {
      Duration delay = left.compareTo(BETWEEN_BOOKMARKS) < 0 ? left : BETWEEN_BOOKMARKS;
      bookmark = Deadlines.after(delay, () -> watchers.loop().execute(this::tellProgress));
    }
  }

  private void tellProgress() {
    if (!over) {
      offer(audience.bookmark(watchers.store().revision(), Bookmark.SO_FAR));
      bookmarkLater();
    }
  }

  /** Releases everything: the client is gone, or the watch has ended. */
  void leave() {
    if (over) {
      return;
    }
    over = true;
    watchers.remove(this, audience);
    deadline.cancel();
    bookmark.cancel();
    initial = Collections.emptyIterator();
    waiting.clear();
  }
}
