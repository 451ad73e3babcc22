package dev.cnilab.cluster.containerd.network;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.config.ConfDirectory;
import dev.cnilab.cluster.containerd.daemon.ContainerdLog;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.userland.file.FileEvent;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileWatch;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reloads the network configuration when something in its directory was written, renamed or
 * removed, but not when something was created or changed its mode. If the directory itself is
 * removed, the watch ends, and containerd with it, until systemd restarts it. containerd's {@code
 * cni_conf_syncer.go}.
 */
public final class ConfSyncer implements AutoCloseable {
  private static final String OK = "OK";

  private final GoCni cni;
  private final ConfDirectory directory;
  private final ContainerdLog log;
  private final Consumer<String> fatal;
  private final FileWatch watch;
  private String lastStatus = OK;

  /**
   * Loads the configuration and starts watching; the directory is created if it is missing.
   *
   * @param fatal receives the reason if the watch ends
   */
  public ConfSyncer(
      GoCni cni,
      ConfDirectory directory,
      MountNamespace files,
      ContainerdLog log,
      Consumer<String> fatal)
      throws FileException {
    this.cni = cni;
    this.directory = directory;
    this.log = log;
    this.fatal = fatal;
    if (!files.isDirectory(directory.path())) {
      files.createDirectories(directory.path());
      files.setPermissions(directory.path(), 0700);
    }
    watch = files.watch(directory.path(), this::changed);
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
    String path = directory.path() + (event.name().isEmpty() ? "" : "/" + event.name());
    String complaint =
        "failed to reload cni configuration after receiving fs change event(%-13s %s)"
            .formatted(event.kind(), GoText.quote(path));
    load().ifPresent(why -> log.error(complaint, why));
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
