package dev.cnilab.lab.diagnosis.dns;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.diagnosis.dns.ServerBlock.Directive;
import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Detectors for plugins of CoreDNS that are missing, or that answer before the cluster's. */
public final class ServerBlocks {

  /** The plugin that answers each path of a probe. */
  private static final Map<String, String> PROBED = Map.of("/ready", "ready", "/health", "health");

  private ServerBlocks() {}

  public static List<Detector> detectors() {
    return List.of(
        ServerBlocks::withoutCluster,
        ServerBlocks::otherPort,
        ServerBlocks::someNamespaces,
        ServerBlocks::answering,
        ServerBlocks::unprobed);
  }

  /** The blocks; none if the file imports others, which are not known. */
  private static List<ServerBlock> blocks(ClusterPicture picture) {
    return picture.list("configmaps").stream()
        .filter(map -> ClusterPicture.name(map).equals("kube-system/coredns"))
        .map(map -> map.text("/data/Corefile"))
        .filter(text -> !text.contains("import "))
        .flatMap(text -> ServerBlock.of(text).stream())
        .toList();
  }

  private static List<String> domains(ClusterPicture picture) {
    return picture.nodes().stream().map(NameFiles::domain).distinct().toList();
  }

  private static Stream<Suspicion> withoutCluster(ClusterPicture picture) {
    List<ServerBlock> blocks = blocks(picture);
    return blocks.isEmpty()
            || blocks.stream().anyMatch(block -> block.all("kubernetes").findAny().isPresent())
            || blocks.stream().anyMatch(block -> isForwarded(picture, block))
        ? Stream.of()
        : Stream.of(
            of(
                "no plugin kubernetes, which answers for the cluster's names",
                "Let a server block have: kubernetes %s in-addr.arpa ip6.arpa"
                    .formatted(String.join(" ", domains(picture)))));
  }

  /** Whether another server is asked for the cluster's names, as by a cache on each node. */
  private static boolean isForwarded(ClusterPicture picture, ServerBlock block) {
    return block.zones().stream()
            .map(zone -> zone.replaceFirst(":\\d+$", "").replaceFirst("\\.$", ""))
            .anyMatch(domains(picture)::contains)
        && block.all("forward").findAny().isPresent();
  }

  private static Stream<Suspicion> otherPort(ClusterPicture picture) {
    List<String> ports = blocks(picture).stream().flatMap(ServerBlock::ports).distinct().toList();
    List<String> asked =
        picture.list("endpointslices").stream()
            .filter(slice -> slice.text("/metadata/namespace").equals("kube-system"))
            .filter(
                slice ->
                    "kube-dns"
                        .equals(slice.fields("/metadata/labels").get("kubernetes.io/service-name")))
            .flatMap(slice -> slice.list("/ports").stream())
            .filter(port -> port.text("/name").startsWith("dns"))
            .map(port -> port.text("/port"))
            .distinct()
            .toList();
    return ports.isEmpty() || asked.isEmpty() || asked.stream().anyMatch(ports::contains)
        ? Stream.of()
        : Stream.of(
            of(
                "server blocks at port %s only; the Service leads to %s".formatted(ports, asked),
                "Let the server block be for .:" + asked.getFirst()));
  }

  /** A plugin for some namespaces, which leaves out others that have Services. */
  private static Stream<Suspicion> someNamespaces(ClusterPicture picture) {
    return blocks(picture).stream()
        .flatMap(block -> block.all("kubernetes"))
        .flatMap(plugin -> plugin.body().stream())
        .filter(line -> line.startsWith("namespaces "))
        .flatMap(
            line ->
                picture
                    .selectingServices()
                    .map(service -> service.text("/metadata/namespace"))
                    .filter(namespace -> !List.of(line.split("\\s+", -1)).contains(namespace))
                    .limit(1)
                    .map(
                        namespace ->
                            of(
                                "%s, and not %s, which has Services".formatted(line, namespace),
                                "Take the line out, or add the namespace.")))
        .limit(1);
  }

  /** Plugins that are asked before the cluster's and answer for its names too. */
  private static Stream<Suspicion> answering(ClusterPicture picture) {
    return blocks(picture).stream()
        .filter(block -> block.all("kubernetes").findAny().isPresent())
        .flatMap(
            block ->
                block.directives().stream()
                    .flatMap(plugin -> answer(picture, plugin).stream())
                    .limit(1));
  }

  private static Optional<Suspicion> answer(ClusterPicture picture, Directive plugin) {
    return switch (plugin.name()) {
      case "hosts" ->
          isForCluster(picture, plugin, 2) && !plugin.has("fallthrough")
              ? Optional.of(
                  of(
                      plugin + " without fallthrough: no other name is looked up",
                      "Let its block have: fallthrough"))
              : Optional.empty();
      case "template" ->
          plugin.words().size() > 2
                  && plugin.words().get(2).matches("ANY|A")
                  && isForCluster(picture, plugin, 3)
                  && !plugin.has("match")
                  && !plugin.has("fallthrough")
              ? Optional.of(
                  of(
                      plugin + " { " + String.join("; ", plugin.body()) + " }",
                      "Name a zone that is not the cluster's, or take the block out."))
              : Optional.empty();
      case "rewrite" ->
          plugin
                  .toString()
                  .matches(
                      "rewrite (stop |continue )?name (regex|suffix|prefix|substring)"
                          + " \\S*\\bsvc\\b.*")
              ? Optional.of(
                  of(
                      plugin + ", which changes the names of Services",
                      "Take the line out, or let it match other names."))
              : Optional.empty();
      case "acl" ->
          plugin.body().stream()
              .filter(line -> line.matches("(block|drop|filter)( type \\S+)?( net \\*)?"))
              .findFirst()
              .map(line -> of("acl { " + line + " }", "Take the line out: it is for everybody."));
      default -> Optional.empty();
    };
  }

  /**
   * Whether a plugin's zones contain the cluster's.
   *
   * @param first the index of the first zone among its words; without any it is for all
   */
  private static boolean isForCluster(ClusterPicture picture, Directive plugin, int first) {
    List<String> zones =
        plugin.words().stream().skip(first).map(zone -> zone.replaceFirst("\\.$", "")).toList();
    return zones.isEmpty()
        || domains(picture).stream()
            .anyMatch(
                domain ->
                    zones.stream()
                        .anyMatch(zone -> zone.isEmpty() || ("." + domain).endsWith("." + zone)));
  }

  /** Probes of CoreDNS's pods that no plugin answers. */
  private static Stream<Suspicion> unprobed(ClusterPicture picture) {
    List<ServerBlock> blocks = blocks(picture);
    return picture.list("deployments").stream()
        .filter(
            each -> !blocks.isEmpty() && ClusterPicture.name(each).equals("kube-system/coredns"))
        .flatMap(each -> each.list("/spec/template/spec/containers").stream())
        .flatMap(container -> probes(container))
        .filter(PROBED::containsKey)
        .map(path -> PROBED.getOrDefault(path, ""))
        .filter(plugin -> blocks.stream().noneMatch(b -> b.all(plugin).findAny().isPresent()))
        .limit(1)
        .map(
            plugin ->
                of(
                    "no plugin %s, which the pods' probes ask".formatted(plugin),
                    "Let the server block have: " + plugin));
  }

  private static Stream<String> probes(Json container) {
    return Stream.of("livenessProbe", "readinessProbe", "startupProbe")
        .map(probe -> container.text("/" + probe + "/httpGet/path"));
  }

  private static Suspicion of(String found, String repair) {
    return Suspicion.of(
        "dns-configuration",
        "configmap kube-system/coredns",
        new Clue("Corefile", found),
        "kubectl -n kube-system get configmap coredns -o yaml; kubectl -n kube-system logs -l"
            + " k8s-app=kube-dns",
        repair + "; then delete the pods of CoreDNS, so that they read it.");
  }
}
