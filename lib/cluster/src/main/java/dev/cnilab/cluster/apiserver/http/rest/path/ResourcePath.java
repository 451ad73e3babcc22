package dev.cnilab.cluster.apiserver.http.rest.path;

import dev.cnilab.cluster.client.ApiErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a path under /api or /apis names.
 *
 * @param namespace "" for none
 * @param name "" for the collection
 * @param subresource "" for the object itself
 * @param beyond the parts after the subresource
 */
public record ResourcePath(
    String group,
    String version,
    String namespace,
    String plural,
    String name,
    String subresource,
    List<String> beyond) {

  /**
   * Parses a path; empty if it names a group, a version or something else that is not a resource.
   */
  public static Optional<ResourcePath> of(List<String> path) {
    if (path.size() >= 3 && path.getFirst().equals("api")) {
      return Optional.of(of("", path.get(1), path.subList(2, path.size())));
    }
    if (path.size() >= 4 && path.getFirst().equals("apis")) {
      return Optional.of(of(path.get(1), path.get(2), path.subList(3, path.size())));
    }
    return Optional.empty();
  }

  private static ResourcePath of(String group, String version, List<String> rest) {
    boolean namespaced =
        rest.size() >= 3
            && rest.getFirst().equals("namespaces")
            && !(rest.size() == 3 && List.of("status", "finalize").contains(rest.get(2)));
    List<String> resource = namespaced ? rest.subList(2, rest.size()) : rest;
    return new ResourcePath(
        group,
        version,
        namespaced ? rest.get(1) : "",
        resource.getFirst(),
        part(resource, 1),
        part(resource, 2),
        resource.subList(Math.min(3, resource.size()), resource.size()));
  }

  private static String part(List<String> parts, int index) {
    return parts.size() > index ? parts.get(index) : "";
  }

  /**
   * Requires that the name can be a part of a key in etcd.
   *
   * @throws dev.cnilab.cluster.client.ApiException 400 if not
   */
  public void requireStorable() {
    List<String> wrong = new ArrayList<>();
    if (List.of(".", "..").contains(name)) {
      wrong.add("may not be '" + name + "'");
    }
    for (String character : List.of("/", "%")) {
      if (name.contains(character)) {
        wrong.add("may not contain '" + character + "'");
      }
    }
    if (!wrong.isEmpty()) {
      throw ApiErrors.badRequest(
          "Name parameter invalid: \"" + name + "\": " + String.join(";", wrong));
    }
  }
}
