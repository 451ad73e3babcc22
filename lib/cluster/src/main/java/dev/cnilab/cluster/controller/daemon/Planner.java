package dev.cnilab.cluster.controller.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.controller.replica.PodClaims;
import dev.cnilab.cluster.controller.replica.Revisions;
import dev.cnilab.cluster.controller.work.Reading;
import dev.cnilab.cluster.object.KubeObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plans one version of a DaemonSet repeatedly, and caches what it has read for that. */
final class Planner {
  private final Version version;
  private final String hash;
  private final JsonNode revisionData;
  private final Reading<NodeFit> fits;
  private final Reading<Daemon> daemons = new Reading<>(Daemon::of);
  private final Reading<Boolean> matching;

  /** What determines a set's pods; a change of its status does not affect them. */
  private record Version(String uid, long generation, int collisions) {
    static Version of(KubeObject set) {
      return new Version(set.uid(), set.generation(), set.at("/status/collisionCount").asInt());
    }
  }

  private record NodeFit(String node, DaemonPod.Fit fit) {}

  Planner(KubeObject set) {
    version = Version.of(set);
    hash = DaemonPod.hash(set);
    revisionData = Revisions.data(set);
    DaemonPod.Demands demands = DaemonPod.demands(set);
    matching = PodClaims.matching(set);
    fits = new Reading<>(node -> new NodeFit(node.name(), demands.fit(node)));
  }

  boolean isFor(KubeObject set) {
    return version.equals(Version.of(set));
  }

  /** The content of this version's ControllerRevision. */
  JsonNode revisionData() {
    return revisionData;
  }

  /** The set's pods. */
  List<KubeObject> pods(PodClaims claims, KubeObject set) {
    return claims.of(set, matching);
  }

  DaemonPlan plan(KubeObject set, List<KubeObject> nodes, List<KubeObject> pods, Instant now) {
    Map<String, DaemonPod.Fit> onNodes = LinkedHashMap.newLinkedHashMap(nodes.size());
    fits.of(nodes).forEach(each -> onNodes.put(each.node, each.fit));
    return DaemonPlan.of(set, hash, onNodes, daemons.of(pods), now);
  }
}
