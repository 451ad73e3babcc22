package dev.cnilab.cluster.image.cilium;

import dev.cnilab.netsim.loop.Coalescer;
import dev.cnilab.userland.file.FileEvent;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileWatch;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * The agent's CNI configuration on its node. While the agent runs it rewrites the file whenever it
 * is changed or removed; with {@code cni.exclusive} it also renames all others.
 */
final class Conflist implements AutoCloseable {
  private static final String DIRECTORY = "/host/etc/cni/net.d";
  private static final String NAME = "05-cilium.conflist";
  private static final List<String> SUFFIXES = List.of(".conf", ".conflist", ".json");

  private static final String TEXT =
      """

      {
        "cniVersion": "0.3.1",
        "name": "cilium",
        "plugins": [
          {
             "type": "cilium-cni",
             "enable-debug": false,
             "log-file": "/var/run/cilium/cilium-cni.log"
          }
        ]
      }
      """;

  private final Process process;
  private final boolean exclusive;
  private final CiliumLog log;
  private final Coalescer puttingRight;
  private final FileWatch watch;

  /** Writes the file, and starts watching it. */
  Conflist(Process process, boolean exclusive, CiliumLog log) throws IOException {
    this.process = process;
    this.exclusive = exclusive;
    this.log = log;
    this.puttingRight = new Coalescer(process.loop(), this::putRight);
    process.files().createDirectories(DIRECTORY);
    this.watch = process.files().watch(DIRECTORY, this::changed);
    ensure();
  }

  private void changed(FileEvent event) {
    if (!event.name().endsWith(".tmp")) {
      puttingRight.request(Duration.ZERO);
    }
  }

  private void putRight() {
    if (!process.isAlive()) {
      return;
    }
    try {
      ensure();
    } catch (IOException refused) {
      log.error("Failed to write CNI config file: " + refused.getMessage());
    }
  }

  private void ensure() throws IOException {
    MountNamespace files = process.files();
    if (exclusive) {
      for (String name : files.list(DIRECTORY)) {
        if (!name.equals(NAME) && SUFFIXES.stream().anyMatch(name::endsWith)) {
          log.info("Renaming non-Cilium CNI configuration file to " + name + ".cilium_bak");
          rename(files, name);
        }
      }
    }
    String path = DIRECTORY + "/" + NAME;
    if (!files.exists(path) || !files.readText(path).equals(TEXT)) {
      log.info("Wrote CNI configuration file to " + path);
      files.write(path + ".tmp", TEXT);
      files.setPermissions(path + ".tmp", 0600);
      files.rename(path + ".tmp", path);
    }
  }

  private static void rename(MountNamespace files, String name) throws FileException {
    files.rename(DIRECTORY + "/" + name, DIRECTORY + "/" + name + ".cilium_bak");
  }

  @Override
  public void close() {
    watch.close();
    puttingRight.close();
  }
}
