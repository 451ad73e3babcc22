package dev.cnilab.cluster.kubelet.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.pod.RuntimePod;
import dev.cnilab.cluster.kubelet.probe.ProbeWorker.Verdict;
import dev.cnilab.cluster.kubelet.runtime.ProbeVerdicts;
import dev.cnilab.cluster.kubelet.status.container.ProbeResults;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs the probes of all containers and stores their results. */
public final class ProbeManager implements ProbeResults, ProbeVerdicts {
  /** The delay after which a started container gets an extra probe. */
  private static final Duration NOTICED = Duration.ofMillis(20);

  private final Lifetime lifetime;
  private final CriRuntime runtime;
  private final Prober prober;
  private final EventRecorder recorder;
  private final Consumer<String> changed;
  private final Map<String, ProbeWorker> workers = new LinkedHashMap<>();

  /**
   * The probes of one node.
   *
   * @param prober performs a probe
   * @param changed receives the uid of a pod when the state of one of its containers has changed
   */
  public ProbeManager(
      Lifetime lifetime,
      CriRuntime runtime,
      Prober prober,
      EventRecorder recorder,
      Consumer<String> changed) {
    this.lifetime = lifetime;
    this.runtime = runtime;
    this.prober = prober;
    this.recorder = recorder;
    this.changed = changed;
  }

  /** Starts probing the containers of a pod. */
  public void add(Pod pod) {
    List<ContainerSpec> containers = new ArrayList<>(pod.containers());
    pod.initContainers().stream().filter(ContainerSpec::isRestartableInit).forEach(containers::add);
    for (ContainerSpec container : containers) {
      for (ProbeType kind : ProbeType.values()) {
        JsonNode probe = container.spec().path(kind.field());
        String key = key(pod.uid(), container.name(), kind);
        if (probe.isObject() && !workers.containsKey(key)) {
          ProbeWorker worker = new ProbeWorker(pod, container, kind, ProbeSpec.of(probe));
          workers.put(key, worker);
          repeat(worker);
        }
      }
    }
  }

  /** Stops all probes of a pod. */
  public void remove(String podUid) {
    workers
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = entry.getKey().startsWith(podUid + "/");
              if (gone) {
                entry.getValue().stop();
              }
              return gone;
            });
  }

  @Override
  public boolean isStarted(String podUid, String container, String containerId) {
    ProbeWorker worker = workers.get(key(podUid, container, ProbeType.STARTUP));
    return worker == null || worker.verdict(containerId) == Verdict.SUCCESS;
  }

  @Override
  public boolean isReady(String podUid, String container, String containerId) {
    ProbeWorker worker = workers.get(key(podUid, container, ProbeType.READINESS));
    if (worker == null || worker.verdict(containerId) == Verdict.SUCCESS) {
      return true;
    }
    lifetime.after(NOTICED, () -> probe(worker));
    return false;
  }

  @Override
  public Optional<String> fault(String containerId) {
    return workers.values().stream()
        .filter(worker -> worker.kind() != ProbeType.READINESS)
        .filter(worker -> worker.verdict(containerId) == Verdict.FAILURE)
        .map(worker -> worker.kind() == ProbeType.STARTUP ? "startup" : "liveness")
        .findFirst();
  }

  private void repeat(ProbeWorker worker) {
    probe(worker);
    worker.plan(lifetime.after(worker.spec().period(), () -> repeat(worker)));
  }

  private void probe(ProbeWorker worker) {
    newest(worker)
        .ifPresent(
            container -> {
              if (container.state() == ContainerStatus.State.CONTAINER_RUNNING) {
                probe(worker, container);
              } else if (worker.seeEnded(container.id())) {
                changed.accept(worker.pod().uid());
              }
            });
  }

  private void probe(ProbeWorker worker, ContainerStatus container) {
    String id = container.id();
    if (!worker.isDue(container, lifetime.loop().now())) {
      return;
    }
    if (worker.kind() != ProbeType.STARTUP
        && !isStarted(worker.pod().uid(), worker.container().name(), id)) {
      return;
    }
    worker.begin();
    lifetime.spawn("probe " + worker.container().name(), () -> run(worker, id));
  }

  private Optional<ContainerStatus> newest(ProbeWorker worker) {
    try {
      return RuntimePod.of(runtime, worker.pod().uid()).find(worker.container().name());
    } catch (CriException unreachable) {
      return Optional.empty();
    }
  }

  private void run(ProbeWorker worker, String id) {
    Prober.Outcome outcome = prober.probe(worker.pod(), worker.container(), id, worker.spec());
    if (!outcome.success()) {
      recorder.event(
          worker.pod().reference(worker.container()),
          EventType.WARNING,
          "Unhealthy",
          outcome.event(worker.kind()));
    }
    if (worker.end(id, outcome.result())) {
      changed.accept(worker.pod().uid());
    }
  }

  private static String key(String podUid, String container, ProbeType kind) {
    return podUid + "/" + container + "/" + kind;
  }
}
