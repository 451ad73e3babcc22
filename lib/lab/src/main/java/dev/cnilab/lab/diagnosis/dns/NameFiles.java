package dev.cnilab.lab.diagnosis.dns;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.PodOwner;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.remedy.RestartRemedy;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.shell.Range;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Detectors for pods' resolv.conf and hosts files that differ from what their dnsPolicy and kubelet
 * produce.
 */
public final class NameFiles {

  private static final String AGAIN = "Delete the pod: a new one gets the file as it should be.";

  private NameFiles() {}

  public static List<Detector> detectors() {
    return List.of(NameFiles::resolvers, NameFiles::hosts, NameFiles::dead, NameFiles::shadowed);
  }

  /** A resolv.conf that differs from the kubelet's for a pod that uses cluster DNS. */
  private static Stream<Suspicion> resolvers(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(node -> !servers(node).isEmpty())
        .flatMap(
            node ->
                picture.networked(node).stream()
                    .filter(pod -> pod.dnsPolicy().equals("ClusterFirst"))
                    .flatMap(
                        pod ->
                            resolver(node, pod)
                                .filter(line -> !isOfKubelet(picture, node, pod, line))
                                .map(line -> edited("pod-resolver", pod, "resolv.conf", line))
                                .stream())
                    .limit(1));
  }

  private static Suspicion edited(String cause, Pod pod, String file, String line) {
    String name = pod.namespace() + "/" + pod.name();
    return Suspicion.of(
            cause,
            "pod " + name,
            new Clue("/etc/%s of pod %s".formatted(file, name), line),
            "kubectl -n %s exec %s -- cat /etc/%s".formatted(pod.namespace(), pod.name(), file),
            AGAIN)
        .by(RestartRemedy.of(Stream.of(pod)));
  }

  /** The content of the file, on one line. */
  private static Optional<String> resolver(NodePicture node, Pod pod) {
    return node.line("sandboxes", " \\Q" + pod.namespace() + "/" + pod.name() + "\\E$")
        .map(line -> line.replaceAll(" .*", ""))
        .flatMap(id -> node.line("resolvers", "^" + id))
        .map(line -> line.replaceFirst("^\\S+", "").strip());
  }

  /** The DNS servers that a kubelet gives its pods. */
  private static List<String> servers(NodePicture node) {
    List<String> lines = node.lines("kubelet");
    int first = lines.indexOf("clusterDNS:");
    return first < 0
        ? List.of()
        : lines.stream()
            .skip(first + 1L)
            .takeWhile(line -> line.startsWith("- "))
            .map(line -> line.substring(2))
            .toList();
  }

  private static boolean isOfKubelet(
      ClusterPicture picture, NodePicture node, Pod pod, String file) {
    List<String> words = List.of(file.split("\\s+", -1));
    List<String> own = pod.object().texts("/spec/dnsConfig/nameservers");
    List<String> found =
        Stream.iterate(0, index -> index + 1)
            .limit(words.size() - 1L)
            .filter(index -> words.get(index).equals("nameserver"))
            .map(index -> words.get(index + 1))
            .toList();
    return Stream.of(servers(node), service(picture))
            .map(servers -> Stream.concat(servers.stream(), own.stream()).toList())
            .anyMatch(found::equals)
        && words.stream().anyMatch(word -> word.startsWith(pod.namespace() + ".svc."));
  }

  /**
   * The address of the DNS Service, which kubelets gave pods before their configuration was
   * changed.
   */
  private static List<String> service(ClusterPicture picture) {
    return picture.dnsService().stream().map(service -> service.text("/spec/clusterIP")).toList();
  }

  /** The domain of the names that a kubelet gives pods. */
  public static String domain(NodePicture node) {
    return node.line("kubelet", "^clusterDomain: ")
        .map(line -> line.substring("clusterDomain: ".length()).replace("\"", "").strip())
        .orElse("cluster.local");
  }

  /** Lines of hosts files that the kubelet did not write. */
  private static Stream<Suspicion> hosts(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                picture.networked(node).stream()
                    .flatMap(
                        pod ->
                            node.lines("hosts").stream()
                                .filter(line -> line.startsWith(pod.uid() + " "))
                                .map(line -> line.substring(pod.uid().length()).strip())
                                .filter(line -> !line.isEmpty() && !isOfKubelet(pod, line))
                                .limit(1)
                                .map(line -> edited("pod-hosts", pod, "hosts", line)))
                    .limit(1));
  }

  private static boolean isOfKubelet(Pod pod, String line) {
    String address = line.split("\\s+", 2)[0];
    return address.matches("127\\.0\\.0\\.1|::1|fe00::.*")
        || pod.object().list("/status/podIPs").stream()
            .anyMatch(own -> own.text("/ip").equals(address))
        || pod.object().list("/spec/hostAliases").stream()
            .anyMatch(alias -> alias.text("/ip").equals(address));
  }

  /** A DNS server in a pod's own specification, in the range of Services, that no Service has. */
  private static Stream<Suspicion> dead(ClusterPicture picture) {
    List<String> known =
        picture.list("services").stream().map(service -> service.text("/spec/clusterIP")).toList();
    return picture.pods().stream()
        .filter(pod -> !pod.phase().matches("Succeeded|Failed"))
        .flatMap(
            pod ->
                named(pod)
                    .filter(address -> isOfServices(picture, address))
                    .filter(address -> !known.contains(address))
                    .limit(1)
                    .map(
                        address ->
                            Suspicion.of(
                                "name-settings-stale",
                                PodOwner.of(pod),
                                new Clue(
                                    "dnsConfig and hostAliases of pod " + pod.name(),
                                    address + ", which no Service has"),
                                "kubectl -n %s get pod %s -o yaml"
                                    .formatted(pod.namespace(), pod.name()),
                                "Name the address of a Service that is there, or none.")))
        .limit(1);
  }

  /** A Service's name that the pod's own specification gives another address. */
  private static Stream<Suspicion> shadowed(ClusterPicture picture) {
    return picture.pods().stream()
        .filter(pod -> !pod.phase().matches("Succeeded|Failed"))
        .flatMap(
            pod ->
                pod.object().list("/spec/hostAliases").stream()
                    .flatMap(
                        alias ->
                            alias.texts("/hostnames").stream()
                                .filter(name -> isShadow(picture, pod, name, alias.text("/ip")))
                                .map(name -> alias.text("/ip") + " " + name))
                    .limit(1)
                    .map(
                        line ->
                            Suspicion.of(
                                "name-shadowed",
                                PodOwner.of(pod),
                                new Clue(
                                    "hostAliases of pod " + pod.name(),
                                    line + ", the name of a Service with another address"),
                                "kubectl -n %s get pod %s -o yaml"
                                    .formatted(pod.namespace(), pod.name()),
                                "Take the name out of hostAliases: the DNS server knows it.")))
        .limit(1);
  }

  private static boolean isShadow(ClusterPicture picture, Pod pod, String name, String address) {
    return picture.list("services").stream()
        .filter(service -> !service.text("/spec/clusterIP").equals(address))
        .anyMatch(
            service -> {
              String own = service.text("/metadata/name");
              String namespace = service.text("/metadata/namespace");
              String full = own + "." + namespace;
              return name.equals(full)
                  || name.startsWith(full + ".svc")
                  || (name.equals(own) && namespace.equals(pod.namespace()));
            });
  }

  private static Stream<String> named(Pod pod) {
    return Stream.concat(
        pod.object().texts("/spec/dnsConfig/nameservers").stream(),
        pod.object().list("/spec/hostAliases").stream().map(alias -> alias.text("/ip")));
  }

  private static boolean isOfServices(ClusterPicture picture, String address) {
    return address.matches("\\d+(\\.\\d+){3}")
        && picture.list("servicecidrs").stream()
            .flatMap(each -> each.texts("/spec/cidrs").stream())
            .filter(range -> range.contains("."))
            .anyMatch(range -> Range.of(range).contains(address));
  }
}
