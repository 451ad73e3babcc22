package dev.cnilab.cluster.apiserver.expression.function;

import static dev.cnilab.cluster.apiserver.expression.function.Kind.TEXT;
import static dev.cnilab.cluster.apiserver.expression.function.Kind.TRUTH;

import dev.cnilab.cluster.apiserver.expression.function.Rights.Resource;
import java.util.Optional;

/**
 * The functions with which policies check rights, after {@code
 * k8s.io/apiserver/pkg/cel/library/authz.go}. Field and label selectors are not supported.
 */
public final class RightsFunctions {
  public static final Kind<Rights> AUTHORIZER =
      Kind.opaque("kubernetes.authorization.Authorizer", Rights.class);
  public static final Kind<Resource> RESOURCE =
      Kind.opaque("kubernetes.authorization.ResourceCheck", Resource.class);

  private static final Kind<Path> PATH =
      Kind.opaque("kubernetes.authorization.PathCheck", Path.class);
  private static final Kind<Group> GROUP =
      Kind.opaque("kubernetes.authorization.GroupCheck", Group.class);
  private static final Kind<Decision> DECISION =
      Kind.opaque("kubernetes.authorization.Decision", Decision.class);

  /** A path that is not a resource. */
  private record Path(Rights rights, String path) {}

  /** An API group. */
  private record Group(Rights rights, String group) {}

  /** The decision, and which binding gives it. */
  private record Decision(boolean allowed, String reason) {
    static Decision of(Optional<String> reason) {
      return new Decision(reason.isPresent(), reason.orElse(""));
    }
  }

  private RightsFunctions() {}

  public static void declare(FunctionTable table) {
    table.member(AUTHORIZER, "path", TEXT, PATH, Path::new);
    table.member(
        PATH,
        "check",
        TEXT,
        DECISION,
        (of, verb) -> Decision.of(of.rights().onPath(verb, of.path())));
    table.member(AUTHORIZER, "group", TEXT, GROUP, Group::new);
    table.member(AUTHORIZER, "serviceAccount", TEXT, TEXT, AUTHORIZER, Rights::ofServiceAccount);
    table.member(
        GROUP,
        "resource",
        TEXT,
        RESOURCE,
        (of, resource) -> new Resource(of.rights(), of.group(), resource, "", "", ""));
    table.member(
        RESOURCE,
        "subresource",
        TEXT,
        RESOURCE,
        (r, part) ->
            new Resource(r.rights(), r.group(), r.resource(), part, r.namespace(), r.name()));
    table.member(
        RESOURCE,
        "namespace",
        TEXT,
        RESOURCE,
        (r, namespace) ->
            new Resource(
                r.rights(), r.group(), r.resource(), r.subresource(), namespace, r.name()));
    table.member(
        RESOURCE,
        "name",
        TEXT,
        RESOURCE,
        (r, name) ->
            new Resource(
                r.rights(), r.group(), r.resource(), r.subresource(), r.namespace(), name));
    table.member(
        RESOURCE,
        "check",
        TEXT,
        DECISION,
        (r, verb) -> Decision.of(r.rights().onResource(verb, r)));
    table.member(DECISION, "allowed", TRUTH, Decision::allowed);
    table.member(DECISION, "reason", TEXT, Decision::reason);
    table.member(DECISION, "errored", TRUTH, decision -> false);
    table.member(DECISION, "error", TEXT, decision -> "");
  }
}
