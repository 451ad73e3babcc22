package dev.cnilab.conformance.kubernetes.comparison;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that differs between any two runs, as defined by a line of variables.txt.
 *
 * @param kind values of one kind correspond to each other
 * @param bound whether a value corresponds to a single value of the other run, or to any
 * @param pattern finds it in a line; the group {@code v} is the value if there is one
 * @param place what replaces it
 */
record Variable(String kind, boolean bound, Pattern pattern, String place) {
  private static final Pattern VALUE = Pattern.compile("\\(\\?<v>");

  static Variable parse(String line) {
    String[] fields = line.split("\t", -1);
    if (fields.length != 4 || !fields[1].matches("bound|free")) {
      throw new IllegalArgumentException(
          "variables.txt: \"" + line + "\" is not: kind, bound or free, pattern, place");
    }
    return new Variable(
        fields[0], fields[1].equals("bound"), Pattern.compile(fields[2]), fields[3]);
  }

  /** Replaces each value in a line by the placeholder, and collects those that are bound. */
  String takeOut(String line, List<Value> values) {
    Matcher found = pattern.matcher(line);
    if (!bound) {
      return found.replaceAll(place);
    }
    boolean named = VALUE.matcher(pattern.pattern()).find();
    return found.replaceAll(
        match -> {
          values.add(new Value(kind, named ? group(found) : match.group()));
          return place;
        });
  }

  private static String group(MatchResult match) {
    return match.group("v");
  }
}
