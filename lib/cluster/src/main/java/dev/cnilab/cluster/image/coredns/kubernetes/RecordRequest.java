package dev.cnilab.cluster.image.coredns.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** The parts of a name in a cluster's zone; missing ones are "". */
record RecordRequest(
    Kind kind, String namespace, String service, String endpoint, String port, String protocol) {
  /** The branch of the zone that the name is in. */
  enum Kind {
    APEX,
    SERVICE,
    POD
  }

  /** Parses a name; empty if it has no valid form. */
  static Optional<RecordRequest> parse(String name, String zone) {
    String base = name.equals(zone) ? "" : name.substring(0, name.length() - zone.length() - 1);
    if (base.isEmpty() || base.equals("svc") || base.equals("pod")) {
      return Optional.of(new RecordRequest(Kind.APEX, "", "", "", "", ""));
    }
    List<String> labels = List.of(base.split("\\.", -1)).reversed();
    Kind kind =
        switch (labels.getFirst()) {
          case "svc" -> Kind.SERVICE;
          case "pod" -> Kind.POD;
          default -> Kind.APEX;
        };
    if (kind == Kind.APEX || labels.size() > 5) {
      return Optional.empty();
    }
    boolean ports = labels.size() == 5;
    return Optional.of(
        new RecordRequest(
            kind,
            labels.get(1),
            labels.size() > 2 ? labels.get(2) : "",
            labels.size() == 4 ? labels.get(3) : "",
            ports ? labels.get(4).replaceFirst("^_", "") : "",
            ports ? labels.get(3).replaceFirst("^_", "") : ""));
  }

  /** Whether the request is for all ports, or for this one. */
  boolean asksFor(JsonNode candidate) {
    return (port.isEmpty() || port.equalsIgnoreCase(candidate.path("name").asText("")))
        && (protocol.isEmpty()
            || protocol.equalsIgnoreCase(candidate.path("protocol").asText("TCP")));
  }
}
