package dev.cnilab.cluster.kubelet.source;

import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileWatch;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The pods in the files of a directory; it is watched, and read again every 20 s. */
public final class StaticPods implements AutoCloseable {
  private static final Duration RESYNC = Duration.ofSeconds(20);

  private final Lifetime lifetime;
  private final MountNamespace files;
  private final String directory;
  private final String node;
  private final Klog log;
  private final Consumer<Pod> added;
  private final Consumer<Pod> removed;
  private final Map<String, Pod> pods = new LinkedHashMap<>();
  private final Map<String, Known> known = new LinkedHashMap<>();
  private @Nullable FileWatch watch;
  private boolean reading;

  /** A manifest as it was last read, so that it is parsed again only if it has changed. */
  private record Known(String text, Pod pod) {}

  /**
   * Watches the pods of a directory. {@code added} and {@code removed} are called as files come and
   * go.
   */
  public StaticPods(
      Lifetime lifetime,
      MountNamespace files,
      String directory,
      String node,
      Klog log,
      Consumer<Pod> added,
      Consumer<Pod> removed) {
    this.lifetime = lifetime;
    this.files = files;
    this.directory = directory;
    this.node = node;
    this.log = log;
    this.added = added;
    this.removed = removed;
  }

  public void start() {
    lifetime.every(RESYNC, this::read);
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
  }

  private void readSoon() {
    if (!reading) {
      reading = true;
      lifetime.after(Duration.ofMillis(1), this::read);
    }
  }

  private void read() {
    reading = false;
    Map<String, Pod> found = new LinkedHashMap<>();
    try {
      if (!files.isDirectory(directory)) {
        watch = null;
      } else {
        if (watch == null) {
          watch = files.watch(directory, event -> readSoon());
        }
        for (String name : files.list(directory)) {
          if (!name.startsWith(".")) {
            read(directory + "/" + name, found);
          }
        }
      }
    } catch (FileException unreadable) {
      log.failure(
          "file.go:104", unreadable.getMessage(), "Unable to read config path", "path", directory);
      return;
    }
    Map<String, Pod> before = new LinkedHashMap<>(pods);
    pods.clear();
    pods.putAll(found);
    known.values().removeIf(each -> !found.containsKey(each.pod().uid()));
    before.values().stream().filter(pod -> !found.containsKey(pod.uid())).forEach(removed);
    found.values().stream().filter(pod -> !before.containsKey(pod.uid())).forEach(added);
  }

  private void read(String path, Map<String, Pod> found) throws FileException {
    if (!files.status(path).isRegular()) {
      return;
    }
    try {
      String text = files.readText(path);
      Known last = known.get(path);
      if (last == null || !last.text().equals(text)) {
        last = new Known(text, Manifest.parse(text, path, node, lifetime.now()));
        known.put(path, last);
      }
      found.put(last.pod().uid(), last.pod());
    } catch (IllegalArgumentException | IOException invalid) {
      log.failure(
          "file.go:215",
          String.valueOf(invalid.getMessage()),
          "Could not process manifest file",
          "path",
          path);
    }
  }
}
