package dev.cnilab.cluster.apiserver.http.rest;

import dev.cnilab.cluster.apiserver.discovery.Discovery;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.ResourceType;
import java.util.List;

/**
 * Which methods a path takes: those that discovery lists, and no others. A role may name a
 * subresource that does not exist; it must not open the way to the object itself.
 */
final class Routes {
  private static final List<String> OF_ONE = List.of("get", "update", "patch", "delete");

  private Routes() {}

  /**
   * Asks after authorization, as apiserver routes after its filters.
   *
   * @throws dev.cnilab.cluster.client.ApiException 404 if there is no such path, 405 if it takes
   *     other methods
   */
  static void require(ResourcePath path, ResourceType type, String method) {
    List<String> verbs = Discovery.verbs(type, path.subresource());
    boolean ofAllNamespaces = type.namespaced() && path.namespace().isEmpty();
    boolean misplaced =
        type.namespaced() ? ofAllNamespaces && !path.name().isEmpty() : !path.namespace().isEmpty();
    boolean nameless =
        !path.name().isEmpty()
            && path.subresource().isEmpty()
            && verbs.stream().noneMatch(OF_ONE::contains);
    boolean proxy = path.subresource().equals("proxy");
    if (verbs.isEmpty() || nameless || misplaced || (!path.beyond().isEmpty() && !proxy)) {
      throw ApiErrors.noSuchResource();
    }
    if (proxy) {
      return; // whatever the method, it is the other server's to answer
    }
    String verb = verb(path, method);
    if (!verbs.contains(verb) || (ofAllNamespaces && !verb.equals("list"))) {
      throw ApiErrors.methodNotAllowed();
    }
  }

  /** What a method means here; "" for nothing. */
  private static String verb(ResourcePath path, String method) {
    boolean collection = path.name().isEmpty();
    boolean subresource = !path.subresource().isEmpty();
    return switch (method) {
      case "GET" -> collection ? "list" : "get";
      case "POST" -> collection || subresource ? "create" : "";
      case "PUT" -> collection ? "" : "update";
      case "PATCH" -> collection ? "" : "patch";
      case "DELETE" -> collection ? "deletecollection" : "delete";
      default -> "";
    };
  }
}
