package dev.cnilab.cluster.kubelet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.kubelet.admission.PodAdmission;
import dev.cnilab.cluster.kubelet.admission.PodRefusal;
import dev.cnilab.cluster.kubelet.lifetime.ActiveDeadline;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.kubelet.node.RuntimeState;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.pod.RuntimePod;
import dev.cnilab.cluster.kubelet.probe.ProbeManager;
import dev.cnilab.cluster.kubelet.resize.Resizing;
import dev.cnilab.cluster.kubelet.runtime.ContainerGarbageCollector;
import dev.cnilab.cluster.kubelet.runtime.PodRuntime;
import dev.cnilab.cluster.kubelet.source.MirrorPods;
import dev.cnilab.cluster.kubelet.status.PodStatuses;
import dev.cnilab.cluster.kubelet.status.PodStatuses.Life;
import dev.cnilab.cluster.kubelet.status.StatusPublisher;
import dev.cnilab.cluster.kubelet.volume.EarlyMounts;
import dev.cnilab.cluster.kubelet.volume.Volumes;
import dev.cnilab.cluster.kubelet.worker.PodSync;
import dev.cnilab.cluster.kubelet.worker.SyncFailure;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The steps of a pod's life, in the order in which a kubelet takes them. */
record PodSyncer(
    Lifetime lifetime,
    CriRuntime runtime,
    RuntimeState state,
    PodStatuses statuses,
    StatusPublisher publisher,
    Volumes volumes,
    EarlyMounts early,
    ProbeManager probes,
    PodRuntime pods,
    ContainerGarbageCollector garbage,
    MirrorPods mirrors,
    EventRecorder recorder,
    PodAdmission admission,
    Resizing resizing,
    ActiveDeadline deadline,
    Predicate<String> terminationRequested)
    implements PodSync {

  @Override
  public Outcome sync(Pod wanted) throws SyncFailure {
    RuntimePod known = RuntimePod.of(runtime, wanted.uid());
    if (isNew(wanted, known)) {
      Optional<PodRefusal> refusal = admission.ofNew(wanted);
      if (refusal.isPresent()) {
        return reject(wanted, refusal.get());
      }
      resizing.admitted(wanted);
    }
    Optional<PodRefusal> forbidden = admission.ofSpecification(wanted);
    if (forbidden.isPresent()) {
      return reject(wanted, forbidden.get());
    }
    Pod pod = resizing.decide(wanted);
    resizing.observe(pod, known);
    if (Pod.isTerminal(report(pod, known).path("phase").asText())) {
      return Outcome.HAS_ENDED;
    }
    requireNetwork(pod);
    early.remove(pod.uid());
    volumes.registrations().register(pod);
    if (pod.isStatic()) {
      mirrors.ensure(pod);
    }
    volumes.mount(pod, () -> !terminationRequested.test(pod.uid()));
    lifetime.requireAlive();
    probes.add(pod);
    pods.sync(pod, known);
    resizing.expect(pod);
    return Outcome.GOES_ON;
  }

  /** Whether the kubelet has not reported anything about it yet. */
  private static boolean isNew(Pod pod, RuntimePod known) {
    return known.sandboxes().isEmpty() && pod.object().at("/status/startTime").isMissingNode();
  }

  private Outcome reject(Pod pod, PodRefusal refusal) {
    recorder.event(pod.reference(), EventType.WARNING, refusal.reason(), refusal.message());
    publisher.set(
        pod, statuses.rejected(pod, refusal.reason(), "Pod was rejected: " + refusal.message()));
    return Outcome.HAS_ENDED;
  }

  /** Publishes the status of a pod, which has failed if its deadline has passed. */
  private ObjectNode report(Pod pod, RuntimePod known) {
    ObjectNode status = statuses.generate(pod, known, publisher.last(pod), Life.ON);
    resizing.addConditions(pod, status);
    if (!Pod.isTerminal(status.path("phase").asText()) && deadline.hasPassed(pod, status)) {
      recorder.event(
          pod.reference(), EventType.NORMAL, ActiveDeadline.EXCEEDED, ActiveDeadline.MESSAGE);
      ActiveDeadline.fail(status);
    }
    publisher.set(pod, status);
    return status;
  }

  @Override
  public void terminate(Pod wanted, long gracePeriodSeconds) throws SyncFailure {
    Pod pod = resizing.allocated(wanted);
    RuntimePod known = RuntimePod.of(runtime, pod.uid());
    publisher.set(
        pod, deadline.applied(pod, statuses.generate(pod, known, publisher.last(pod), Life.ON)));
    early.remove(pod.uid());
    probes.remove(pod.uid());
    pods.kill(pod, known, gracePeriodSeconds);
    RuntimePod stopped = RuntimePod.of(runtime, pod.uid());
    List<String> running = stopped.running().stream().map(ContainerStatus::id).toList();
    if (!running.isEmpty()) {
      throw SyncFailure.of(
          "detected running containers after a successful KillPod, CRI violation: "
              + GoText.list(running));
    }
    publisher.set(
        pod,
        deadline.applied(pod, statuses.generate(pod, stopped, publisher.last(pod), Life.ENDED)));
  }

  @Override
  public void cleanUp(Pod pod) throws SyncFailure {
    resizing.forget(pod.uid());
    volumes.unmount(pod);
    if (pod.isDeleted()) {
      garbage.removeContainersOf(pod.uid());
    }
    if (pod.isStatic()) {
      mirrors.remove(pod);
    }
    publisher.finish(pod);
  }

  private void requireNetwork(Pod pod) throws SyncFailure {
    Optional<String> error = state.networkError();
    if (error.isEmpty() || pod.isHostNetwork()) {
      return;
    }
    String message = "network is not ready: " + error.get();
    recorder.event(pod.reference(), EventType.WARNING, "NetworkNotReady", message);
    early.add(pod);
    throw SyncFailure.networkNotReady(message);
  }
}
