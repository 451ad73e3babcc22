package dev.cnilab.cluster.apiserver.storage;

import dev.cnilab.cluster.apiserver.storage.selection.Selection;
import dev.cnilab.cluster.apiserver.storage.selection.StoredChange;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.netsim.loop.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Informs watches with the same selection together: a change is evaluated once for all of them, and
 * one event of the loop reaches all of them, in the order in which they came. In a cluster of a
 * thousand nodes a thousand agents watch the nodes. On the loop only.
 */
public final class Broadcasts {
  private final EventLoop loop;
  private final ObjectStore store;
  private final Map<Selection, Audience> audiences = new HashMap<>();

  public Broadcasts(EventLoop loop, ObjectStore store) {
    this.loop = loop;
    this.store = store;
  }

  /** A subscriber. */
  public final class Listener {
    private final Selection selection;
    private final Consumer<WatchEvent> told;
    private boolean gone;

    private Listener(Selection selection, Consumer<WatchEvent> told) {
      this.selection = selection;
      this.told = told;
    }

    private void tell(WatchEvent event) {
      if (gone) {
        return;
      }
      try {
        told.accept(event);
      } catch (Throwable defect) {
        loop.report(defect); // of this listener; the others still get the change
      }
    }

    /** Unsubscribes; no more events come. */
    public void leave() {
      if (!gone) {
        gone = true;
        audiences.computeIfPresent(selection, (any, audience) -> audience.without(this));
      }
    }
  }

  /** Subscribes to changes from now on, after the events that led up to now. */
  public Listener add(Selection selection, List<WatchEvent> first, Consumer<WatchEvent> told) {
    Listener listener = new Listener(selection, told);
    if (!first.isEmpty()) {
      loop.schedule(0, () -> first.forEach(listener::tell));
    }
    audiences.computeIfAbsent(selection, Audience::new).add(listener);
    return listener;
  }

  /** All listeners with the same selection. */
  private final class Audience {
    private final WatchStream stream;
    private final Runnable unsubscribe;

    /** Replaced, never changed: a listener that comes after a change does not get it. */
    private List<Listener> listeners = List.of();

    Audience(Selection selection) {
      stream = new WatchStream(selection);
      unsubscribe = store.subscribe(selection, this::changed);
    }

    void add(Listener listener) {
      List<Listener> more = new ArrayList<>(listeners.size() + 1);
      more.addAll(listeners);
      more.add(listener);
      listeners = more;
    }

    @Nullable Audience without(Listener listener) {
      List<Listener> fewer = new ArrayList<>(listeners);
      fewer.remove(listener);
      listeners = fewer;
      if (fewer.isEmpty()) {
        unsubscribe.run();
        return null;
      }
      return this;
    }

    private void changed(StoredChange change) {
      stream.event(change).ifPresent(this::tellLater);
    }

    private void tellLater(WatchEvent event) {
      List<Listener> present = listeners;
      loop.schedule(0, () -> present.forEach(listener -> listener.tell(event)));
    }
  }
}
