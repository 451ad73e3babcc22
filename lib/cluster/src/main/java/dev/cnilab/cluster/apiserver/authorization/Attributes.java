package dev.cnilab.cluster.apiserver.authorization;

import dev.cnilab.cluster.object.ResourceType;

/**
 * What a user wants to do.
 *
 * @param resource as in URLs, "" for a request for a path that is not a resource
 * @param subresource "" for the resource itself
 * @param namespace "" for all, or for a cluster-scoped resource
 * @param name "" for all
 * @param path of a request that is not for a resource
 */
public record Attributes(
    User user,
    String verb,
    String group,
    String resource,
    String subresource,
    String namespace,
    String name,
    String path) {

  public static Attributes ofResource(
      User user,
      String verb,
      ResourceType type,
      String subresource,
      String namespace,
      String name) {
    return new Attributes(
        user, verb, type.group(), type.plural(), subresource, namespace, name, "");
  }

  public static Attributes ofPath(User user, String verb, String path) {
    return new Attributes(user, verb, "", "", "", "", "", path);
  }

  /** With the subresource, as rules name it. */
  String qualifiedResource() {
    return subresource.isEmpty() ? resource : resource + "/" + subresource;
  }

  /** Why it is refused, in the API server's words. */
  public String refusal() {
    String who = "User \"" + user.name() + "\" cannot " + verb;
    if (resource.isEmpty()) {
      return who + " path \"" + path + "\"";
    }
    return who
        + " resource \""
        + qualifiedResource()
        + "\" in API group \""
        + group
        + "\" "
        + (namespace.isEmpty() ? "at the cluster scope" : "in the namespace \"" + namespace + "\"");
  }
}
