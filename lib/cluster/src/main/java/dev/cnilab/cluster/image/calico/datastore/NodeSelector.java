package dev.cnilab.cluster.image.calico.datastore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which nodes are meant, in Calico's language of selectors: {@code all()}, {@code has(k)}, {@code
 * !has(k)}, {@code k == 'v'} and {@code k != 'v'}, joined by {@code &&}. A selector that cannot be
 * parsed selects no node.
 */
public record NodeSelector(String text) {
  private static final Pattern HAS = Pattern.compile("(!?)\\s*has\\(([^)]+)\\)");
  private static final Pattern COMPARED =
      Pattern.compile("([\\w./-]+)\\s*(==|!=)\\s*['\"]([^'\"]*)['\"]");

  /** Reads a selector; an empty one selects all. */
  public static NodeSelector parse(String text) {
    return new NodeSelector(text.isBlank() ? "all()" : text.strip());
  }

  public boolean matches(Map<String, String> labels) {
    List<Predicate<Map<String, String>>> terms = new ArrayList<>();
    for (String term : text.split("&&", -1)) {
      terms.add(term(term.strip()));
    }
    return terms.stream().allMatch(each -> each.test(labels));
  }

  private static Predicate<Map<String, String>> term(String term) {
    if (term.equals("all()")) {
      return labels -> true;
    }
    Matcher has = HAS.matcher(term);
    if (has.matches()) {
      return labels -> labels.containsKey(has.group(2).strip()) == has.group(1).isEmpty();
    }
    Matcher compared = COMPARED.matcher(term);
    if (compared.matches()) {
      return labels ->
          compared.group(3).equals(labels.get(compared.group(1))) == compared.group(2).equals("==");
    }
    return labels -> false;
  }
}
