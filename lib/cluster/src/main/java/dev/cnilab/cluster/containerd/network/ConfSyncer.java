package dev.cnilab.cluster.containerd.network;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.config.ConfDirectory;
import dev.cnilab.cluster.containerd.daemon.ContainerdLog;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Timer;
import dev.cnilab.userland.file.FileEvent;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileWatch;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reloads the network configuration when something in its directory was written, renamed or
 * removed, but not when something was created or changed its mode. If the directory itself is
 * removed, the watch ends, and containerd with it, until systemd restarts it. containerd's {@code
 * cni_conf_syncer.go}. While it reads a large file, further events wait; equal ones that follow
 * each other are one, as in inotify(7).
 */
public final class ConfSyncer implements AutoCloseable {
  private static final String OK = "OK";

  /** What it reads in a millisecond, in bytes as a power of two. Less takes no time. */
  private static final int MEBIBYTE = 20;

  private final EventLoop loop;
  private final GoCni cni;
  private final ConfDirectory directory;
  private final MountNamespace files;
  private final ContainerdLog log;
  private final Consumer<String> fatal;
  private final FileWatch watch;
  private final Deque<FileEvent> waiting = new ArrayDeque<>();
  private @Nullable Timer reading;
  private String lastStatus = OK;

  /**
   * Loads the configuration and starts watching; the directory is created if it is missing.
   *
   * @param fatal receives the reason if the watch ends
   */
  public ConfSyncer(
      EventLoop loop,
      GoCni cni,
      ConfDirectory directory,
      MountNamespace files,
      ContainerdLog log,
      Consumer<String> fatal)
      throws FileException {
    this.loop = loop;
    this.cni = cni;
    this.directory = directory;
    this.files = files;
    this.log = log;
    this.fatal = fatal;
    if (!files.isDirectory(directory.path())) {
      files.createDirectories(directory.path());
      files.setPermissions(directory.path(), 0700);
    }
    watch = files.watch(directory.path(), this::arrived);
    loadFirst();
    log.info("Start cni network conf syncer for default");
  }

  /** What {@code crictl info} shows as {@code lastCNILoadStatus}. */
  public String lastStatus() {
    return lastStatus;
  }

  @Override
  public void close() {
    watch.close();
    waiting.clear();
    if (reading != null) {
      reading.cancel();
    }
  }

  private void arrived(FileEvent event) {
    if (event.equals(waiting.peekLast())) {
      return;
    }
    waiting.add(event);
    if (reading == null) {
      serve();
    }
  }

  private void serve() {
    reading = null;
    while (reading == null && !waiting.isEmpty()) {
      changed(waiting.remove());
    }
  }

  /** Lets later events wait for as long as it takes to read the file of this one. */
  private void read(FileEvent event) {
    long millis = size(event) >> MEBIBYTE;
    if (millis > 0) {
      reading = loop.schedule(Duration.ofMillis(millis), this::serve);
    }
  }

  private long size(FileEvent event) {
    try {
      return files.status(path(event)).size();
    } catch (FileException gone) {
      return 0;
    }
  }

  private void changed(FileEvent event) {
    switch (event.kind()) {
      case CREATE, CHMOD -> {}
      case WRITE -> reload(event);
      case RENAME, REMOVE -> {
        if (event.name().isEmpty()) {
          watch.close();
          fatal.accept("cni network conf monitor error: cni conf dir is removed, stop watching");
        } else {
          reload(event);
        }
      }
    }
  }

  private void reload(FileEvent event) {
    String complaint =
        "failed to reload cni configuration after receiving fs change event(%-13s %s)"
            .formatted(event.kind(), GoText.quote(path(event)));
    load().ifPresent(why -> log.error(complaint, why));
    read(event);
  }

  private String path(FileEvent event) {
    return directory.path() + (event.name().isEmpty() ? "" : "/" + event.name());
  }

  private void loadFirst() {
    load()
        .ifPresent(
            why ->
                log.warning(
                    "failed to load cni during init, please check CRI plugin status before setting"
                        + " up network for pods",
                    why));
  }

  /** Loads it; returns the error if that failed. */
  private Optional<String> load() {
    try {
      cni.load();
      lastStatus = OK;
      return Optional.empty();
    } catch (CniException refused) {
      lastStatus = String.valueOf(refused.getMessage());
      return Optional.of(lastStatus);
    }
  }
}
