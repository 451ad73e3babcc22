package dev.cnilab.cluster.image.calico.node;

import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.image.calico.datastore.CalicoKind;
import dev.cnilab.cluster.image.calico.datastore.CalicoLog;
import dev.cnilab.cluster.image.calico.datastore.Datastore;
import dev.cnilab.cluster.image.calico.datastore.IpPool;
import dev.cnilab.cluster.image.calico.felix.Dataplane;
import dev.cnilab.cluster.image.calico.felix.Felix;
import dev.cnilab.cluster.image.calico.felix.FelixSettings;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Felix as a service of runit: it ends when its parameters have changed, and begins again. */
final class FelixService {
  private final Process process;
  private final CalicoLog log;
  private final Datastore datastore;
  private final String node;
  private final Set<String> said = new HashSet<>();
  private FelixSettings settings;
  private Optional<Felix> running = Optional.empty();

  /**
   * Reads the parameters.
   *
   * @throws IOException naming a variable that has no effect here
   */
  FelixService(Process process, CalicoLog log, Datastore datastore, String node)
      throws IOException {
    this.process = process;
    this.log = log;
    this.datastore = datastore;
    this.node = node;
    this.settings = read();
    if (!settings.refused().isEmpty()) {
      throw new IOException(settings.refused().getFirst());
    }
    process.onExit(status -> running.ifPresent(Felix::close));
  }

  private FelixSettings read() {
    FelixSettings found =
        FelixSettings.of(
            process.environment(), node, datastore.list(CalicoKind.FELIX_CONFIGURATION));
    found.complaints().forEach(this::complain);
    datastore
        .list(CalicoKind.IP_POOL)
        .forEach(pool -> IpPool.complaint(pool).ifPresent(this::complain));
    return found;
  }

  private void complain(String text) {
    if (said.add(text)) {
      log.error("felix/config_params.go 550", text);
    }
  }

  FelixSettings settings() {
    return settings;
  }

  /**
   * Begins.
   *
   * @throws IOException if Typha is wanted and there
   */
  void start() throws IOException {
    new TyphaWait(process, datastore, log).await(settings);
    log.info("felix/int_dataplane.go 2474", "Making sure IPv4 forwarding is enabled.");
    process.network().sysctl().set("net.ipv4.ip_forward", "1");
    Dataplane dataplane = new Dataplane(process.network(), node, settings.toHost());
    running = Optional.of(new Felix(process.loop(), datastore, dataplane, settings.refresh()));
  }

  /**
   * Restarts if its parameters have changed; while the datastore does not answer, they count as
   * unchanged.
   */
  void followSettings() throws IOException {
    FelixSettings found;
    try {
      found = read();
    } catch (ApiException unreachable) {
      return;
    }
    if (!found.values().equals(settings.values())) {
      log.warning("felix/daemon.go 915", "Felix config changed, need to restart.");
      settings = found;
      running.ifPresent(Felix::close);
      start();
    }
  }

  boolean isReady() {
    return running.isPresent() && running.get().isReady();
  }
}
