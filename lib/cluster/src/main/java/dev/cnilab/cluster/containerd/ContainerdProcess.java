package dev.cnilab.cluster.containerd;

import dev.cnilab.cluster.cni.config.ConfDirectory;
import dev.cnilab.cluster.cni.invoke.CallerGone;
import dev.cnilab.cluster.cni.invoke.LibCni;
import dev.cnilab.cluster.cni.invoke.ProcessExec;
import dev.cnilab.cluster.containerd.daemon.ContainerdLog;
import dev.cnilab.cluster.containerd.network.ConfSyncer;
import dev.cnilab.cluster.containerd.network.GoCni;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Machine;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The daemon itself: plugins are its children, its standard error is its log, and while it runs it
 * watches the network configuration.
 */
final class ContainerdProcess implements EventProgram {
  private static final String CONF_DIRECTORY = "/etc/cni/net.d";
  private static final List<String> PLUGIN_DIRECTORIES = List.of("/opt/cni/bin");

  private final ConfDirectory directory;
  private final ContainerdLog log;
  private final GoCni cni;
  private @Nullable Process running;
  private @Nullable ConfSyncer syncer;

  ContainerdProcess(Machine machine, ContainerdLog log) {
    this.log = log;
    this.directory = new ConfDirectory(machine.files(), CONF_DIRECTORY);
    LibCni libcni = new LibCni(PLUGIN_DIRECTORIES, new ProcessExec(this::process), machine.files());
    this.cni = new GoCni(machine.loop(), directory, libcni);
  }

  GoCni cni() {
    return cni;
  }

  boolean isRunning() {
    return running != null;
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
    running = process;
    log.writeTo(process);
    process.onExit(status -> ended());
    log.info("starting containerd");
    log.info("starting cri plugin", Map.of("config", criConfig()));
    try {
      syncer = new ConfSyncer(cni, directory, process.files(), log, why -> die(process, why));
    } catch (FileException refused) {
      die(process, "failed to create cni conf monitor for default: " + refused.getMessage());
      return;
    }
    log.info("Start event monitor");
    log.info("Start streaming server");
    log.info("containerd successfully booted in 0.051340s");
  }

  /** The plugin's configuration with its defaults. */
  private static String criConfig() {
    try (InputStream in = ContainerdProcess.class.getResourceAsStream("cri-config.json")) {
      return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)).toString();
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
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
