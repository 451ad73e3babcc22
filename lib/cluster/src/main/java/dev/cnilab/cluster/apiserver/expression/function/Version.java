package dev.cnilab.cluster.apiserver.expression.function;

import static dev.cnilab.cluster.apiserver.expression.function.Kind.TEXT;
import static dev.cnilab.cluster.apiserver.expression.function.Kind.TRUTH;
import static dev.cnilab.cluster.apiserver.expression.function.Kind.WHOLE;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A semantic version (semver.org 2.0.0), and Kubernetes' functions for versions, after {@code
 * k8s.io/apiserver/pkg/cel/library/semverlib.go}.
 *
 * @param preview the identifiers of a pre-release; empty for a release, which is later than its
 *     pre-releases
 */
public record Version(long major, long minor, long patch, List<String> preview)
    implements Comparable<Version> {
  private static final String NUMBER = "(0|[1-9]\\d*)";
  private static final Pattern FORM =
      Pattern.compile(
          NUMBER
              + "\\."
              + NUMBER
              + "\\."
              + NUMBER
              + "(?:-((?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
              + "(?:\\+[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*)?");
  private static final Pattern LOOSE = Pattern.compile("v?(\\d+)(?:\\.(\\d+))?(?:\\.(\\d+))?(.*)");
  private static final Kind<Version> VERSION = Kind.opaque("kubernetes.Semver", Version.class);

  public static void declare(FunctionTable table) {
    table.global("isSemver", TEXT, TRUTH, text -> parse(text).isPresent());
    table.global(
        "isSemver",
        TEXT,
        TRUTH,
        TRUTH,
        (text, loose) -> parse(loose ? normal(text) : text).isPresent());
    table.global("semver", TEXT, VERSION, Version::of);
    table.global("semver", TEXT, TRUTH, VERSION, (text, loose) -> of(loose ? normal(text) : text));
    table.member(VERSION, "major", WHOLE, Version::major);
    table.member(VERSION, "minor", WHOLE, Version::minor);
    table.member(VERSION, "patch", WHOLE, Version::patch);
    table.member(VERSION, "isLessThan", VERSION, TRUTH, (a, b) -> a.compareTo(b) < 0);
    table.member(VERSION, "isGreaterThan", VERSION, TRUTH, (a, b) -> a.compareTo(b) > 0);
    table.member(VERSION, "compareTo", VERSION, WHOLE, (a, b) -> (long) a.compareTo(b));
  }

  private static Version of(String text) {
    return parse(text)
        .orElseThrow(
            () -> new IllegalArgumentException("No Major.Minor.Patch elements found: " + text));
  }

  private static Optional<Version> parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String preview = parts.group(4);
    try {
      return Optional.of(
          new Version(
              Long.parseLong(parts.group(1)),
              Long.parseLong(parts.group(2)),
              Long.parseLong(parts.group(3)),
              preview == null ? List.of() : Arrays.asList(preview.split("\\.", -1))));
    } catch (NumberFormatException tooLarge) {
      return Optional.empty();
    }
  }

  /** Completes a version that is cut short, and removes a leading v and leading zeros. */
  private static String normal(String text) {
    Matcher parts = LOOSE.matcher(text);
    return parts.matches()
        ? number(parts.group(1))
            + "."
            + number(parts.group(2))
            + "."
            + number(parts.group(3))
            + parts.group(4)
        : text;
  }

  private static String number(@org.jspecify.annotations.Nullable String digits) {
    return digits == null ? "0" : new BigInteger(digits).toString();
  }

  @Override
  public int compareTo(Version other) {
    int[] differences = {
      Long.compare(major, other.major),
      Long.compare(minor, other.minor),
      Long.compare(patch, other.patch),
      Boolean.compare(preview.isEmpty(), other.preview.isEmpty())
    };
    int first = Arrays.stream(differences).filter(each -> each != 0).findFirst().orElse(0);
    return first != 0 ? first : comparePreviews(other);
  }

  private int comparePreviews(Version other) {
    for (int i = 0; i < Math.min(preview.size(), other.preview.size()); i++) {
      int difference = compare(preview.get(i), other.preview.get(i));
      if (difference != 0) {
        return difference;
      }
    }
    return Integer.compare(preview.size(), other.preview.size());
  }

  /** Numbers sort before words. */
  private static int compare(String a, String b) {
    boolean number = a.matches("\\d+");
    boolean otherNumber = b.matches("\\d+");
    if (number != otherNumber) {
      return number ? -1 : 1;
    }
    return Integer.signum(number ? new BigInteger(a).compareTo(new BigInteger(b)) : a.compareTo(b));
  }
}
