package dev.cnilab.lab.trace;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Place;
import dev.cnilab.lab.shell.Pod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Asks the embedded cluster to trace a ping or the opening of a connection. */
public final class Tracer {

  private final Cluster cluster;

  public Tracer(Cluster cluster) {
    this.cluster = cluster;
  }

  /** The paths of an echo request and of the packets it causes. */
  public PacketTrace trace(Place from, String address) {
    return trace(from, TraceTarget.echo(address));
  }

  /** The paths of a packet and of those it causes. */
  public PacketTrace trace(Place from, TraceTarget target) {
    if (!cluster.servesLabGroup()) {
      return new PacketTrace(List.of(), Suggestions.TRACE_BY_HAND);
    }
    Map<String, String> place =
        switch (from) {
          case Pod pod -> Map.of("namespace", pod.namespace(), "pod", pod.name());
          case Node node -> Map.of("node", node.name());
        };
    Map<String, Object> asked = new LinkedHashMap<>(target.fields());
    asked.put("from", place);
    return read(cluster.post(Cluster.LAB_GROUP + "/traces", Json.of(asked)));
  }

  static PacketTrace read(Json answer) {
    String error = answer.text("/error");
    return new PacketTrace(
        answer.list("/traces").stream().map(Tracer::way).toList(),
        error.isEmpty() ? "" : "The packet could not be sent: " + error);
  }

  private static PacketTrace.Way way(Json trace) {
    return new PacketTrace.Way(
        trace.text("/kind") + ": " + trace.text("/packet"),
        trace.list("/hops").stream()
            .flatMap(hop -> hop.list("/steps").stream().map(step -> step(hop, step)))
            .toList());
  }

  private static PacketTrace.Step step(Json hop, Json step) {
    String what = step.text("/step").replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    return new PacketTrace.Step(
        hop.text("/namespace"), what, step.text("/detail"), step.text("/reason"));
  }
}
