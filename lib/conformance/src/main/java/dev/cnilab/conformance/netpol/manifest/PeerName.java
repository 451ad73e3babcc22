package dev.cnilab.conformance.netpol.manifest;

import com.fasterxml.jackson.databind.JsonNode;

/** The name of a peer in a connectivity list: a workload stands for its pods. */
record PeerName(String namespace, String name, String kind) {
  static PeerName read(JsonNode json) {
    return new PeerName(
        json.path("namespace").asText(), json.path("name").asText(), json.path("kind").asText());
  }

  @Override
  public String toString() {
    return namespace + "/" + name + "[" + kind + "]";
  }
}
