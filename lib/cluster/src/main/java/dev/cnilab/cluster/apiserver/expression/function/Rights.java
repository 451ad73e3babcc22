package dev.cnilab.cluster.apiserver.expression.function;

import java.util.Optional;

/** The user and its rights: the variable {@code authorizer} of policies. */
public interface Rights {
  /** Why the user may access a path that is not a resource; empty if it may not. */
  Optional<String> onPath(String verb, String path);

  /** Why the user may do something with a resource; empty if it may not. */
  Optional<String> onResource(String verb, Resource resource);

  /** The same for a service account. */
  Rights ofServiceAccount(String namespace, String name);

  /**
   * The resource that a rights check is about.
   *
   * @param rights of the user that is checked
   * @param name "" for all
   */
  record Resource(
      Rights rights,
      String group,
      String resource,
      String subresource,
      String namespace,
      String name) {}
}
