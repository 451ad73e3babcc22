package dev.cnilab.lab.diagnosis;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.diagnosis.daemon.ContainerdDetectors;
import dev.cnilab.lab.diagnosis.daemon.Journals;
import dev.cnilab.lab.diagnosis.daemon.KubeletDetectors;
import dev.cnilab.lab.diagnosis.daemon.NodeServices;
import dev.cnilab.lab.diagnosis.dns.DnsEgress;
import dev.cnilab.lab.diagnosis.dns.DnsPods;
import dev.cnilab.lab.diagnosis.dns.NameFiles;
import dev.cnilab.lab.diagnosis.dns.NameServer;
import dev.cnilab.lab.diagnosis.dns.Resolvers;
import dev.cnilab.lab.diagnosis.dns.ServerBlocks;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.Gathering;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.node.AddressDetectors;
import dev.cnilab.lab.diagnosis.node.Agents;
import dev.cnilab.lab.diagnosis.node.Configuration;
import dev.cnilab.lab.diagnosis.node.ControlPlane;
import dev.cnilab.lab.diagnosis.node.Drift;
import dev.cnilab.lab.diagnosis.node.Programs;
import dev.cnilab.lab.diagnosis.node.PublishedFactDetectors;
import dev.cnilab.lab.diagnosis.path.BridgePorts;
import dev.cnilab.lab.diagnosis.path.Bridges;
import dev.cnilab.lab.diagnosis.path.DataPath;
import dev.cnilab.lab.diagnosis.path.FilterDetectors;
import dev.cnilab.lab.diagnosis.path.MasqueradeDetectors;
import dev.cnilab.lab.diagnosis.path.MtuDetectors;
import dev.cnilab.lab.diagnosis.path.PodLinks;
import dev.cnilab.lab.diagnosis.path.PodNamespaceDetectors;
import dev.cnilab.lab.diagnosis.path.PodTables;
import dev.cnilab.lab.diagnosis.path.PolicyGaps;
import dev.cnilab.lab.diagnosis.path.SharedAddressDetectors;
import dev.cnilab.lab.diagnosis.route.FlannelAgents;
import dev.cnilab.lab.diagnosis.route.HijackDetectors;
import dev.cnilab.lab.diagnosis.route.MisdirectionDetectors;
import dev.cnilab.lab.diagnosis.route.RouteDetectors;
import dev.cnilab.lab.diagnosis.route.TunnelDetectors;
import dev.cnilab.lab.diagnosis.service.EmptyServices;
import dev.cnilab.lab.diagnosis.service.EndpointDetectors;
import dev.cnilab.lab.diagnosis.service.Handshakes;
import dev.cnilab.lab.diagnosis.service.Proxies;
import dev.cnilab.lab.diagnosis.service.ProxyConfiguration;
import dev.cnilab.lab.diagnosis.service.ServiceFields;
import dev.cnilab.lab.diagnosis.service.Unready;
import dev.cnilab.lab.diagnosis.service.Unserved;
import dev.cnilab.lab.diagnosis.workload.ContainerDetectors;
import dev.cnilab.lab.diagnosis.workload.Placement;
import dev.cnilab.lab.diagnosis.workload.Refusals;
import dev.cnilab.lab.diagnosis.workload.Scheduling;
import dev.cnilab.lab.workload.Workloads;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is wrong with a cluster's pod network, most likely cause first.
 *
 * @param lines the chain from symptom to cause for each cause, in the same order
 * @param unseen what could not be examined, and why
 */
public record Findings(List<Suspicion> causes, List<String> lines, List<String> unseen) {

  private static final List<Detector> DETECTORS =
      Stream.of(
              Scheduling.detectors(),
              Configuration.detectors(),
              Drift.detectors(),
              ContainerdDetectors.detectors(),
              KubeletDetectors.detectors(),
              Resolvers.detectors(),
              Programs.detectors(),
              Agents.detectors(),
              AddressDetectors.detectors(),
              DataPath.detectors(),
              FilterDetectors.detectors(),
              PodLinks.detectors(),
              MisdirectionDetectors.detectors(),
              RouteDetectors.detectors(),
              MtuDetectors.detectors(),
              PodNamespaceDetectors.detectors(),
              PodTables.detectors(),
              Bridges.detectors(),
              HijackDetectors.detectors(),
              MasqueradeDetectors.detectors(),
              BridgePorts.detectors(),
              SharedAddressDetectors.detectors(),
              TunnelDetectors.detectors(),
              FlannelAgents.detectors(),
              NodeServices.detectors(),
              Journals.detectors(),
              PublishedFactDetectors.detectors(),
              Handshakes.detectors(),
              Proxies.detectors(),
              ProxyConfiguration.detectors(),
              ServerBlocks.detectors(),
              DnsPods.detectors(),
              ServiceFields.detectors(),
              EmptyServices.detectors(),
              Unready.detectors(),
              DnsEgress.detectors(),
              NameServer.detectors(),
              NameFiles.detectors(),
              EndpointDetectors.detectors(),
              Unserved.detectors(),
              ContainerDetectors.detectors(),
              PolicyGaps.detectors(),
              Placement.detectors(),
              Refusals.detectors(),
              ControlPlane.detectors())
          .flatMap(List::stream)
          .toList();

  public Findings {
    causes = List.copyOf(causes);
    lines = List.copyOf(lines);
    unseen = List.copyOf(unseen);
  }

  /**
   * Diagnoses a cluster without changing it, except for pods to examine its nodes with. If no cause
   * is found, or only a consequence of one, pods test what pods need.
   */
  public static Findings on(Cluster cluster, Workloads workloads) {
    ClusterPicture picture = new Gathering(cluster, workloads).picture();
    return causes(picture).stream().allMatch(Suspicion::isSymptom)
        ? in(new ConnectivityProbes(picture).answered())
        : in(picture);
  }

  /** The causes; without any, the symptoms. */
  static Findings in(ClusterPicture picture) {
    List<Suspicion> causes = causes(picture);
    List<Suspicion> seen =
        causes.stream().allMatch(Suspicion::isSymptom) ? symptoms(causes, picture) : causes;
    return new Findings(
        seen,
        seen.stream().map(cause -> CausalLine.of(cause, picture).toString()).toList(),
        picture.unseen());
  }

  /** The symptoms, preceded by what is peculiar to the failing nodes. */
  private static List<Suspicion> symptoms(List<Suspicion> known, ClusterPicture picture) {
    List<Suspicion> all =
        Stream.concat(Symptoms.in(picture).stream(), known.stream())
            .sorted(Comparator.comparingInt(Suspicion::rank))
            .toList();
    Stream<Suspicion> peculiar =
        picture.nodes().stream()
            .filter(node -> all.stream().anyMatch(each -> each.where().equals(node.where())))
            .flatMap(node -> Contrast.of(picture, node));
    return Stream.concat(peculiar, all.stream()).toList();
  }

  private static List<Suspicion> causes(ClusterPicture picture) {
    return DETECTORS.stream()
        .flatMap(detector -> detector.in(picture))
        .sorted(Comparator.comparingInt(Suspicion::rank))
        .toList();
  }

  /** Whether everything was examined and nothing wrong was found. */
  public boolean healthy() {
    return causes.isEmpty() && unseen.isEmpty();
  }

  /**
   * The exit status: 0 if the network is healthy, 1 if something is wrong, 3 if nothing is wrong as
   * far as it could be examined, but not everything could.
   */
  public int status() {
    return healthy() ? 0 : causes.isEmpty() ? 3 : 1;
  }

  /** The findings as text. */
  public String inWords() {
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < causes.size(); index++) {
      Suspicion cause = causes.get(index);
      text.append("%d. %s at %s%n".formatted(index + 1, cause.cause(), cause.where()));
      cause.clues().forEach(clue -> text.append("   seen    %s%n".formatted(clue)));
      text.append("   line    %s%n".formatted(lines.get(index)));
      text.append("   look    %s%n".formatted(cause.next()));
      text.append("   repair  %s%n".formatted(cause.repair()));
      if (!cause.command().isEmpty()) {
        text.append("   type    %s%n".formatted(cause.command()));
      }
    }
    if (causes.isEmpty()) {
      text.append(
          "Nothing wrong was found%s.%n"
              .formatted(unseen.isEmpty() ? "" : " in what could be looked at"));
    }
    unseen.forEach(what -> text.append("not looked at: %s%n".formatted(what)));
    return text.toString();
  }

  /** The findings as JSON. */
  public String inJson() {
    List<Map<String, Object>> all =
        IntStream.range(0, causes.size())
            .mapToObj(index -> fields(causes.get(index), lines.get(index)))
            .toList();
    return Json.of(Map.of("healthy", healthy(), "causes", all, "unseen", unseen)).indented();
  }

  private static Map<String, Object> fields(Suspicion cause, String line) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("cause", cause.cause());
    fields.put("where", cause.where());
    fields.put(
        "evidence",
        cause.clues().stream()
            .map(clue -> Map.of("where", clue.where(), "says", clue.says()))
            .toList());
    fields.put("line", line);
    fields.put("next", cause.next());
    fields.put("repair", cause.repair());
    fields.put("command", cause.command());
    return fields;
  }
}
