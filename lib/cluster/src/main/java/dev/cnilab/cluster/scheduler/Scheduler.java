package dev.cnilab.cluster.scheduler;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.Informer;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.OwnerReference;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import dev.cnilab.cluster.scheduler.plugin.Filter;
import dev.cnilab.cluster.scheduler.plugin.PodsOnNodes;
import dev.cnilab.cluster.scheduler.plugin.Score;
import dev.cnilab.cluster.scheduler.plugin.Spread;
import dev.cnilab.cluster.scheduler.preemption.Candidate;
import dev.cnilab.cluster.scheduler.preemption.Preemption;
import dev.cnilab.cluster.scheduler.snapshot.NodeInfo;
import dev.cnilab.cluster.scheduler.snapshot.PodInfo;
import dev.cnilab.cluster.scheduler.snapshot.Snapshot;
import dev.cnilab.netsim.loop.Coalescer;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binds pods to nodes, one at a time, each as a separate event of the loop. */
public final class Scheduler implements AutoCloseable {
  private static final String NAME = "default-scheduler";
  private static final Duration FLUSH_PERIOD = Duration.ofSeconds(30);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final EventLoop loop;
  private final ApiClient client;
  private final EventRecorder recorder;
  private final Snapshot snapshot = new Snapshot();
  private final NodeSearch search = new NodeSearch();
  private final Map<String, KubeObject> nodesBefore = new HashMap<>();
  private final SchedulingQueue queue = new SchedulingQueue();
  private final Nominations nominations = new Nominations();
  private final PreemptedPods preempted;
  private final Unschedulable unschedulable;
  private final Informer nodes;
  private final Informer pods;
  private Timer flush;
  private final Coalescer scheduling;

  /** Starts scheduling; ends with {@link #close}. */
  public Scheduler(ControllerContext context) {
    loop = context.loop();
    scheduling = new Coalescer(loop, this::scheduleNext);
    client = context.client();
    recorder = context.recorder(NAME);
    preempted = new PreemptedPods(context, recorder);
    unschedulable = new Unschedulable(context, recorder);
    nodes = Informer.of(client, ResourceTypes.NODES).onChange(this::onNode);
    pods = Informer.of(client, ResourceTypes.PODS).onChange(this::onPod);
    flush = loop.schedule(FLUSH_PERIOD, this::flush);
  }

  @Override
  public void close() {
    nodes.close();
    pods.close();
    flush.cancel();
    scheduling.close();
  }

  private void onNode(WatchEvent event) {
    KubeObject node = event.object();
    if (event.type() == WatchEvent.Type.DELETED) {
      snapshot.removeNode(node);
      nodesBefore.remove(node.name());
      return;
    }
    KubeObject before = nodesBefore.put(node.name(), node);
    snapshot.putNode(node);
    queue.wake(new NodeChange(before, node)::helps);
    wakeUp();
  }

  private void onPod(WatchEvent event) {
    KubeObject object = event.object();
    Pod pod = new Pod(object);
    boolean gone = event.type() == WatchEvent.Type.DELETED;
    if (gone || pod.isFinished()) {
      snapshot.removePod(object);
      nominations.remove(object.key());
      queue.remove(object);
      queue.wake(
          (waiting, rejectedBy) -> rejectedBy.stream().anyMatch(NodeChange.POD_GONE::contains));
    } else if (!pod.nodeName().isEmpty()) {
      boolean isNew = snapshot.putPod(object);
      nominations.remove(object.key());
      queue.remove(object);
      if (isNew) {
        queue.wake(new PodChange(object, this::namespaceLabels)::helps);
      }
    } else if (object.at("/spec/schedulerName").asText(NAME).equals(NAME)
        && !object.isTerminating()
        && object.at("/spec/schedulingGates").isEmpty()) {
      queue.put(object);
    }
    wakeUp();
  }

  private void flush() {
    queue.wakeOldest(loop.now());
    wakeUp();
    flush = loop.schedule(FLUSH_PERIOD, this::flush);
  }

  private void wakeUp() {
    if (!queue.isIdle()) {
      scheduling.request(Duration.ZERO);
    }
  }

  private void scheduleNext() {
    queue.poll().ifPresent(this::tryToSchedule);
    wakeUp();
  }

  private void tryToSchedule(KubeObject pod) {
    try {
      schedule(pod);
    } catch (ApiException unreachable) {
      tryLater(pod);
    }
  }

  private void tryLater(KubeObject pod) {
    loop.schedule(
        RETRY,
        () -> {
          queue.retry(pod);
          wakeUp();
        });
  }

  private void schedule(KubeObject object) {
    PodInfo pod = PodInfo.of(object);
    List<NodeInfo> all = nominations.seenBy(pod, snapshot.nodes());
    PodsOnNodes surroundings = PodsOnNodes.of(pod, all, this::namespaceLabels);
    List<NodeInfo> feasible = feasible(pod, all, surroundings);
    if (feasible.isEmpty()) {
      reject(pod, all, surroundings);
    } else {
      bind(object, best(pod, feasible, surroundings));
    }
  }

  /** The nominated node, if the pod fits there now; otherwise any. */
  private List<NodeInfo> feasible(PodInfo pod, List<NodeInfo> all, PodsOnNodes surroundings) {
    List<NodeInfo> nominated =
        nominations.nodeOf(pod).stream()
            .flatMap(name -> all.stream().filter(node -> node.name().equals(name)))
            .filter(node -> Filter.checkAll(pod, node, surroundings).isEmpty())
            .toList();
    return nominated.isEmpty() ? search.find(pod, all, surroundings) : nominated;
  }

  private Map<String, String> namespaceLabels(String namespace) {
    return client
        .find(ResourceTypes.NAMESPACES, "", namespace)
        .map(KubeObject::labels)
        .orElse(Map.of());
  }

  private NodeInfo best(PodInfo pod, List<NodeInfo> feasible, PodsOnNodes surroundings) {
    String namespace = pod.object().namespace();
    List<KubeObject> workloads =
        new ArrayList<>(client.listSelecting(ResourceTypes.SERVICES, pod.object()));
    OwnerReference.controllerOf(pod.object())
        .filter(owner -> owner.kind().equals("ReplicaSet"))
        .flatMap(owner -> client.find(ResourceTypes.REPLICA_SETS, namespace, owner.name()))
        .ifPresent(workloads::add);
    double[] scores = Score.total(pod, feasible, Spread.of(pod, workloads, snapshot, surroundings));
    double highest = Arrays.stream(scores).max().orElseThrow();
    List<NodeInfo> equals = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] == highest) {
        equals.add(feasible.get(i));
      }
    }
    return equals.get(loop.random().nextInt(equals.size()));
  }

  private void bind(KubeObject pod, NodeInfo node) {
    ObjectNode binding = Json.object().put("apiVersion", "v1").put("kind", "Binding");
    binding.putObject("metadata").put("name", pod.name()).put("namespace", pod.namespace());
    binding
        .putObject("target")
        .put("apiVersion", "v1")
        .put("kind", "Node")
        .put("name", node.name());
    try {
      client.createSubresource(
          ResourceTypes.PODS, pod.namespace(), pod.name(), "binding", KubeObject.of(binding));
    } catch (ApiException refused) {
      if (!refused.isNotFound()) {
        tryLater(pod);
      }
      return;
    }
    KubeObject bound = pod.edit(json -> json.withObject("/spec").put("nodeName", node.name()));
    snapshot.putPod(bound);
    nominations.remove(pod.key());
    queue.remove(pod);
    queue.wake(new PodChange(bound, this::namespaceLabels)::helps);
    recorder.event(
        pod,
        EventType.NORMAL,
        "Scheduled",
        "Successfully assigned %s/%s to %s".formatted(pod.namespace(), pod.name(), node.name()));
  }

  private void reject(PodInfo pod, List<NodeInfo> nodes, PodsOnNodes surroundings) {
    FitError diagnosis =
        new FitError(nodes.stream().map(node -> Filter.checkAll(pod, node, surroundings)).toList());
    queue.suspend(pod.object(), diagnosis.filters(), loop.now());
    Optional<String> ineligible = ineligible(pod, nodes);
    if (ineligible.isPresent()) {
      say(pod, diagnosis.message() + " preemption: " + ineligible.get());
      return;
    }
    Preemption preemption =
        new Preemption(
            pod,
            nodes,
            diagnosis.rejections(),
            this::namespaceLabels,
            client.list(ResourceTypes.POD_DISRUPTION_BUDGETS));
    preemption.best().ifPresent(candidate -> preempt(pod, candidate));
    say(pod, diagnosis.message(preemption));
  }

  private void say(PodInfo pod, String message) {
    if (!unschedulable.report(pod.object(), message, nominations.nodeOf(pod))) {
      queue.remove(pod.object());
    }
  }

  /** Why a pod may not preempt others; empty if it may. */
  private Optional<String> ineligible(PodInfo pod, List<NodeInfo> nodes) {
    if (pod.object().text("/spec/preemptionPolicy").equals("Never")) {
      return Optional.of("not eligible due to preemptionPolicy=Never.");
    }
    return nominations.nodeOf(pod).stream()
        .flatMap(name -> nodes.stream().filter(node -> node.name().equals(name)))
        .flatMap(node -> node.pods().stream())
        .filter(other -> other.isTerminating() && other.priority() < pod.priority())
        .findFirst()
        .map(leaving -> "not eligible due to a terminating pod on the nominated node.");
  }

  private void preempt(PodInfo pod, Candidate candidate) {
    nominations.put(pod, candidate.node());
    for (PodInfo victim : candidate.victims()) {
      if (!victim.isTerminating()) {
        preempted.evict(victim.object(), pod.object(), candidate.node());
      }
    }
  }
}
