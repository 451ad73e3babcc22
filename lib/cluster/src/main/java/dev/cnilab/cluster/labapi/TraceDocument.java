package dev.cnilab.cluster.labapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.netsim.trace.Hop;
import dev.cnilab.netsim.trace.Step;
import dev.cnilab.netsim.trace.Trace;
import java.util.List;
import java.util.Locale;

/**
 * A trace as JSON: {@code {traces: [{kind, packet, hops: [{namespace, steps: [{step, detail,
 * reason}]}]}]}}, each packet before its replies.
 */
final class TraceDocument {
  private TraceDocument() {}

  /**
   * Writes a trace.
   *
   * @param error that kept the packet from being sent, "" if none did
   */
  static ObjectNode of(Trace trace, String error) {
    ObjectNode json = Json.object().put("apiVersion", "lab.cnilab.dev/v1").put("kind", "Trace");
    if (!error.isEmpty()) {
      json.put("error", error);
    }
    add(json.putArray("traces"), trace);
    return json;
  }

  private static void add(ArrayNode traces, Trace trace) {
    ObjectNode json = traces.addObject();
    json.put("kind", trace.kind().name().toLowerCase(Locale.ROOT)).put("packet", packet(trace));
    ArrayNode hops = json.putArray("hops");
    for (Hop hop : trace.hops()) {
      ObjectNode entry = hops.addObject().put("namespace", hop.namespace());
      ArrayNode steps = entry.putArray("steps");
      hop.steps().forEach(step -> write(steps.addObject(), step));
    }
    trace.consequences().forEach(consequence -> add(traces, consequence));
  }

  private static String packet(Trace trace) {
    return trace.hops().stream()
        .map(Hop::steps)
        .flatMap(List::stream)
        .filter(Step.Sent.class::isInstance)
        .map(step -> ((Step.Sent) step).packet())
        .findFirst()
        .orElse("");
  }

  private static void write(ObjectNode json, Step step) {
    json.put("step", step.getClass().getSimpleName()).put("detail", detail(step));
    if (step instanceof Step.Dropped dropped) {
      json.put("reason", dropped.reason().name());
    }
  }

  private static String detail(Step step) {
    return switch (step) {
      case Step.Sent sent -> sent.packet();
      case Step.Received received ->
          received.link() + ", " + received.from() + " → " + received.to();
      case Step.Routed routed -> routed.route();
      case Step.Filtered filtered -> filtered.hook() + ": " + filtered.rule();
      case Step.Translated translated ->
          translated.rule() + ": " + translated.before() + " becomes " + translated.after();
      case Step.Bridged bridged ->
          bridged.bridge()
              + " → "
              + bridged.port()
              + " ("
              + bridged.why().name().toLowerCase(Locale.ROOT)
              + ")";
      case Step.AwaitedNeighbor awaited -> awaited.address() + " on " + awaited.link();
      case Step.Forwarded forwarded -> "ttl " + forwarded.ttl();
      case Step.Encapsulated tunnel ->
          tunnel.link() + ", VNI " + tunnel.vni() + ", to " + tunnel.vtep();
      case Step.Decapsulated tunnel ->
          tunnel.link() + ", VNI " + tunnel.vni() + ", from " + tunnel.vtep();
      case Step.Fragmented fragmented -> fragmented.parts() + " parts for MTU " + fragmented.mtu();
      case Step.Reassembled reassembled -> reassembled.length() + " bytes";
      case Step.Transmitted transmitted ->
          transmitted.link() + ", " + transmitted.from() + " → " + transmitted.to();
      case Step.Delivered delivered -> delivered.to();
      case Step.Dropped dropped -> dropped.detail();
    };
  }
}
