package dev.cnilab.cluster.apiserver.http.watch;

import dev.cnilab.cluster.apiserver.http.message.Accepted;
import dev.cnilab.cluster.apiserver.http.rendering.Bookmark;
import dev.cnilab.cluster.apiserver.http.rendering.Layout;
import dev.cnilab.cluster.apiserver.storage.selection.StoredChange;
import dev.cnilab.cluster.client.ApiStatus;
import dev.cnilab.cluster.client.WatchEvent;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The watches that get the objects of one type in the same form. On the loop only. */
final class Audience {
  private final Accepted accepted;
  private final Layout layout;
  private final Set<WatchResponse> watches = new LinkedHashSet<>();

  Audience(Accepted accepted, Layout layout) {
    this.accepted = accepted;
    this.layout = layout;
  }

  void add(WatchResponse watch) {
    watches.add(watch);
  }

  void remove(WatchResponse watch) {
    watches.remove(watch);
  }

  boolean isEmpty() {
    return watches.isEmpty();
  }

  /** Passes a change to the watches that it concerns; its event is rendered once. */
  void tell(StoredChange change) {
    if (!change.type().storedPlural().equals(layout.type().storedPlural())) {
      return;
    }
    Map<WatchEvent.Type, WatchLine> lines = new EnumMap<>(WatchEvent.Type.class);
    for (WatchResponse watch : List.copyOf(watches)) {
      watch
          .event(change)
          .ifPresent(
              event ->
                  watch.offer(
                      lines.computeIfAbsent(event.type(), type -> line(event, change.size()))));
    }
  }

  WatchLine line(WatchEvent event, long size) {
    return new WatchLine(
        accepted.encoding(),
        event.type().name(),
        size,
        () -> accepted.rendering().changed(layout, event.object()));
  }

  /** The event with which a watch fails. */
  WatchLine error(ApiStatus status) {
    return new WatchLine(accepted.encoding(), "ERROR", 0, () -> status.toObject().json());
  }

  /** A bookmark event, which states only how far a watch has come. */
  WatchLine bookmark(long revision, Bookmark progress) {
    return new WatchLine(
        accepted.encoding(),
        "BOOKMARK",
        0,
        () -> accepted.rendering().bookmark(layout, revision, progress));
  }
}
