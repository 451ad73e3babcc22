package dev.cnilab.lab.diagnosis.service;

import dev.cnilab.lab.client.Json;
import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Patch;
import dev.cnilab.lab.diagnosis.evidence.Picture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.place.Pod;
import dev.cnilab.lab.policy.Party;
import dev.cnilab.lab.policy.Port;
import dev.cnilab.lab.policy.Ruling;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Detectors for Services, for the DNS server and for policies about it. */
public final class ServicesAndNames {

  private static final Pattern POLICY = Pattern.compile("egress: (\\S+?),? isolates? .*");
  private static final String DNS = "kube-system/kube-dns";

  /** A kubelet's message about a pod it cannot reach. */
  private static final Pattern UNREACHED =
      Pattern.compile(
          "dial tcp \\S+ (i/o timeout|connect: (invalid argument|no route to host|network is"
              + " unreachable|host is unreachable))|context deadline exceeded");

  private ServicesAndNames() {}

  public static List<Detector> detectors() {
    return List.of(
        ServicesAndNames::dnsScaled,
        ServicesAndNames::dnsFailing,
        ServicesAndNames::empty,
        ServicesAndNames::closed,
        ServicesAndNames::localOnly,
        ServicesAndNames::unready,
        ServicesAndNames::forbidden);
  }

  private static Stream<Suspicion> dnsScaled(Picture picture) {
    return picture.list("deployments").stream()
        .filter(each -> Picture.name(each).equals("kube-system/coredns"))
        .filter(each -> each.number("/spec/replicas") == 0)
        .map(
            each ->
                Suspicion.of(
                        "dns-not-running",
                        "deployment kube-system/coredns",
                        new Clue("deployment kube-system/coredns", "replicas: 0"),
                        "kubectl -n kube-system get deployment coredns",
                        "Let it have pods again.")
                    .by("kubectl -n kube-system scale deployment coredns --replicas=2"));
  }

  private static Stream<Suspicion> dnsFailing(Picture picture) {
    return picture.logs().entrySet().stream()
        .filter(log -> log.getKey().startsWith("kube-system/coredns-"))
        .flatMap(log -> log.getValue().lines().filter(line -> line.contains("Corefile:")))
        .limit(1)
        .map(
            line ->
                Suspicion.of(
                    "dns-configuration",
                    "configmap kube-system/coredns",
                    new Clue("log of CoreDNS", line),
                    "kubectl -n kube-system logs -l k8s-app=kube-dns",
                    "Correct the Corefile, then delete the pods of CoreDNS."));
  }

  public static Stream<Json> selecting(Picture picture) {
    return picture.list("services").stream()
        .filter(service -> !service.fields("/spec/selector").isEmpty());
  }

  public static List<Pod> selected(Picture picture, Json service) {
    Map<String, String> wanted = service.fields("/spec/selector");
    return picture.pods().stream()
        .filter(pod -> pod.namespace().equals(service.text("/metadata/namespace")))
        .filter(pod -> pod.labels().entrySet().containsAll(wanted.entrySet()))
        .toList();
  }

  private static Stream<Suspicion> empty(Picture picture) {
    return selecting(picture)
        .filter(service -> selected(picture, service).isEmpty())
        .filter(service -> !isAtRest(picture, service))
        .filter(
            service -> !Picture.name(service).equals(DNS) || dnsScaled(picture).findAny().isEmpty())
        .map(
            service ->
                Suspicion.of(
                        "service-without-pods",
                        "service " + Picture.name(service),
                        new Clue(
                            "service " + Picture.name(service),
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
  private static boolean isWanted(Picture picture, Json service) {
    return wanting(picture, service).findAny().isPresent();
  }

  /** Whether somebody has scaled all its workloads to nothing. */
  private static boolean isAtRest(Picture picture, Json service) {
    List<Json> all = wanting(picture, service).toList();
    return !all.isEmpty()
        && all.stream().allMatch(workload -> workload.text("/spec/replicas").equals("0"));
  }

  private static Stream<Json> wanting(Picture picture, Json service) {
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

  /** Endpoints at which nothing listens although their pods are Ready. */
  private static Stream<Suspicion> closed(Picture picture) {
    return picture.list("endpointslices").stream()
        .flatMap(
            slice ->
                slice.list("/ports").stream()
                    .flatMap(
                        port ->
                            slice.list("/endpoints").stream()
                                .map(
                                    endpoint ->
                                        endpoint.text("/addresses/0") + ":" + port.number("/port"))
                                .filter(picture.closed()::contains)
                                .map(endpoint -> Map.entry(endpoint, port.text("/name"))))
                    .limit(1)
                    .map(
                        closed ->
                            Suspicion.of(
                                    "service-target-port",
                                    "service "
                                        + slice.text("/metadata/namespace")
                                        + "/"
                                        + slice
                                            .fields("/metadata/labels")
                                            .getOrDefault("kubernetes.io/service-name", ""),
                                    new Clue(
                                        "asked from the pod's node",
                                        "nobody listens at " + closed.getKey()),
                                    "kubectl -n "
                                        + slice.text("/metadata/namespace")
                                        + " get endpointslices,pods -o wide",
                                    "Let targetPort be the port at which the container listens.")
                                .by(leadingTo(picture, Endpoints.owner(slice), closed.getValue()))
                                .ranked(5)));
  }

  private static String leadingTo(Picture picture, String service, String port) {
    return selecting(picture)
        .filter(each -> Picture.name(each).equals(service))
        .findFirst()
        .map(each -> ServicePatch.targetPort(picture, each, port))
        .orElse("");
  }

  private static Stream<Suspicion> localOnly(Picture picture) {
    return localOnly(picture, selecting(picture), "internalTrafficPolicy");
  }

  /** Services with a node-local policy that have no pod on some node. */
  static Stream<Suspicion> localOnly(Picture picture, Stream<Json> services, String policy) {
    return services
        .filter(service -> service.text("/spec/" + policy).equals("Local"))
        .flatMap(
            service ->
                withoutPod(picture, service)
                    .map(
                        node ->
                            Suspicion.of(
                                    "service-local-only",
                                    "service " + Picture.name(service),
                                    new Clue(
                                        "service " + Picture.name(service),
                                        policy + ": Local, and no pod of it on " + node.name()),
                                    "kubectl -n "
                                        + service.text("/metadata/namespace")
                                        + " get endpointslices -o wide",
                                    policy + ": Cluster, or a pod on each node.")
                                .by(
                                    Patch.merge(
                                        "service " + Picture.name(service),
                                        "{\"spec\": {\"%s\": \"Cluster\"}}".formatted(policy)))));
  }

  /** Nodes with pods, none of which belongs to the Service. */
  static Stream<NodePicture> withoutPod(Picture picture, Json service) {
    List<Pod> selected = selected(picture, service);
    return picture.nodes().stream()
        .filter(node -> !picture.networked(node).isEmpty())
        .filter(node -> selected.stream().noneMatch(pod -> pod.nodeName().equals(node.name())))
        .limit(1);
  }

  /** Running pods that do not become Ready, with the failing probe. */
  private static Stream<Suspicion> unready(Picture picture) {
    return picture.pods().stream()
        .filter(pod -> pod.phase().equals("Running") && !pod.isReady())
        .filter(pod -> !pod.object().at("/spec/containers/0/readinessProbe").isAbsent())
        .flatMap(
            pod ->
                picture.list("events").stream()
                    .filter(event -> event.text("/involvedObject/uid").equals(pod.uid()))
                    .map(event -> event.text("/message"))
                    .filter(message -> message.startsWith("Readiness probe failed"))
                    .reduce((earlier, later) -> later)
                    .map(message -> unready(pod, message))
                    .stream())
        .limit(1);
  }

  /** A pod that answers the kubelet's probe wrongly; silence would be the network's fault. */
  private static Suspicion unready(Pod pod, String message) {
    Clue clue = new Clue("event of pod " + pod.name(), message);
    String next = "kubectl -n " + pod.namespace() + " describe pod " + pod.name();
    return UNREACHED.matcher(message).find()
        ? Suspicion.of(
                "pod-unreachable",
                "node " + pod.nodeName(),
                clue,
                next,
                "Find why the node does not reach its own pod: its link, route, and address.")
            .ranked(Suspicion.SYMPTOM)
        : Suspicion.of(
                "readiness-failing",
                owner(pod),
                clue,
                next,
                "Compare what the probe asks with where the container listens.")
            .ranked(7);
  }

  static String owner(Pod pod) {
    return pod.object().list("/metadata/ownerReferences").stream()
        .map(
            owner ->
                owner.text("/kind").equals("ReplicaSet")
                    ? "deployment "
                        + pod.namespace()
                        + "/"
                        + owner.text("/name").replaceAll("-[^-]*$", "")
                    : "daemonset " + pod.namespace() + "/" + owner.text("/name"))
        .findFirst()
        .orElse("pod " + pod.namespace() + "/" + pod.name());
  }

  /** Pods that a policy cuts off from the DNS server, where policies are enforced. */
  private static Stream<Suspicion> forbidden(Picture picture) {
    Optional<Party> server =
        picture.pods().stream()
            .filter(pod -> pod.labels().getOrDefault("k8s-app", "").equals("kube-dns"))
            .map(picture.policies()::party)
            .findFirst();
    return !picture.enforcesPolicies() || server.isEmpty()
        ? Stream.of()
        : picture.pods().stream()
            .filter(Pod::runsOnPodNetwork)
            .map(picture.policies()::party)
            .map(pod -> verdict(picture, pod, server.get()))
            .flatMap(Optional::stream)
            .distinct();
  }

  private static Optional<Suspicion> verdict(Picture picture, Party pod, Party server) {
    Ruling ruling = picture.policies().about(pod, server, Port.DNS);
    return ruling.because().stream()
        .map(POLICY::matcher)
        .filter(Matcher::matches)
        .findFirst()
        .filter(denied -> !ruling.allowed())
        .map(
            denied ->
                Suspicion.of(
                    "policy-denies-dns",
                    "networkpolicy " + pod.namespace() + "/" + denied.group(1),
                    new Clue(
                        "policies about " + pod.namespace() + " and DNS",
                        denied.group(1) + " lets no egress to UDP 53 pass"),
                    "kubectl -n "
                        + pod.namespace()
                        + " get networkpolicy "
                        + denied.group(1)
                        + " -o yaml",
                    "Allow egress to CoreDNS, port 53, UDP and TCP."));
  }
}
