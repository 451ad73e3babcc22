package dev.cnilab.cluster.apiserver.validation.field;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Checks of paths and of their parts. */
public final class Paths {
  private Paths() {}

  /** The name of an object can be a part of a path ({@code content.IsPathSegmentName}). */
  public static List<String> segment(String name) {
    if (name.equals(".") || name.equals("..")) {
      return List.of("may not be '" + name + "'");
    }
    return Stream.of("/", "%")
        .filter(name::contains)
        .map(forbidden -> "may not contain '" + forbidden + "'")
        .toList();
  }

  /** No part of the path is the parent folder. */
  public static List<String> backsteps(String path) {
    return Arrays.asList(path.split("/", -1)).contains("..")
        ? List.of("must not contain '..'")
        : List.of();
  }

  /** In addition, it does not begin at the root. */
  public static List<String> relative(String path) {
    List<String> violations = new ArrayList<>();
    if (path.startsWith("/")) {
      violations.add("must be a relative path");
    }
    violations.addAll(backsteps(path));
    return violations;
  }

  /** In addition, it is none of the names that kubelets use to swap the files of a volume. */
  public static List<String> local(String path) {
    List<String> violations = relative(path);
    if (path.startsWith("..") && !path.startsWith("../")) {
      violations.add("must not start with '..'");
    }
    return violations;
  }
}
