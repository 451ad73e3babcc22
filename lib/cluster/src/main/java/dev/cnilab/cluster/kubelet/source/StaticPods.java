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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pods in the files of a directory; it is watched, and read again every 20 s. A file that
 * becomes invalid keeps its pod until then (pkg/kubelet/config/file.go).
 */
public final class StaticPods implements AutoCloseable {
  private static final Duration RESYNC = Duration.ofSeconds(20);
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** What it reads in a millisecond, in bytes as a power of two. */
  private static final int MEBIBYTE = 20;

  private final Lifetime lifetime;
  private final MountNamespace files;
  private final String directory;
  private final String node;
  private final Klog log;
  private final Consumer<Pod> added;
  private final Consumer<Pod> removed;
  private final Map<String, Pod> pods = new LinkedHashMap<>();
  private final Map<String, Known> known = new TreeMap<>();
  private final Set<String> touched = new TreeSet<>();
  private @Nullable FileWatch watch;
  private boolean isAwaited;

  /** How long it takes to read what was touched last, in milliseconds; events wait for so long. */
  private long reading = 1;

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
    lifetime.every(RESYNC, this::list);
  }

  /** As long as there is nothing to watch, it is looked for once a second. */
  private void awaitDirectory() {
    if (isAwaited || directory.isEmpty() || files.exists(directory)) {
      return;
    }
    isAwaited = true;
    log.failure(
        "file_linux.go:59",
        "path does not exist, ignoring",
        "Unable to read config path",
        "path",
        directory);
    lifetime.after(
        RETRY,
        () -> {
          isAwaited = false;
          list();
        });
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
  }

  private void list() {
    Set<String> present = new TreeSet<>();
    try {
      if (!files.isDirectory(directory)) {
        watch = null;
        awaitDirectory();
      } else {
        if (watch == null) {
          watch = files.watch(directory, event -> touch(event.name()));
        }
        for (String name : files.list(directory)) {
          String path = directory + "/" + name;
          if (!name.startsWith(".") && files.status(path).isRegular() && isListed(path)) {
            present.add(path);
          }
        }
      }
    } catch (FileException unreadable) {
      log.failure(
          "file.go:104", unreadable.getMessage(), "Unable to read config path", "path", directory);
      return;
    }
    known.keySet().retainAll(present);
    tell();
  }

  private boolean isListed(String path) {
    try {
      read(path);
      return true;
    } catch (IllegalArgumentException | IOException invalid) {
      log.failure(
          "file.go:186",
          String.valueOf(invalid.getMessage()),
          "Could not process manifest file",
          "path",
          path);
      return false;
    }
  }

  private void touch(String name) {
    if (touched.isEmpty()) {
      lifetime.after(Duration.ofMillis(reading), this::readTouched);
    }
    touched.add(name);
  }

  private void readTouched() {
    Set<String> names = new TreeSet<>(touched);
    touched.clear();
    reading = 1;
    for (String name : names) {
      String path = directory + "/" + name;
      try {
        if (!files.exists(path)) {
          known.remove(path);
        } else if (!name.startsWith(".") && files.status(path).isRegular()) {
          reading += files.status(path).size() >> MEBIBYTE;
          read(path);
        }
      } catch (IllegalArgumentException | IOException invalid) {
        log.failure(
            "file.go:107",
            "can't process config file \"" + path + "\": " + invalid.getMessage(),
            "Unable to process watch event");
      }
    }
    if (names.contains("")) {
      list();
    } else {
      tell();
    }
  }

  private void read(String path) throws IOException {
    String text = files.readText(path);
    Known last = known.get(path);
    if (last == null || !last.text().equals(text)) {
      known.put(path, new Known(text, Manifest.parse(text, path, node, lifetime.now())));
    }
  }

  /** Tells what has come and gone; of two pods of one name the last file's counts. */
  private void tell() {
    Map<String, Pod> byName = new LinkedHashMap<>();
    known.values().forEach(each -> byName.put(each.pod().key(), each.pod()));
    Map<String, Pod> found = new LinkedHashMap<>();
    byName.values().forEach(pod -> found.put(pod.uid(), pod));
    Map<String, Pod> before = new LinkedHashMap<>(pods);
    pods.clear();
    pods.putAll(found);
    before.values().stream().filter(pod -> !found.containsKey(pod.uid())).forEach(removed);
    found.values().stream().filter(pod -> !before.containsKey(pod.uid())).forEach(added);
  }
}
