package dev.cnilab.cluster.apiserver.custom;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order in which a group's versions are preferred, as apimachinery's {@code
 * CompareKubeAwareVersionStrings}: v2, v1, v2beta1, v1beta1, v1alpha1, and then all others.
 */
final class VersionOrder implements Comparator<String> {
  private static final Pattern KNOWN = Pattern.compile("v(\\d+)(?:(alpha|beta)(\\d+))?");

  @Override
  public int compare(String one, String other) {
    Matcher first = KNOWN.matcher(one);
    Matcher second = KNOWN.matcher(other);
    boolean known = first.matches();
    if (known != second.matches()) {
      return known ? -1 : 1;
    }
    if (!known) {
      return one.compareTo(other);
    }
    int byStability = stability(second) - stability(first);
    if (byStability != 0) {
      return byStability;
    }
    int byMajor = number(second.group(1)) - number(first.group(1));
    return byMajor != 0 ? byMajor : number(second.group(3)) - number(first.group(3));
  }

  private static int stability(Matcher version) {
    return version.group(2) == null ? 2 : version.group(2).equals("beta") ? 1 : 0;
  }

  private static int number(@org.jspecify.annotations.Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }
}
