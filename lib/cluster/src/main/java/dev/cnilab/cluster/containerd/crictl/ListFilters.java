package dev.cnilab.cluster.containerd.crictl;

import dev.cnilab.cluster.goflag.GoFlagSet.Given;
import dev.cnilab.cluster.log.GoText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The filters of {@code pods}, {@code ps} and others.
 *
 * @param name must match the name
 * @param namespace must match the pod's namespace
 * @param last how many of the youngest are shown; zero for all
 */
record ListFilters(Pattern name, Pattern namespace, Map<String, String> labels, int last) {

  static ListFilters of(Given given) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String text : given.texts("label")) {
      String[] pair = text.split("=", -1);
      if (pair.length != 2) {
        throw new CrictlFailure("parse label: incorrectly specified label: " + text);
      }
      labels.put(pair[0], pair[1]);
    }
    int last = given.number("last");
    return new ListFilters(
        pattern(given.text("name")),
        pattern(given.text("namespace")),
        labels,
        last > 0 ? last : given.has("latest") ? 1 : 0);
  }

  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException wrong) {
      throw new CrictlFailure(
          "invalid regular expression %s: error parsing regexp: %s"
              .formatted(GoText.quote(text), wrong.getDescription()));
    }
  }

  boolean matches(String ownName, String ownNamespace, Map<String, String> ownLabels) {
    return name.matcher(ownName).find()
        && namespace.matcher(ownNamespace).find()
        && ownLabels.entrySet().containsAll(labels.entrySet());
  }

  /** The first elements of a list that starts with the youngest. */
  <T> List<T> cut(List<T> youngestFirst) {
    return last > 0 && last < youngestFirst.size() ? youngestFirst.subList(0, last) : youngestFirst;
  }
}
