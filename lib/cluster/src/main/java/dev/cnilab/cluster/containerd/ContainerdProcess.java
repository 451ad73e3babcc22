package dev.cnilab.cluster.containerd;

import dev.cnilab.cluster.cni.config.ConfDirectory;
import dev.cnilab.cluster.cni.invoke.CallerGone;
import dev.cnilab.cluster.cni.invoke.LibCni;
import dev.cnilab.cluster.cni.invoke.ProcessExec;
import dev.cnilab.cluster.containerd.config.ConfigException;
import dev.cnilab.cluster.containerd.config.ContainerdConfigFile;
import dev.cnilab.cluster.containerd.config.CriConfig;
import dev.cnilab.cluster.containerd.config.UnusableConfigException;
import dev.cnilab.cluster.containerd.daemon.ContainerdLog;
import dev.cnilab.cluster.containerd.network.ConfSyncer;
import dev.cnilab.cluster.containerd.network.GoCni;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Machine;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The daemon itself: plugins are its children, its standard error is its log, and while it runs it
 * watches the network configuration.
 */
final class ContainerdProcess implements EventProgram {
  private static final String STRICT =
      "strict mode: fields in the document are missing in the target struct";

  private final Machine machine;
  private static final double NANOS = 1e9;

  private final ContainerdLog log;
  private final GoCni cni;
  private final DatabaseLock lock = new DatabaseLock();
  private CriConfig config = CriConfig.DEFAULT;
  private boolean hasCri = true;
  private @Nullable Process running;
  private @Nullable ConfSyncer syncer;
  private Runnable recovery = () -> {};

  ContainerdProcess(Machine machine, ContainerdLog log) {
    this.machine = machine;
    this.log = log;
    this.cni = new GoCni(machine.loop(), directory(), plugins());
  }

  private ConfDirectory directory() {
    return new ConfDirectory(machine.files(), config.cni().confDir());
  }

  private LibCni plugins() {
    return new LibCni(config.cni().binDirs(), new ProcessExec(this::process), machine.files());
  }

  /** Sets what is done at every start. */
  void onStart(Runnable recover) {
    recovery = recover;
  }

  /** The configuration at its start. */
  CriConfig config() {
    return config;
  }

  GoCni cni() {
    return cni;
  }

  boolean isRunning() {
    return running != null;
  }

  /** Whether its configuration leaves the plugins that serve kubelets enabled. */
  boolean hasCri() {
    return hasCri;
  }

  private Process process() {
    if (running == null) {
      throw new CallerGone("plugins");
    }
    return running;
  }

  String lastLoadStatus() {
    return syncer == null ? "OK" : syncer.lastStatus();
  }

  @Override
  public void begin(Process process) {
    ContainerdCommandLine.read(process)
        .ifPresent(line -> lock.acquire(process, () -> boot(process, line)));
  }

  private void boot(Process process, ContainerdCommandLine line) {
    running = process;
    long began = process.loop().nanoTime();
    log.writeTo(process);
    process.onExit(status -> ended());
    Optional<ContainerdConfigFile> file = configure(process, line.config());
    if (file.isEmpty()) {
      process.end(1);
      return;
    }
    sayMigrated(file.get(), line.config());
    log.info("starting containerd");
    try {
      process.files().createDirectories("/run/containerd");
    } catch (FileException refused) {
      die(process, "failed to create /run/containerd: " + refused.getMessage());
      return;
    }
    sayIgnored(file.get());
    file.get()
        .invalid()
        .ifPresent(
            why ->
                log.warning(
                    "failed to load plugin",
                    Map.of(
                        "error", why,
                        "id", "io.containerd.cri.v1.runtime",
                        "type", "io.containerd.cri.v1")));
    if (!hasCri || startCri(process)) {
      double took = (process.loop().nanoTime() - began) / NANOS;
      log.info("containerd successfully booted in %fs".formatted(took));
    }
  }

  /** Starts the plugins that serve kubelets; returns whether it could. */
  private boolean startCri(Process process) {
    log.info("starting cri plugin", Map.of("config", config.toJson().toString()));
    try {
      syncer =
          new ConfSyncer(
              process.loop(), cni, directory(), process.files(), log, why -> die(process, why));
    } catch (FileException refused) {
      die(process, "failed to create cni conf monitor for default: " + refused.getMessage());
      return false;
    }
    recovery.run();
    log.info("Start event monitor");
    log.info("Start streaming server");
    return true;
  }

  /** Reads its file; reports what is wrong if it cannot. */
  private Optional<ContainerdConfigFile> configure(Process process, String path) {
    try {
      ContainerdConfigFile file = ContainerdConfigFile.read(process.files(), path);
      config = file.config();
      hasCri = file.hasCri();
      cni.use(config.cni(), directory(), plugins());
      return Optional.of(file);
    } catch (ConfigException malformed) {
      String row = Integer.toString(malformed.row());
      String column = Integer.toString(malformed.column());
      String problem = String.valueOf(malformed.getMessage());
      log.error(
          "Failure unmarshaling TOML",
          Map.of("column", column, "error", problem, "file", path, "row", row));
      process
          .err()
          .println(
              "containerd: failed to unmarshal TOML at row %s column %s: %s"
                  .formatted(row, column, problem));
    } catch (UnusableConfigException refused) {
      process.err().println("containerd: " + refused.getMessage());
    } catch (IOException unreadable) {
      process.err().println("containerd: failed to load TOML: " + unreadable.getMessage());
    }
    return Optional.empty();
  }

  private void sayMigrated(ContainerdConfigFile file, String path) {
    file.unknown().stream()
        .filter(key -> key.plugin().isEmpty())
        .forEach(
            key ->
                log.warning(
                    "Ignoring unknown key in TOML",
                    Map.of("error", STRICT, "file", path, "key", key.path())));
    if (file.version() < ContainerdConfigFile.NEWEST) {
      log.warning(
          "Configuration migrated from version %d, use `containerd config migrate` to avoid migration"
              .formatted(file.version()),
          Map.of("t", "0s"));
    }
  }

  private void sayIgnored(ContainerdConfigFile file) {
    file.unknown().stream()
        .filter(key -> !key.plugin().isEmpty())
        .forEach(
            key ->
                log.warning(
                    "Ignoring unknown key in TOML for plugin",
                    Map.of("error", STRICT, "key", key.path(), "plugin", key.plugin())));
  }

  private void die(Process process, String why) {
    log.fatal("Failed to run CRI service", why);
    process.end(1);
  }

  private void ended() {
    running = null;
    log.writeTo(null);
    if (syncer != null) {
      syncer.close();
      syncer = null;
    }
  }
}
