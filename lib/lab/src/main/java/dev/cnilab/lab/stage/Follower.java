package dev.cnilab.lab.stage;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.fault.Packet;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.trace.PacketTrace;
import dev.cnilab.lab.trace.TraceTarget;
import dev.cnilab.lab.trace.Tracer;
import java.util.List;
import java.util.function.Predicate;

/** Sends a fault's packet again and traces it. */
public record Follower(Cluster cluster, Observer observer) {

  /** Creates a follower for a stage. */
  public static Follower on(Stage stage) {
    return new Follower(stage.scene().cluster(), Observer.on(stage));
  }

  /** The packet's path; a note if no pod can send it. */
  public PacketTrace way(Packet packet) {
    try {
      TraceTarget target = new TraceTarget(address(packet.to()), packet.port(), packet.size());
      return new Tracer(cluster).trace(pod(packet.from(), Pod::isRunning), target);
    } catch (LabException nobody) {
      return new PacketTrace(
          List.of(), String.valueOf(nobody.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private String address(String to) {
    String[] words = to.split(" ", 2);
    return switch (words[0]) {
      case "pod" -> pod(words[1], pod -> !pod.ip().isEmpty()).ip();
      case "service" -> service(words[1]).text("/spec/clusterIP");
      case "node" -> observer.workloads().nodes().find(words[1]).ip();
      default -> to;
    };
  }

  private Json service(String name) {
    return cluster
        .find("/api/v1/namespaces/" + name.replace("/", "/services/"))
        .orElseThrow(
            () ->
                LabException.of(
                    "could not send the packet",
                    "service " + name + " is gone",
                    Suggestions.LIST_PODS));
  }

  private Pod pod(String name, Predicate<Pod> fit) {
    return observer.pods(PodName.of(name)).stream()
        .filter(fit)
        .findFirst()
        .orElseThrow(
            () ->
                LabException.of(
                    "could not send the packet",
                    "no such pod runs: " + name,
                    Suggestions.LIST_PODS));
  }
}
