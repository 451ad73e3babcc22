package dev.cnilab.cluster.apiserver.http.rest.path;

import dev.cnilab.cluster.apiserver.discovery.Discovery;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.ResourceType;
import java.util.List;

/**
 * The methods that a path accepts: those that discovery lists, and no others. A role may name a
 * subresource that does not exist; that must not give access to the object itself.
 */
public final class AllowedMethods {
  private static final List<String> OF_ONE = List.of("get", "update", "patch", "delete");

  private AllowedMethods() {}

  /**
   * Checks a method after authorization, as apiserver routes after its filters.
   *
   * @throws dev.cnilab.cluster.client.ApiException 404 if there is no such path, 405 if it accepts
   *     other methods
   */
  public static void require(ResourcePath path, ResourceType type, String method) {
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
      return; // any method is left to the other server
    }
    String verb = verb(path, method);
    if (!verbs.contains(verb) || (ofAllNamespaces && !verb.equals("list"))) {
      throw ApiErrors.methodNotAllowed();
    }
  }

  /** The verb of a method at this path; "" for none. */
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
