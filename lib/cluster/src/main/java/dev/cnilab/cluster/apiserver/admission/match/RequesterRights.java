package dev.cnilab.cluster.apiserver.admission.match;

import dev.cnilab.cluster.apiserver.authorization.Attributes;
import dev.cnilab.cluster.apiserver.authorization.Rbac;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.expression.function.Rights;
import java.util.Optional;

/** What a user may do according to the roles. */
record RequesterRights(Rbac rbac, User user) implements Rights {
  @Override
  public Optional<String> onPath(String verb, String path) {
    return rbac.allows(Attributes.ofPath(user, verb, path));
  }

  @Override
  public Optional<String> onResource(String verb, Resource resource) {
    return rbac.allows(
        new Attributes(
            user,
            verb,
            resource.group(),
            resource.resource(),
            resource.subresource(),
            resource.namespace(),
            resource.name(),
            ""));
  }

  @Override
  public Rights ofServiceAccount(String namespace, String name) {
    return new RequesterRights(rbac, User.serviceAccount(namespace, name));
  }
}
