package dev.cnilab.cluster.kubelet.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.kubelet.eviction.NodePressure;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import dev.cnilab.cluster.record.ObjectReference;
import dev.cnilab.netsim.NetworkNamespace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps a kubelet's node in the API up to date: registers it, checks its status every 10 s and
 * sends it if it has changed or five minutes have passed, unless configured otherwise. From its
 * start until the node is ready for the first time a kubelet checks every 100 ms.
 */
public final class NodeReporter {
  private static final Duration IMAGE_PERIOD = Duration.ofSeconds(30);
  private static final Duration RUNTIME_PERIOD = Duration.ofSeconds(5);
  private static final Duration FAST_PERIOD = Duration.ofMillis(100);
  private static final Duration FAST_FOR = Duration.ofMinutes(2);
  private static final int TRIES = 5;
  private static final double JITTER = 0.04;

  private final Lifetime lifetime;
  private final ApiClient client;
  private final NodeConfig config;
  private final String bootId;
  private final Reporting often;
  private final CriRuntime runtime;
  private final RuntimeState state;
  private final NodeStatus status;
  private final NodeRegistration registration;
  private final NodeLease lease;
  private final EventRecorder recorder;
  private final ObjectReference reference;
  private final Klog log;
  private String podCidrs = "";
  private Instant reported = Instant.EPOCH;
  private Duration reportDelay = Duration.ZERO;

  public NodeReporter(
      Lifetime lifetime,
      ApiClient client,
      NodeConfig config,
      String bootId,
      Reporting often,
      CriRuntime runtime,
      NetworkNamespace network,
      RuntimeState state,
      Supplier<List<NodePressure>> pressures,
      EventRecorder recorder,
      Klog log) {
    this.lifetime = lifetime;
    this.client = client;
    this.config = config;
    this.bootId = bootId;
    this.often = often;
    this.runtime = runtime;
    this.state = state;
    this.recorder = recorder;
    this.reference = ObjectReference.node(config.name());
    this.log = log;
    NodeConditions conditions =
        new NodeConditions(config.name(), pressures, log, this::statusEvent);
    this.status =
        new NodeStatus(config, often.images(), bootId, runtime, state, conditions, network, log);
    this.registration = new NodeRegistration(client, config.name(), status, log);
    this.lease = new NodeLease(lifetime, client, config.name(), often.lease(), log);
  }

  /** Starts reporting. */
  public void start() {
    recorder.event(reference, EventType.NORMAL, "Starting", "Starting kubelet.");
    recorder.event(
        reference,
        EventType.WARNING,
        "InvalidDiskCapacity",
        "invalid capacity 0 on image filesystem");
    if (!isKnown()) {
      // Before the node exists, the kubelet's own parts ask for the initial node, and each time its
      // conditions are new.
      status.initial(lifetime.now());
      status.initial(lifetime.now());
    }
    recorder.event(
        reference,
        EventType.NORMAL,
        "NodeAllocatableEnforced",
        "Updated Node Allocatable limit across pods");
    lifetime.every(IMAGE_PERIOD, status::lookForImages);
    // The runtime asks plugins for their status, so its answer may take a while.
    lifetime.every(RUNTIME_PERIOD, () -> lifetime.spawn("runtime-up", state::update));
    lifetime.after(Duration.ZERO, this::syncPeriodically);
    lifetime.every(often.renewal(), lease::renew);
    Instant giveUp = lifetime.loop().now().plus(FAST_FOR);
    lifetime.spawn("fast-status", () -> syncFast(giveUp));
  }

  private boolean isKnown() {
    try {
      return client.find(ResourceTypes.NODES, "", config.name()).isPresent();
    } catch (ApiException notReachableYet) {
      return false;
    }
  }

  /** If that does not succeed at once, it continues as a separate task. */
  private void syncPeriodically() {
    try {
      registration.ensure(lifetime.now());
      report();
      syncLater();
    } catch (ApiException failed) {
      boolean isAnswered = !failed.isUnreachable() && !failed.isForTask();
      if (isAnswered) {
        tell(failed);
      }
      lifetime.spawn("node-status", () -> insist(isAnswered ? 1 : 0));
    }
  }

  private void tell(ApiException failed) {
    log.failure(
        "kubelet_node_status.go:479",
        "error getting node \"%s\": %s".formatted(config.name(), failed.getMessage()),
        "Error updating node status, will retry");
  }

  private void syncLater() {
    lifetime.after(lifetime.jitter(often.look(), JITTER), this::syncPeriodically);
  }

  private void insist(int tried) {
    registration.insist(lifetime);
    for (int i = tried; i < TRIES; i++) {
      try {
        report();
        syncLater();
        return;
      } catch (ApiException failed) {
        lifetime.requireAlive();
        tell(failed);
      }
    }
    log.failure(
        "kubelet_node_status.go:465",
        "update node status exceeds retry count",
        "Unable to update node status");
    syncLater();
  }

  /** Blocks until the node has been ready once. */
  private void syncFast(Instant giveUp) {
    while (lifetime.loop().now().isBefore(giveUp)) {
      lifetime.loop().sleep(FAST_PERIOD);
      lifetime.requireAlive();
      if (registration.isDone() && syncedFast()) {
        state.expectReady();
        return;
      }
      state.update();
    }
    log.error("kubelet_node_status.go:390", "Node not becoming ready in time after startup");
    state.expectReady();
  }

  /** Whether the node is ready in the API; if it is ready only here, reports it. */
  private boolean syncedFast() {
    try {
      Optional<KubeObject> node = client.find(ResourceTypes.NODES, "", config.name());
      if (node.isPresent() && isReady(node.get().at("/status"))) {
        return true;
      }
      state.update();
      if (state.errors().isEmpty()) {
        log.info("kubelet_node_status.go:431", "Fast updating node status as it just became ready");
        report();
      }
    } catch (ApiException failed) {
      // The periodic sync will report it.
    }
    return false;
  }

  private void report() {
    KubeObject node = client.get(ResourceTypes.NODES, "", config.name());
    Instant now = lifetime.now();
    tellOfReboot(node.text("/status/nodeInfo/bootID"));
    ObjectNode updated = status.update(node.at("/status"), now);
    boolean changed = cidrChanged(node) || NodeStatusChange.between(updated, node.at("/status"));
    Instant moment = lifetime.loop().now();
    boolean due =
        Duration.between(reported, moment).compareTo(often.report().plus(reportDelay)) >= 0;
    if (!changed && !due) {
      return;
    }
    double spread = lifetime.loop().random().nextDouble() - 0.5;
    reportDelay =
        changed ? Duration.ofMillis((long) (often.report().toMillis() * spread)) : Duration.ZERO;
    client.updateStatus(ResourceTypes.NODES, node.with("status", updated));
    reported = moment;
  }

  /**
   * Each report made while the API still has the old boot ID records the event, as in a real
   * cluster.
   */
  private void tellOfReboot(String reportedBoot) {
    if (!reportedBoot.isEmpty() && !reportedBoot.equals(bootId)) {
      recorder.event(
          reference,
          EventType.WARNING,
          "Rebooted",
          "Node %s has been rebooted, boot id: %s".formatted(config.name(), bootId));
    }
  }

  private boolean cidrChanged(KubeObject node) {
    String cidrs = node.text("/spec/podCIDR");
    if (cidrs.isEmpty() || cidrs.equals(podCidrs)) {
      return false;
    }
    log.info(
        "kuberuntime_manager.go:2315",
        "Updating runtime config through cri with podcidr",
        "CIDR",
        cidrs);
    runtime.updateRuntimeConfig(cidrs);
    log.info(
        "kubelet_network.go:47",
        "Updating Pod CIDR",
        "originalPodCIDR",
        podCidrs,
        "newPodCIDR",
        cidrs);
    podCidrs = cidrs;
    return true;
  }

  private void statusEvent(String reason) {
    String message = "Node " + config.name() + " status is now: " + reason;
    recorder.event(reference, EventType.NORMAL, reason, message);
  }

  private static boolean isReady(JsonNode status) {
    return Conditions.isTrue(status.path("conditions"), "Ready");
  }
}
