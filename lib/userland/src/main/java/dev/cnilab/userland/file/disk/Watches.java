package dev.cnilab.userland.file.disk;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.file.FileEvent;
import dev.cnilab.userland.file.FileWatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The watches on a disk, by path. */
final class Watches {
  private final EventLoop loop;
  private final Map<String, List<Consumer<FileEvent>>> listeners = new HashMap<>();

  Watches(EventLoop loop) {
    this.loop = loop;
  }

  FileWatch add(String path, Consumer<FileEvent> listener) {
    listeners.computeIfAbsent(path, any -> new ArrayList<>()).add(listener);
    return () -> listeners.computeIfPresent(path, (any, all) -> without(all, listener));
  }

  boolean isEmpty() {
    return listeners.isEmpty();
  }

  /** Notifies the watches of the entry and of its directory, as the loop's next event. */
  void changed(String path, FileEvent.Kind kind) {
    if (listeners.isEmpty()) {
      return;
    }
    int slash = path.lastIndexOf('/');
    if (slash >= 0) {
      String directory = path.substring(0, slash);
      if (listeners.containsKey(directory)) {
        tell(directory, new FileEvent(kind, path.substring(slash + 1)));
      }
    }
    if (listeners.containsKey(path)) {
      tell(path, new FileEvent(kind, ""));
    }
  }

  private void tell(String watched, FileEvent event) {
    for (Consumer<FileEvent> listener : List.copyOf(listeners.getOrDefault(watched, List.of()))) {
      loop.schedule(
          0,
          () -> {
            if (listeners.getOrDefault(watched, List.of()).contains(listener)) {
              listener.accept(event);
            }
          });
    }
  }

  private static @Nullable List<Consumer<FileEvent>> without(
      List<Consumer<FileEvent>> all, Consumer<FileEvent> gone) {
    all.remove(gone);
    return all.isEmpty() ? null : all;
  }
}
