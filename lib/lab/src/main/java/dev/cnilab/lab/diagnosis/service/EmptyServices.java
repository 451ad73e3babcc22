package dev.cnilab.lab.diagnosis.service;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.diagnosis.dns.DnsPods;
import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.remedy.PatchRemedy;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.stream.Stream;

/** Detectors for Services that select no pod, or none where a client is. */
public final class EmptyServices {

  private EmptyServices() {}

  public static List<Detector> detectors() {
    return List.of(EmptyServices::empty, EmptyServices::localOnly);
  }

  private static Stream<Suspicion> empty(ClusterPicture picture) {
    return picture
        .selectingServices()
        .filter(service -> picture.selectedBy(service).isEmpty())
        .filter(service -> !isAtRest(picture, service))
        .filter(
            service ->
                !ClusterPicture.name(service).equals(ClusterPicture.DNS_SERVICE)
                    || DnsPods.scaledToNothing(picture).findAny().isEmpty())
        .map(
            service ->
                Suspicion.of(
                        "service-without-pods",
                        "service " + ClusterPicture.name(service),
                        new Clue(
                            "service " + ClusterPicture.name(service),
                            "selects " + service.fields("/spec/selector") + ", which no pod has"),
                        "kubectl -n "
                            + service.text("/metadata/namespace")
                            + " get pods --show-labels",
                        "Let the selector name labels that the pods have.")
                    .by(isWanted(picture, service) ? "" : ServicePatch.selector(picture, service))
                    .ranked(isWanted(picture, service) ? 3 : 1));
  }

  /**
   * Whether a workload would have pods that the Service selects, so that the selector is not the
   * cause.
   */
  private static boolean isWanted(ClusterPicture picture, Json service) {
    return wanting(picture, service).findAny().isPresent();
  }

  /** Whether somebody has scaled all its workloads to nothing. */
  private static boolean isAtRest(ClusterPicture picture, Json service) {
    List<Json> all = wanting(picture, service).toList();
    return !all.isEmpty()
        && all.stream().allMatch(workload -> workload.text("/spec/replicas").equals("0"));
  }

  private static Stream<Json> wanting(ClusterPicture picture, Json service) {
    return Stream.of("deployments", "daemonsets")
        .flatMap(kind -> picture.list(kind).stream())
        .filter(
            workload ->
                workload.text("/metadata/namespace").equals(service.text("/metadata/namespace")))
        .filter(
            workload ->
                workload
                    .fields("/spec/template/metadata/labels")
                    .entrySet()
                    .containsAll(service.fields("/spec/selector").entrySet()));
  }

  private static Stream<Suspicion> localOnly(ClusterPicture picture) {
    return localOnly(picture, picture.selectingServices(), "internalTrafficPolicy");
  }

  /** Services with a node-local policy that have no pod on some node. */
  static Stream<Suspicion> localOnly(ClusterPicture picture, Stream<Json> services, String policy) {
    return services
        .filter(service -> service.text("/spec/" + policy).equals("Local"))
        .flatMap(
            service ->
                withoutPod(picture, service)
                    .map(
                        node ->
                            Suspicion.of(
                                    "service-local-only",
                                    "service " + ClusterPicture.name(service),
                                    new Clue(
                                        "service " + ClusterPicture.name(service),
                                        policy + ": Local, and no pod of it on " + node.name()),
                                    "kubectl -n "
                                        + service.text("/metadata/namespace")
                                        + " get endpointslices -o wide",
                                    policy + ": Cluster, or a pod on each node.")
                                .by(
                                    PatchRemedy.merge(
                                        "service " + ClusterPicture.name(service),
                                        "{\"spec\": {\"%s\": \"Cluster\"}}".formatted(policy)))));
  }

  /** Nodes with pods, none of which belongs to the Service. */
  private static Stream<NodePicture> withoutPod(ClusterPicture picture, Json service) {
    List<Pod> selected = picture.selectedBy(service);
    return picture.nodes().stream()
        .filter(node -> !picture.networked(node).isEmpty())
        .filter(node -> selected.stream().noneMatch(pod -> pod.nodeName().equals(node.name())))
        .limit(1);
  }
}
