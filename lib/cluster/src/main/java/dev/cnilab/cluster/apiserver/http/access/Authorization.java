package dev.cnilab.cluster.apiserver.http.access;

import dev.cnilab.cluster.apiserver.authorization.Attributes;
import dev.cnilab.cluster.apiserver.authorization.Rbac;
import dev.cnilab.cluster.apiserver.custom.ServedResources;
import dev.cnilab.cluster.apiserver.http.message.RestRequest;
import dev.cnilab.cluster.apiserver.http.rest.path.ResourcePath;
import dev.cnilab.cluster.apiserver.storage.selection.FieldSelector;
import dev.cnilab.cluster.object.ResourceType;
import java.util.Locale;

/** Checks whether the user of a request is authorized for it. On the loop. */
public record Authorization(Rbac rbac, ServedResources resources) {

  /**
   * Checks a request, whose body may not have arrived yet.
   *
   * @throws dev.cnilab.cluster.client.ApiException 403 if the user is not authorized
   */
  public void require(RestRequest request) {
    ResourcePath.of(request.path())
        .ifPresentOrElse(path -> require(request, path), () -> rbac.requirePath(ofPath(request)));
  }

  /** Only authorized users learn whether a resource exists. */
  private void require(RestRequest request, ResourcePath path) {
    ResourceType type =
        resources
            .find(path.group(), path.version(), path.plural())
            .orElseGet(
                () ->
                    ResourceType.clusterWide(
                        path.group(), path.version(), path.plural(), path.plural()));
    rbac.require(
        type,
        Attributes.ofResource(
            request.user(),
            verb(request, path),
            type,
            path.subresource(),
            path.namespace(),
            name(request, path)));
  }

  private static String name(RestRequest request, ResourcePath path) {
    boolean isRead = request.method().equals("GET") || request.method().equals("HEAD");
    return isRead && path.name().isEmpty()
        ? FieldSelector.named(request.parameter("fieldSelector"))
        : path.name();
  }

  private static Attributes ofPath(RestRequest request) {
    return Attributes.ofPath(
        request.user(),
        request.method().toLowerCase(Locale.ROOT),
        "/" + String.join("/", request.path()));
  }

  private static String verb(RestRequest request, ResourcePath path) {
    return switch (request.method()) {
      case "GET", "HEAD" ->
          !path.name().isEmpty() ? "get" : request.isSet("watch") ? "watch" : "list";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> path.name().isEmpty() ? "deletecollection" : "delete";
      default -> "";
    };
  }
}
