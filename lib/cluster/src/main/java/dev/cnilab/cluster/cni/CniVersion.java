package dev.cnilab.cluster.cni;

import java.util.List;

/** Versions of the specification, compared as {@code pkg/version} does. */
public final class CniVersion {
  /** The version that libcni implements. */
  public static final String CURRENT = "1.1.0";

  /** The versions that plugins of that libcni support. */
  public static final List<String> ALL =
      List.of("0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0");

  private static final List<String> PARTS = List.of("major", "minor", "micro");

  private CniVersion() {}

  /**
   * Whether one version is at least another; an empty one counts as 0.1.0.
   *
   * @throws CniException if one of them is invalid
   */
  public static boolean isAtLeast(String version, String other) throws CniException {
    return compare(version, other) >= 0;
  }

  /**
   * Orders two versions.
   *
   * @throws CniException if one of them is invalid
   */
  public static int compare(String version, String other) throws CniException {
    int[] first = parse(version);
    int[] second = parse(other);
    for (int i = 0; i < first.length; i++) {
      if (first[i] != second[i]) {
        return Integer.compare(first[i], second[i]);
      }
    }
    return 0;
  }

  private static int[] parse(String version) throws CniException {
    if (version.isEmpty()) {
      return new int[] {0, 1, 0};
    }
    String[] parts = version.split("\\.", -1);
    if (parts.length >= 4) {
      throw new CniException("invalid version \"" + version + "\": too many parts");
    }
    int[] numbers = new int[3];
    for (int i = 0; i < parts.length; i++) {
      numbers[i] = number(PARTS.get(i), parts[i]);
    }
    return numbers;
  }

  private static int number(String name, String part) throws CniException {
    try {
      return Integer.parseInt(part);
    } catch (NumberFormatException notANumber) {
      throw new CniException(
          "failed to convert %s version part \"%s\": strconv.Atoi: parsing \"%s\": invalid syntax"
              .formatted(name, part, part));
    }
  }
}
