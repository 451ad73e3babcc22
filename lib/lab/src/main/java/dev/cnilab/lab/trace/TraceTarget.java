package dev.cnilab.lab.trace;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The target of a traced packet.
 *
 * @param port of the TCP connection to open; 0 for an echo request
 * @param size of the data of an echo request that must not be fragmented, in bytes; 0 for an
 *     ordinary one
 */
public record TraceTarget(String address, int port, int size) {

  /** An ordinary echo request. */
  static TraceTarget echo(String address) {
    return new TraceTarget(address, 0, 0);
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("to", address);
    if (port > 0) {
      fields.put("port", port);
    }
    if (size > 0) {
      fields.put("size", size);
      fields.put("dontFragment", true);
    }
    return fields;
  }
}
