package dev.cnilab.cluster.controller.stateful;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.controller.replica.Adoption;
import dev.cnilab.cluster.controller.replica.Availability;
import dev.cnilab.cluster.controller.replica.PodClaims;
import dev.cnilab.cluster.controller.replica.PodTemplate;
import dev.cnilab.cluster.controller.replica.Revisions;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Creates the pods of a StatefulSet one after another, and replaces them in reverse order. */
public final class StatefulSetController implements AutoCloseable {
  private final ControllerContext context;
  private final ApiClient client;
  private final EventRecorder recorder;
  private final PodClaims claims;
  private final Revisions revisions;
  private final ControlLoop control;

  public StatefulSetController(ControllerContext context) {
    this.context = context;
    client = context.client();
    recorder = context.recorder("statefulset-controller");
    claims = new PodClaims(client, ResourceTypes.PODS, Member::isOf);
    revisions = new Revisions(client);
    control =
        context
            .controlLoop(
                key ->
                    client
                        .find(ResourceTypes.STATEFUL_SETS, key.namespace(), key.name())
                        .ifPresent(this::reconcile))
            .watch(ResourceTypes.STATEFUL_SETS)
            .watchOwned(ResourceTypes.PODS, "StatefulSet")
            .watch(ResourceTypes.PODS, new Adoption(client, ResourceTypes.STATEFUL_SETS)::of);
  }

  @Override
  public void close() {
    control.close();
  }

  private void reconcile(KubeObject set) {
    if (set.isTerminating()) {
      return;
    }
    KubeObject update = revisions.current(set);
    String present = set.text("/status/currentRevision");
    KubeObject current =
        client.find(ResourceTypes.CONTROLLER_REVISIONS, set.namespace(), present).orElse(update);
    Members members = Members.of(set, claims.of(set));
    if (!stepInOrder(set, members, current, update)) {
      replaceOutdated(set, members, update);
    }
    updateStatus(set, Members.of(set, claims.of(set)), current, update);
    revisions.limit(set, List.of(current.name(), update.name()));
  }

  /**
   * Creates missing pods and deletes surplus ones; returns whether there is something to wait for.
   */
  private boolean stepInOrder(
      KubeObject set, Members members, KubeObject current, KubeObject update) {
    boolean ordered = !set.text("/spec/podManagementPolicy").equals("Parallel");
    int partition = set.at("/spec/updateStrategy/rollingUpdate/partition").asInt();
    for (int ordinal = members.first(); ordinal < members.end(); ordinal++) {
      Member member = new Member(set, ordinal);
      KubeObject pod = members.at(ordinal).orElse(null);
      if (pod == null) {
        boolean old = ordinal < members.first() + partition;
        create(member, old ? current : update);
      } else if (new Pod(pod).isFinished() && !pod.isTerminating()) {
        delete(set, pod);
      } else if (Members.isHealthy(pod)) {
        continue;
      }
      if (ordered) {
        return true;
      }
    }
    for (KubeObject pod : members.surplus()) {
      boolean waits =
          ordered && !Members.isHealthy(pod) && !Optional.of(pod).equals(firstUnhealthy(members));
      if (!pod.isTerminating() && !waits) {
        delete(set, pod);
      }
      if (ordered) {
        return true;
      }
    }
    return false;
  }

  /** Of the surplus pods; in order, none is deleted before the lower ones are healthy again. */
  private static Optional<KubeObject> firstUnhealthy(Members members) {
    return members.surplus().reversed().stream().filter(pod -> !Members.isHealthy(pod)).findFirst();
  }

  /** From the last to the first, one at a time. */
  private void replaceOutdated(KubeObject set, Members members, KubeObject update) {
    if (set.text("/spec/updateStrategy/type").equals("OnDelete")) {
      return;
    }
    int first = members.first() + set.at("/spec/updateStrategy/rollingUpdate/partition").asInt();
    for (int ordinal = members.end() - 1; ordinal >= first; ordinal--) {
      KubeObject pod = members.at(ordinal).orElse(null);
      if (pod == null || pod.isTerminating()) {
        return;
      }
      if (!Members.revision(pod).equals(update.name())) {
        delete(set, pod);
        return;
      }
      if (!Members.isHealthy(pod)) {
        return;
      }
    }
  }

  private void create(Member member, KubeObject revision) {
    KubeObject set = member.set();
    String words = "Create Pod %s in StatefulSet %s ".formatted(member.name(), set.name());
    try {
      member.claims().forEach(claim -> claim(member, claim));
      PodTemplate template = Revisions.template(revision);
      client.create(ResourceTypes.PODS, member.pod(template, revision.name()));
      recorder.event(set, EventType.NORMAL, "SuccessfulCreate", words + "successful");
    } catch (ApiException refused) {
      recorder.event(
          set,
          EventType.WARNING,
          "FailedCreate",
          words + "failed error: " + refused.status().message());
      throw refused;
    }
  }

  private void claim(Member member, KubeObject claim) {
    if (client
        .find(ResourceTypes.PERSISTENT_VOLUME_CLAIMS, claim.namespace(), claim.name())
        .isEmpty()) {
      client.create(ResourceTypes.PERSISTENT_VOLUME_CLAIMS, claim);
      recorder.event(
          member.set(),
          EventType.NORMAL,
          "SuccessfulCreate",
          "Create Claim %s Pod %s in StatefulSet %s success"
              .formatted(claim.name(), member.name(), member.set().name()));
    }
  }

  private void delete(KubeObject set, KubeObject pod) {
    client.delete(
        ResourceTypes.PODS,
        pod.namespace(),
        pod.name(),
        DeleteOptions.background().ofUid(pod.uid()));
    recorder.event(
        set,
        EventType.NORMAL,
        "SuccessfulDelete",
        "Delete Pod %s in StatefulSet %s successful".formatted(pod.name(), set.name()));
  }

  private void updateStatus(
      KubeObject set, Members members, KubeObject current, KubeObject update) {
    List<KubeObject> pods =
        members.pods().values().stream().filter(pod -> new Pod(pod).isActive()).toList();
    Availability availability =
        Availability.of(
            pods,
            Duration.ofSeconds(set.at("/spec/minReadySeconds").asLong()),
            context.loop().now());
    long updated = members.ofRevision(update.name());
    boolean complete =
        updated == members.replicas() && pods.size() == updated && availability.ready() == updated;
    String present = complete ? update.name() : current.name();
    KubeObject after =
        set.edit(
            json -> {
              ObjectNode status = json.withObject("/status");
              status
                  .put("replicas", pods.size())
                  .put("availableReplicas", availability.available())
                  .put("collisionCount", set.at("/status/collisionCount").asInt())
                  .put("currentRevision", present)
                  .put("updateRevision", update.name())
                  .put("observedGeneration", set.generation());
              Availability.putCount(status, "readyReplicas", availability.ready());
              Availability.putCount(status, "currentReplicas", members.ofRevision(present));
              Availability.putCount(status, "updatedReplicas", updated);
            });
    if (!after.equals(set)) {
      client.updateStatus(ResourceTypes.STATEFUL_SETS, after);
    }
    availability.nextCheck().ifPresent(delay -> control.addAfter(ObjectKey.of(set), delay));
  }
}
