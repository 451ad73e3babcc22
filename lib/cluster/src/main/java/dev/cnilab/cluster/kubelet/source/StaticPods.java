package dev.cnilab.cluster.kubelet.source;

import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileWatch;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
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

  /** What it reads in a millisecond, in bytes. */
  private static final int READ_A_MILLISECOND = 1 << 20;

  private final Lifetime lifetime;
  private final MountNamespace files;
  private final String directory;
  private final ManifestFiles manifests;
  private final Klog log;
  private final Consumer<Pod> added;
  private final Consumer<Pod> removed;
  private final Map<String, Pod> pods = new LinkedHashMap<>();
  private final Set<String> touched = new TreeSet<>();
  private @Nullable FileWatch watch;
  private boolean isAwaited;

  /** How long it takes to read what was touched last, in milliseconds; events wait for so long. */
  private long reading = 1;

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
    this.manifests = new ManifestFiles(files, node, lifetime::now);
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
    Set<String> valid = new TreeSet<>();
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
          if (isManifest(name)) {
            present.add(path);
            if (isValid(path)) {
              valid.add(path);
            }
          }
        }
      }
    } catch (FileException unreadable) {
      log.failure(
          "file.go:104", unreadable.getMessage(), "Unable to read config path", "path", directory);
      return;
    }
    manifests.retain(valid, present);
    report();
  }

  private boolean isManifest(String name) throws FileException {
    return !name.startsWith(".") && files.status(directory + "/" + name).isRegular();
  }

  private boolean isValid(String path) {
    try {
      manifests.read(path);
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

  /** Reads what was touched; after each mebibyte it is others' turn. */
  private void readTouched() {
    boolean isDirectoryTouched = touched.remove("");
    long bytes = 0;
    for (Iterator<String> names = touched.iterator();
        names.hasNext() && bytes < READ_A_MILLISECOND; ) {
      bytes += readTouched(names.next());
      names.remove();
    }
    reading = 1 + bytes / READ_A_MILLISECOND;
    if (isDirectoryTouched) {
      list();
    } else {
      report();
    }
    if (!touched.isEmpty()) {
      lifetime.after(Duration.ofMillis(reading), this::readTouched);
    }
  }

  /** Reads a file that was touched, and returns how many bytes it has. */
  private long readTouched(String name) {
    String path = directory + "/" + name;
    long bytes = 0;
    try {
      if (!files.exists(path)) {
        manifests.forget(path);
      } else if (isManifest(name)) {
        bytes = files.status(path).size();
        manifests.read(path);
      }
    } catch (IllegalArgumentException | IOException invalid) {
      log.failure(
          "file.go:107",
          "can't process config file \"" + path + "\": " + invalid.getMessage(),
          "Unable to process watch event");
    }
    return bytes;
  }

  /** Reports what has come and gone; of two pods of one name the last file's counts. */
  private void report() {
    Map<String, Pod> byName = new LinkedHashMap<>();
    manifests.pods().forEach(pod -> byName.put(pod.key(), pod));
    Map<String, Pod> found = new LinkedHashMap<>();
    byName.values().forEach(pod -> found.put(pod.uid(), pod));
    Map<String, Pod> before = new LinkedHashMap<>(pods);
    pods.clear();
    pods.putAll(found);
    before.values().stream().filter(pod -> !found.containsKey(pod.uid())).forEach(removed);
    found.values().stream().filter(pod -> !before.containsKey(pod.uid())).forEach(added);
  }
}
