package dev.cnilab.cluster.apiserver.http;

import dev.cnilab.cluster.apiserver.authorization.Attributes;
import dev.cnilab.cluster.apiserver.registry.ApiCore;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.ResourceType;
import java.util.Locale;

/** Asks whether the user of a request may do what it means. On the loop. */
final class Authorization {
  private Authorization() {}

  /**
   * Asks for a request about objects.
   *
   * @throws dev.cnilab.cluster.client.ApiException 403 if the user may not
   */
  static void require(ApiCore core, RestRequest request, ResourcePath path, ResourceType type) {
    core.rbac()
        .require(
            type,
            Attributes.ofResource(
                request.user(),
                verb(request, path),
                type,
                path.subresource(),
                path.namespace(),
                path.name()));
  }

  /** Asks for a request that an extension answers; its types need no objects to be spoken of. */
  static ResourceType require(ApiCore core, RestRequest request) {
    ResourcePath path = ResourcePath.of(request.path()).orElseThrow(ApiErrors::noSuchResource);
    ResourceType type =
        core.resources()
            .find(path.group(), path.version(), path.plural())
            .orElseThrow(ApiErrors::noSuchResource);
    require(core, request, path, type);
    return type;
  }

  private static String verb(RestRequest request, ResourcePath path) {
    return switch (request.method()) {
      case "GET", "HEAD" ->
          !path.name().isEmpty() ? "get" : request.isSet("watch") ? "watch" : "list";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> path.name().isEmpty() ? "deletecollection" : "delete";
      default -> request.method().toLowerCase(Locale.ROOT);
    };
  }
}
