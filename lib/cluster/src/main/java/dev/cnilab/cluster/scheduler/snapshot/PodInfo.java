package dev.cnilab.cluster.scheduler.snapshot;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.placement.HostPorts;
import dev.cnilab.cluster.placement.NodeAffinity;
import dev.cnilab.cluster.placement.Resources;
import dev.cnilab.cluster.placement.Toleration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A pod with what the scheduler computes from it once.
 *
 * @param wantedNode the one that it names itself, "" for any
 * @param images of its containers, one each
 * @param assumed the requests that scores use, with 0.1 CPU and 200 MB where it has none
 * @param ports the host ports
 * @param wanted its required pod affinity
 * @param unwanted its required pod anti-affinity
 * @param preferences its preferred affinity and anti-affinity
 * @param spread its topology spread constraints
 */
public record PodInfo(
    KubeObject object,
    boolean isTerminating,
    String wantedNode,
    List<String> images,
    Resources requests,
    Resources assumed,
    HostPorts ports,
    List<Toleration> tolerations,
    NodeAffinity affinity,
    List<PodTerm> wanted,
    List<PodTerm> unwanted,
    List<Preference> preferences,
    List<SpreadConstraint> spread) {
  private static final Resources ASSUMED =
      new Resources(Map.of("cpu", 100L, "memory", 200L * 1024 * 1024 * 1000));

  public static PodInfo of(KubeObject pod) {
    Resources requests = Resources.requests(pod);
    return new PodInfo(
        pod,
        pod.isTerminating(),
        pod.text("/spec/nodeName"),
        images(pod),
        requests,
        requests.orIfNone(ASSUMED),
        HostPorts.of(pod),
        Toleration.of(pod),
        NodeAffinity.of(pod),
        PodTerm.required(pod, "podAffinity"),
        PodTerm.required(pod, "podAntiAffinity"),
        Preference.of(pod),
        SpreadConstraint.of(pod));
  }

  private static List<String> images(KubeObject pod) {
    List<String> images = new ArrayList<>();
    pod.at("/spec/containers").forEach(each -> images.add(each.path("image").asText()));
    return images;
  }

  /** {@code namespace/name}. */
  public String key() {
    return object.key();
  }

  public int priority() {
    return object.at("/spec/priority").asInt();
  }
}
