package dev.cnilab.cluster.apiserver.expression.function;

import static dev.cnilab.cluster.apiserver.expression.function.Kind.TEXT;

/** Functions for JSON patches, after {@code k8s.io/apiserver/pkg/cel/library/jsonpatch.go}. */
public final class PatchFunctions {
  private PatchFunctions() {}

  public static void declare(FunctionTable table) {
    table.global(
        "jsonpatch.escapeKey", TEXT, TEXT, key -> key.replace("~", "~0").replace("/", "~1"));
  }
}
