package dev.cnilab.cluster.kubelet.runtime;

import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.kubelet.container.LoggedRuntime;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.file.open.OpenFile;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Limits the size of containers' log files, as the kubelet's {@code container_log_manager.go}. */
public record LogRotation(
    Lifetime lifetime, LoggedRuntime runtime, MountNamespace files, LogLimits limits, Klog log) {
  private static final int BLOCK = 65536;
  private static final Duration PER_BLOCK = Duration.ofMillis(1);
  private static final DateTimeFormatter SUFFIX =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

  /** Starts the periodic check. */
  public void start() {
    Duration period = limits.interval();
    lifetime.after(
        period, () -> lifetime.every(period, () -> lifetime.spawn("log rotation", this::rotate)));
  }

  private void rotate() {
    List<ContainerStatus> all;
    try {
      all = runtime.quiet().listContainers();
    } catch (CriException unreachable) {
      return;
    }
    for (ContainerStatus container : all) {
      if (container.state() == ContainerStatus.State.CONTAINER_RUNNING && isLarge(container)) {
        try {
          rotate(container);
        } catch (IOException failed) {
          log.failure(
              "container_log_manager.go:282",
              String.valueOf(failed.getMessage()),
              "Failed to rotate log for container",
              "path",
              container.logPath());
        }
      }
    }
  }

  private boolean isLarge(ContainerStatus container) {
    return files.find(container.logPath()).filter(file -> file.size() > limits.size()).isPresent();
  }

  private void rotate(ContainerStatus container) throws IOException {
    String path = container.logPath();
    List<String> rotated = rotated(files, path);
    while (rotated.size() > limits.files() - 2) {
      files.unlink(rotated.removeFirst());
    }
    for (String each : rotated) {
      if (!each.endsWith(".gz")) {
        compress(each);
      }
    }
    String moved = path + "." + SUFFIX.format(lifetime.now());
    files.rename(path, moved);
    try {
      runtime.reopenContainerLog(container.id());
    } catch (CriException refused) {
      files.rename(moved, path);
      throw new IOException("failed to reopen container log: " + refused.getMessage(), refused);
    }
  }

  /** The older files of a log, oldest first. */
  static List<String> rotated(MountNamespace files, String path) throws FileException {
    int slash = path.lastIndexOf('/');
    List<String> found = new ArrayList<>();
    for (String name : files.list(path.substring(0, slash))) {
      if (name.startsWith(path.substring(slash + 1) + ".")) {
        found.add(path.substring(0, slash + 1) + name);
      }
    }
    return found;
  }

  private void compress(String path) throws IOException {
    OpenFile from = files.open(path, OpenMode.READ);
    OpenFile to = files.open(path + ".tmp", OpenMode.TRUNCATE);
    try (GZIPOutputStream packed = new GZIPOutputStream(stream(to), BLOCK)) {
      byte[] block = new byte[BLOCK];
      for (int count = from.read(block, 0, BLOCK); count > 0; count = from.read(block, 0, BLOCK)) {
        packed.write(block, 0, count);
        lifetime.loop().sleep(PER_BLOCK);
      }
    } finally {
      from.close();
      to.close();
    }
    files.rename(path + ".tmp", path + ".gz");
    files.unlink(path);
  }

  private static OutputStream stream(OpenFile file) {
    return new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        file.write(bytes, offset, length);
      }
    };
  }
}
