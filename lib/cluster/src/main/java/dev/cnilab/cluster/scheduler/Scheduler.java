package dev.cnilab.cluster.scheduler;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.Informer;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.controller.work.Conditions;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.OwnerReference;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import dev.cnilab.cluster.scheduler.plugin.Filter;
import dev.cnilab.cluster.scheduler.plugin.Score;
import dev.cnilab.cluster.scheduler.plugin.Spread;
import dev.cnilab.cluster.scheduler.snapshot.NodeInfo;
import dev.cnilab.cluster.scheduler.snapshot.PodInfo;
import dev.cnilab.cluster.scheduler.snapshot.Snapshot;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Binds pods to nodes, one at a time, each as an event of the loop of its own. */
public final class Scheduler implements AutoCloseable {
  private static final String NAME = "default-scheduler";
  private static final Duration FLUSH_PERIOD = Duration.ofSeconds(30);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final EventLoop loop;
  private final ApiClient client;
  private final ControllerContext context;
  private final EventRecorder recorder;
  private final Snapshot snapshot = new Snapshot();
  private final NodeSearch search = new NodeSearch();
  private final Map<String, KubeObject> nodesBefore = new HashMap<>();
  private final SchedulingQueue queue = new SchedulingQueue();
  private final Informer nodes;
  private final Informer pods;
  private Timer flush;
  private boolean scheduled;

  /** Starts to schedule; ends with {@link #close}. */
  public Scheduler(ControllerContext context) {
    this.context = context;
    loop = context.loop();
    client = context.client();
    recorder = context.recorder(NAME);
    nodes = Informer.of(client, ResourceTypes.NODES).onChange(this::onNode);
    pods = Informer.of(client, ResourceTypes.PODS).onChange(this::onPod);
    flush = loop.schedule(FLUSH_PERIOD, this::flush);
  }

  @Override
  public void close() {
    nodes.close();
    pods.close();
    flush.cancel();
    scheduled = true;
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
      queue.remove(object);
      queue.wake(
          (waiting, rejectedBy) -> rejectedBy.stream().anyMatch(NodeChange.POD_GONE::contains));
    } else if (!pod.nodeName().isEmpty()) {
      snapshot.putPod(object);
      queue.remove(object);
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
    if (!scheduled && !queue.isIdle()) {
      scheduled = true;
      loop.schedule(Duration.ZERO, this::scheduleNext);
    }
  }

  private void scheduleNext() {
    scheduled = false;
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
    List<NodeInfo> all = snapshot.nodes();
    List<NodeInfo> feasible = search.find(pod, all);
    if (feasible.isEmpty()) {
      reject(object, new Diagnosis(all.stream().map(node -> Filter.checkAll(pod, node)).toList()));
    } else {
      bind(object, best(pod, feasible));
    }
  }

  private NodeInfo best(PodInfo pod, List<NodeInfo> feasible) {
    String namespace = pod.object().namespace();
    List<KubeObject> workloads =
        new ArrayList<>(client.list(ResourceTypes.SERVICES, namespace, ListOptions.everything()));
    OwnerReference.controllerOf(pod.object())
        .filter(owner -> owner.kind().equals("ReplicaSet"))
        .flatMap(owner -> client.find(ResourceTypes.REPLICA_SETS, namespace, owner.name()))
        .ifPresent(workloads::add);
    double[] scores = Score.total(pod, feasible, Spread.of(pod, workloads, snapshot));
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
    snapshot.putPod(pod.edit(json -> json.withObject("/spec").put("nodeName", node.name())));
    queue.remove(pod);
    recorder.event(
        pod,
        EventType.NORMAL,
        "Scheduled",
        "Successfully assigned %s/%s to %s".formatted(pod.namespace(), pod.name(), node.name()));
  }

  private void reject(KubeObject pod, Diagnosis diagnosis) {
    queue.suspend(pod, diagnosis.filters(), loop.now());
    String message = diagnosis.message();
    recorder.event(pod, EventType.WARNING, "FailedScheduling", message);
    try {
      patchCondition(pod, message);
    } catch (ApiException refused) {
      if (refused.isNotFound()) {
        queue.remove(pod);
      }
    }
  }

  private void patchCondition(KubeObject pod, String message) {
    KubeObject fresh = client.get(ResourceTypes.PODS, pod.namespace(), pod.name());
    ArrayNode conditions =
        (ArrayNode)
            fresh
                .edit(json -> json.withObject("/status").withArray("/conditions"))
                .at("/status/conditions");
    var present = Conditions.find(conditions, "PodScheduled");
    if (present.filter(c -> c.path("message").asText().equals(message)).isPresent()) {
      return;
    }
    ObjectNode condition = Json.object();
    condition.putNull("lastProbeTime");
    condition.put(
        "lastTransitionTime",
        present
            .filter(c -> c.path("status").asText().equals("False"))
            .map(c -> c.path("lastTransitionTime").asText())
            .orElse(context.timestamp()));
    condition
        .put("message", message)
        .put("observedGeneration", fresh.generation())
        .put("reason", "Unschedulable")
        .put("status", "False")
        .put("type", "PodScheduled");
    Conditions.put(conditions, condition);
    ObjectNode change = Json.object();
    change.putObject("status").set("conditions", conditions);
    client.patch(ResourceTypes.PODS, pod.namespace(), pod.name(), Patch.merge(change).ofStatus());
  }
}
