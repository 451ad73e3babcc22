package dev.cnilab.cluster.apiserver.expression;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Type-checks a policy's expressions when it is written: the type of a request is known, objects
 * may be of any kind, and the policy's variables have the types of their expressions. After {@code
 * k8s.io/apiserver/pkg/admission/plugin/cel}.
 */
public final class PolicyTypes {
  private static final Set<String> PARAMETERS = Set.of("params");
  private static final CelType TEXT = SimpleType.STRING;
  private static final CelType TEXTS_BY_TEXT = MapType.create(TEXT, TEXT);
  private static final StructType KIND =
      struct("kubernetes.GroupVersionKind", Map.of("group", TEXT, "version", TEXT, "kind", TEXT));
  private static final StructType RESOURCE =
      struct(
          "kubernetes.GroupVersionResource",
          Map.of("group", TEXT, "version", TEXT, "resource", TEXT));
  private static final StructType USER =
      struct(
          "kubernetes.UserInfo",
          Map.of(
              "username",
              TEXT,
              "uid",
              TEXT,
              "groups",
              ListType.create(TEXT),
              "extra",
              MapType.create(TEXT, ListType.create(TEXT))));
  private static final StructType REQUEST =
      struct(
          "kubernetes.AdmissionRequest",
          ImmutableMap.<String, CelType>builder()
              .put("kind", KIND)
              .put("resource", RESOURCE)
              .put("subResource", TEXT)
              .put("requestKind", KIND)
              .put("requestResource", RESOURCE)
              .put("requestSubResource", TEXT)
              .put("name", TEXT)
              .put("namespace", TEXT)
              .put("operation", TEXT)
              .put("userInfo", USER)
              .put("dryRun", SimpleType.BOOL)
              .put("options", SimpleType.DYN)
              .buildOrThrow());
  private static final StructType METADATA =
      struct(
          "kubernetes.NamespaceMetadata",
          ImmutableMap.<String, CelType>builder()
              .put("name", TEXT)
              .put("generateName", TEXT)
              .put("namespace", TEXT)
              .put("labels", TEXTS_BY_TEXT)
              .put("annotations", TEXTS_BY_TEXT)
              .put("UID", TEXT)
              .put("creationTimestamp", SimpleType.TIMESTAMP)
              .put("deletionGracePeriodSeconds", SimpleType.INT)
              .put("deletionTimestamp", SimpleType.TIMESTAMP)
              .put("generation", SimpleType.INT)
              .put("resourceVersion", TEXT)
              .put("finalizers", ListType.create(TEXT))
              .buildOrThrow());
  private static final StructType SPEC =
      struct("kubernetes.NamespaceSpec", Map.of("finalizers", ListType.create(TEXT)));
  private static final StructType STATUS =
      struct("kubernetes.NamespaceStatus", Map.of("phase", TEXT));
  private static final StructType NAMESPACE =
      struct("kubernetes.Namespace", Map.of("metadata", METADATA, "spec", SPEC, "status", STATUS));

  private final Map<String, CelType> named = new LinkedHashMap<>();
  private final Scope all;

  private PolicyTypes(Scope all) {
    this.all = all;
  }

  /** The types for a policy with parameters. */
  public static PolicyTypes withParameters() {
    return new PolicyTypes(Scope.POLICY);
  }

  /** The types for a policy without parameters. */
  public static PolicyTypes withoutParameters() {
    return new PolicyTypes(Scope.POLICY.without(PARAMETERS));
  }

  /** The types for a policy that changes objects, with parameters. */
  public static PolicyTypes ofMutationWithParameters() {
    return new PolicyTypes(Scope.MUTATION);
  }

  /** The types for a policy that changes objects, without parameters. */
  public static PolicyTypes ofMutation() {
    return new PolicyTypes(Scope.MUTATION.without(PARAMETERS));
  }

  /**
   * Checks an expression that defines a variable, which later ones may use.
   *
   * @throws ExpressionException if it is invalid
   */
  public void name(String name, String text) {
    named.put(name, Language.checkWritten(text, scope()).getResultType());
  }

  /**
   * The name of the type of an expression's values.
   *
   * @throws ExpressionException if it is invalid
   */
  public String typeOf(String text) {
    return Language.checkWritten(text, scope()).getResultType().name();
  }

  private Scope scope() {
    StructType variables = struct("kubernetes.variables", named);
    List<StructType> structs =
        new ArrayList<>(
            List.of(REQUEST, KIND, RESOURCE, USER, NAMESPACE, METADATA, SPEC, STATUS, variables));
    Scope scope = all.with("request", REQUEST).with("namespaceObject", NAMESPACE).with(structs);
    return named.isEmpty()
        ? scope.without(Set.of("variables"))
        : scope.with("variables", variables);
  }

  @SuppressWarnings("Immutable") // the copy is never changed
  private static StructType struct(String name, Map<String, CelType> fields) {
    Map<String, CelType> copy = ImmutableMap.copyOf(fields);
    return StructType.create(
        name, ImmutableSet.copyOf(copy.keySet()), field -> Optional.ofNullable(copy.get(field)));
  }
}
