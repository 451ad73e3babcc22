package dev.cnilab.cluster.apiserver.expression.function;

import java.util.Optional;

/** Who asks, and what he may do: the variable {@code authorizer} of policies. */
public interface Rights {
  /** Why he may do something with a path that is no resource's; empty if he may not. */
  Optional<String> onPath(String verb, String path);

  /** Why he may do something with a resource; empty if he may not. */
  Optional<String> onResource(String verb, Resource resource);

  /** The same of a service account. */
  Rights ofServiceAccount(String namespace, String name);

  /**
   * What somebody may want to do something with.
   *
   * @param rights of whom is asked
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
