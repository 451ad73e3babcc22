package dev.cnilab.cluster.client.connection;

import dev.cnilab.cluster.log.StructuredLog;
import dev.cnilab.cluster.object.ResourceType;

/**
 * The log messages of client-go's reflectors.
 *
 * @param log of the program they are part of
 */
public record ReflectorLog(StructuredLog log) {
  private static final String ORIGIN = "k8s.io/client-go@v0.37.2/tools/cache/reflector.go:343";

  /** A running watch has ended before its time limit. */
  void ended(ResourceType type, String why) {
    log.info(
        "reflector.go:664",
        "Warning: watch ended with error",
        "reflector",
        ORIGIN,
        "type",
        goType(type),
        "err",
        "an error on the server (\"unable to decode an event from the watch stream: "
            + why
            + "\") has prevented the request from succeeding");
  }

  /** Neither listing nor watching is possible at the moment. */
  void failed(String attempt, ResourceType type, String why) {
    log.failure(
        "reflector.go:227",
        "failed to " + attempt + " " + goType(type) + ": " + why,
        "Failed to watch",
        "logger",
        "UnhandledError",
        "reflector",
        ORIGIN,
        "type",
        goType(type));
  }

  private static String goType(ResourceType type) {
    return "*" + type.version() + "." + type.kind();
  }
}
