package dev.cnilab.lab.stage;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.fault.FaultEvidence;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.workload.Workloads;
import java.util.List;
import java.util.stream.Collectors;

/** Performs the looks in a fault's file. */
public record Observer(Cluster cluster, Workloads workloads) {

  private static final int LOG_LINES = 60;

  /** Creates an observer for a stage. */
  public static Observer on(Stage stage) {
    return new Observer(stage.scene().cluster(), stage.scene().workloads());
  }

  /** The output of a look; an error message if it failed. */
  public String sees(FaultEvidence look) {
    String[] words = look.in().split(" ", 2);
    try {
      return switch (words[0]) {
        case "node" -> workloads.nodes().find(words[1]).sh(look.run()).printed();
        case "pod" -> pod(PodName.of(words[1])).sh(look.run()).printed();
        case "events" -> events(words[1]);
        case "log" -> log(PodName.of(words[1]));
        case "object" -> cluster.find(words[1]).map(Json::indented).orElse("there is none");
        default -> throw new IllegalArgumentException("'" + look.in() + "' is no place to look");
      };
    } catch (LabException couldNot) {
      return String.valueOf(couldNot.getMessage());
    }
  }

  private Pod pod(PodName name) {
    return pods(name).stream()
        .filter(Pod::isRunning)
        .findFirst()
        .orElseThrow(() -> LabException.of("could not look into " + name, "no such pod runs", ""));
  }

  /** The pods with a name, in any state. */
  public List<Pod> pods(PodName name) {
    return workloads.pods(name.namespace(), name.selector()).list().stream()
        .filter(pod -> name.node().isEmpty() || pod.nodeName().equals(name.node()))
        .toList();
  }

  private String events(String namespace) {
    return cluster.table("/api/v1/namespaces/" + namespace + "/events").objects().stream()
        .map(
            event ->
                "%s %s %s/%s %s"
                    .formatted(
                        event.text("/type"),
                        event.text("/reason"),
                        event.text("/involvedObject/kind"),
                        event.text("/involvedObject/name"),
                        event.text("/message")))
        .collect(Collectors.joining("\n"));
  }

  private String log(PodName name) {
    return pods(name).stream()
        .map(pod -> cluster.log(pod.namespace(), pod.name(), LOG_LINES))
        .collect(Collectors.joining("\n"));
  }
}
