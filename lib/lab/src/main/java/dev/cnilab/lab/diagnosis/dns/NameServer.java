package dev.cnilab.lab.diagnosis.dns;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.remedy.RightsRemedy;
import dev.cnilab.lab.shell.Range;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Detectors for the configuration of a running CoreDNS. */
public final class NameServer {

  private static final String CONFIGURATION = "configmap kube-system/coredns";
  private static final Pattern UPSTREAM =
      Pattern.compile("\\[ERROR] plugin/errors: 2 .*(i/o timeout|no route to host|refused).*");

  private NameServer() {}

  public static List<Detector> detectors() {
    return List.of(
        NameServer::invented,
        NameServer::noBlock,
        NameServer::ended,
        NameServer::upstream,
        NameServer::otherZone,
        NameServer::forbidden);
  }

  private static Stream<String> corefile(ClusterPicture picture) {
    return picture.list("configmaps").stream()
        .filter(map -> ClusterPicture.name(map).equals("kube-system/coredns"))
        .map(map -> map.text("/data/Corefile"));
  }

  /** Lines that answer for the cluster's own names in place of the cluster. */
  private static Stream<Suspicion> invented(ClusterPicture picture) {
    List<String> names = names(picture).toList();
    return corefile(picture)
        .flatMap(
            text ->
                text.lines()
                    .filter(line -> isInvented(picture, names, line.strip()))
                    .limit(1)
                    .map(
                        line ->
                            of(
                                    "dns-configuration",
                                    new Clue("Corefile", line.strip()),
                                    "Take the lines out that answer for the cluster's own names.")
                                .by(
                                    CorefileRemedy.with(
                                        picture, CorefileRemedy.without(text, line)))));
  }

  private static boolean isInvented(ClusterPicture picture, List<String> names, String line) {
    List<String> words = List.of(line.split("\\s+", -1));
    return line.matches("template .*\\bcluster\\.local.*")
        || (line.matches("rewrite (stop |continue )?name (exact )?\\S+ \\S+.*")
            && words.stream().skip(2).limit(words.size() - 3L).anyMatch(names::contains))
        || (line.matches("\\d+(\\.\\d+){3} .*") && words.stream().anyMatch(names::contains))
        || (line.matches("(block|drop|filter) (type \\S+ )?net .*")
            && words.stream().anyMatch(word -> holdsPods(picture, word)));
  }

  private static boolean holdsPods(ClusterPicture picture, String word) {
    return word.matches("\\d+(\\.\\d+){3}/\\d+")
        && picture.pods().stream()
            .filter(pod -> !pod.ip().isEmpty() && pod.ip().contains("."))
            .anyMatch(pod -> Range.of(word).contains(pod.ip()));
  }

  /** The names of all Services. */
  private static Stream<String> names(ClusterPicture picture) {
    List<String> domains = picture.nodes().stream().map(NameFiles::domain).distinct().toList();
    return picture.list("services").stream()
        .flatMap(
            service ->
                domains.stream()
                    .map(
                        domain ->
                            "%s.%s.svc.%s"
                                .formatted(
                                    service.text("/metadata/name"),
                                    service.text("/metadata/namespace"),
                                    domain)))
        .flatMap(name -> Stream.of(name, name + "."));
  }

  /** Server blocks none of which is asked for the cluster's names. */
  private static Stream<Suspicion> noBlock(ClusterPicture picture) {
    List<String> zones =
        corefile(picture)
            .flatMap(String::lines)
            .filter(line -> line.matches("\\S.*\\{\\s*") && !line.startsWith("("))
            .flatMap(line -> Stream.of(line.replaceFirst("\\{\\s*$", "").split("[\\s,]+", -1)))
            .filter(zone -> !zone.isEmpty())
            .map(zone -> zone.replaceFirst("^\\w+://", "").replaceFirst(":\\d+$", ""))
            .map(zone -> zone.equals(".") ? "" : zone.replaceFirst("\\.$", ""))
            .toList();
    List<String> domains = picture.nodes().stream().map(NameFiles::domain).distinct().toList();
    return zones.isEmpty()
            || domains.stream()
                .anyMatch(
                    domain ->
                        zones.stream().anyMatch(zone -> ("." + domain).endsWith(dotted(zone))))
        ? Stream.of()
        : Stream.of(
            of(
                "dns-configuration",
                new Clue("Corefile", "no server block for %s; it has %s".formatted(domains, zones)),
                "Let a server block be for the root zone, or for the cluster's domain."));
  }

  private static String dotted(String zone) {
    return zone.isEmpty() ? "" : "." + zone;
  }

  /** A server that has ended because it forwards to itself, or for another reason it names. */
  private static Stream<Suspicion> ended(ClusterPicture picture) {
    return picture.logs().entrySet().stream()
        .filter(log -> log.getKey().startsWith("kube-system/coredns-"))
        .flatMap(log -> log.getValue().lines().filter(line -> line.startsWith("[FATAL]")))
        .filter(line -> !isLoopOfNode(picture, line))
        .limit(1)
        .map(
            line ->
                of(
                    "dns-configuration",
                    new Clue("log of CoreDNS", line),
                    line.contains("plugin/loop")
                        ? "Let forward name a server that does not lead back to CoreDNS."
                        : "Correct the Corefile, then delete the pods of CoreDNS."));
  }

  /** Whether the file that CoreDNS forwards to is a node's, and leads back by itself. */
  private static boolean isLoopOfNode(ClusterPicture picture, String line) {
    return line.contains("plugin/loop")
        && asked(picture).anyMatch("/etc/resolv.conf"::equals)
        && picture.nodes().stream().anyMatch(node -> Resolvers.loopback(node).isPresent());
  }

  /** A cluster domain that CoreDNS does not serve. */
  private static Stream<Suspicion> otherZone(ClusterPicture picture) {
    List<String> zones =
        corefile(picture)
            .flatMap(String::lines)
            .map(String::strip)
            .filter(line -> line.matches("kubernetes( .*)?"))
            .flatMap(line -> Stream.of(line.replaceFirst(" \\{$", "").split("\\s+")))
            .toList();
    List<NodePicture> others =
        picture.nodes().stream()
            .filter(node -> node.has("kubelet", "^clusterDomain: "))
            .filter(node -> !zones.contains(NameFiles.domain(node)))
            .toList();
    boolean takesItsBlocks = zones.contains("{") || zones.stream().allMatch("kubernetes"::equals);
    return takesItsBlocks || others.isEmpty()
        ? Stream.of()
        : others.size() == picture.nodes().size()
            ? Stream.of(
                of(
                    "dns-configuration",
                    new Clue(
                        "Corefile",
                        "no zone %s, the clusterDomain of the kubelets; it has %s"
                            .formatted(NameFiles.domain(others.getFirst()), zones)),
                    "Let the kubernetes plugin answer for the clusterDomain."))
            : others.stream().map(NameServer::otherDomain);
  }

  private static Suspicion otherDomain(NodePicture node) {
    return Suspicion.of(
        "kubelet-dns",
        node.where(),
        new Clue(
            "/var/lib/kubelet/config.yaml",
            "clusterDomain %s, a zone that CoreDNS does not have"
                .formatted(NameFiles.domain(node))),
        node.look("grep clusterDomain /var/lib/kubelet/config.yaml"),
        "Correct clusterDomain, restart the kubelet, and restart the pods.");
  }

  /** A service account of CoreDNS that may not read its data. */
  private static Stream<Suspicion> forbidden(ClusterPicture picture) {
    return picture.logs().entrySet().stream()
        .filter(log -> log.getKey().startsWith("kube-system/coredns-"))
        .flatMap(log -> log.getValue().lines())
        .filter(line -> line.contains("is forbidden: User"))
        .limit(1)
        .map(
            line ->
                Suspicion.of(
                        "dns-unauthorized",
                        "deployment kube-system/coredns",
                        new Clue("log of CoreDNS", line),
                        "kubectl -n kube-system logs -l k8s-app=kube-dns; kubectl get"
                            + " clusterrolebindings",
                        "Bind the role system:coredns to its account again.")
                    .by(RightsRemedy.bound(picture, line)));
  }

  /** A server that CoreDNS still forwards to and that has not answered. */
  private static Stream<Suspicion> upstream(ClusterPicture picture) {
    return complaints(picture)
        .filter(line -> asked(picture).anyMatch(server -> line.contains("->" + server + ":53:")))
        .limit(1)
        .map(
            line ->
                of(
                        "dns-upstream",
                        new Clue("log of CoreDNS", line),
                        "Let forward name a server that answers, as /etc/resolv.conf does.")
                    .by(asNode(picture)));
  }

  /** The only server is replaced by those of CoreDNS's node. */
  private static String asNode(ClusterPicture picture) {
    List<String> servers = asked(picture).filter(word -> !word.equals("{")).toList();
    return servers.size() == 1
        ? corefile(picture)
            .findFirst()
            .map(
                text ->
                    CorefileRemedy.with(
                        picture,
                        text.replace(
                            "forward . " + servers.getFirst(), "forward . /etc/resolv.conf")))
            .orElse("")
        : "";
  }

  /** The upstream servers that are configured by address. */
  private static Stream<String> asked(ClusterPicture picture) {
    return corefile(picture)
        .flatMap(String::lines)
        .map(String::strip)
        .filter(line -> line.startsWith("forward ."))
        .flatMap(line -> Stream.of(line.split("\\s+")).skip(2));
  }

  private static Stream<String> complaints(ClusterPicture picture) {
    return picture.logs().entrySet().stream()
        .filter(log -> log.getKey().startsWith("kube-system/coredns-"))
        .flatMap(log -> log.getValue().lines())
        .filter(line -> UPSTREAM.matcher(line).find());
  }

  private static Suspicion of(String cause, Clue clue, String repair) {
    return Suspicion.of(
        cause,
        CONFIGURATION,
        clue,
        "kubectl -n kube-system get configmap coredns -o yaml; kubectl -n kube-system logs -l"
            + " k8s-app=kube-dns",
        repair);
  }
}
