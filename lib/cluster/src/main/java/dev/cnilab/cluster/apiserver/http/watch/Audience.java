package dev.cnilab.cluster.apiserver.http.watch;

import dev.cnilab.cluster.apiserver.http.message.Layout;
import dev.cnilab.cluster.apiserver.http.message.Rendering;
import dev.cnilab.cluster.apiserver.http.message.Reply;
import dev.cnilab.cluster.apiserver.storage.Change;
import dev.cnilab.cluster.client.WatchEvent;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The watches that get the objects of one type in the same form. On the loop only. */
final class Audience {
  private final Rendering rendering;
  private final Layout layout;
  private final Set<WatchResponse> watches = new LinkedHashSet<>();

  Audience(Rendering rendering, Layout layout) {
    this.rendering = rendering;
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
  void tell(Change change) {
    if (!change.type().storedPlural().equals(layout.type().storedPlural())) {
      return;
    }
    Map<WatchEvent.Type, WatchLine> lines = new EnumMap<>(WatchEvent.Type.class);
    for (WatchResponse watch : List.copyOf(watches)) {
      watch
          .event(change)
          .ifPresent(
              event -> watch.offer(lines.computeIfAbsent(event.type(), type -> line(event))));
    }
  }

  WatchLine line(WatchEvent event) {
    return new WatchLine(event.type().name(), () -> rendering.changed(layout, event.object()));
  }

  /** A bookmark event, which states only how far a watch has come. */
  WatchLine bookmark(long revision, Reply.Progress progress) {
    return new WatchLine("BOOKMARK", () -> rendering.bookmark(layout, revision, progress));
  }
}
