package dev.cnilab.lab.stage;

import dev.cnilab.lab.client.message.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The changes in a snapshot as a readable description: for a changed object the fields that differ,
 * for a deleted or new one its name.
 */
public final class Differences {

  private static final int LONGEST = 200;

  private Differences() {}

  /**
   * Describes changes.
   *
   * @param changes from {@link ClusterSnapshot#changesSince}
   * @return one line each; those of nodes are unchanged
   */
  public static List<String> told(List<String> changes) {
    Map<String, Json[]> objects = new LinkedHashMap<>();
    List<String> told = new ArrayList<>();
    for (String change : changes) {
      int end = change.indexOf(": {");
      if (end < 0) {
        told.add(change);
      } else {
        objects
                .computeIfAbsent(
                    change.substring(2, end), name -> new Json[] {Json.ABSENT, Json.ABSENT})[
                change.startsWith("- ") ? 0 : 1] =
            Json.parse(change.substring(end + 2));
      }
    }
    objects.forEach((name, states) -> told.addAll(told(name, states[0], states[1])));
    return told.stream().map(Differences::shortened).toList();
  }

  /**
   * Describes what matches neither of two earlier states: of objects the fields, of a node's files
   * those that are gone or have other content.
   *
   * @param sinceFirst the changes since the first state, from {@link ClusterSnapshot#changesSince}
   * @param sinceSecond likewise since the second
   * @return one line each, with the value in the first state
   */
  public static List<String> ofNeither(List<String> sinceFirst, List<String> sinceSecond) {
    List<Subject> second = told(sinceSecond).stream().map(Subject::of).toList();
    List<String> first =
        told(sinceFirst).stream()
            .filter(line -> second.stream().anyMatch(Subject.of(line)::touches))
            .toList();
    Set<Subject> there =
        first.stream()
            .filter(line -> line.startsWith("+ "))
            .map(Subject::of)
            .collect(Collectors.toSet());
    return first.stream()
        .filter(line -> !line.startsWith("- ") || !there.contains(Subject.of(line)))
        .toList();
  }

  /**
   * The subject of a described line.
   *
   * @param name the name of an object or a file; for other facts of a node the line itself
   * @param field of a changed object; empty for the whole object
   */
  private record Subject(String name, String field) {

    private static final Pattern FIELD = Pattern.compile("(\\S+ \\S+): (\\S+): .* → .*");
    private static final Pattern FILE =
        Pattern.compile("[-+] (node \\S+: )(?:file|program) (?:[0-7]+ )?(/\\S+)( .*)?");
    private static final Pattern OBJECT = Pattern.compile("[-+] (\\S+ \\S+)");

    static Subject of(String line) {
      Matcher field = FIELD.matcher(line);
      if (field.matches()) {
        return new Subject(field.group(1), field.group(2));
      }
      Matcher file = FILE.matcher(line);
      Matcher object = OBJECT.matcher(line);
      return new Subject(
          file.matches()
              ? file.group(1) + file.group(2)
              : object.matches() ? object.group(1) : line,
          "");
    }

    boolean touches(Subject other) {
      return name.equals(other.name)
          && (field.isEmpty() || other.field.isEmpty() || field.equals(other.field));
    }
  }

  private static List<String> told(String name, Json before, Json after) {
    if (after.isAbsent()) {
      return List.of("- " + name);
    }
    return before.isAbsent() ? List.of("+ " + name) : fields(name + ":", before, after).toList();
  }

  private static Stream<String> fields(String path, Json before, Json after) {
    if (before.equals(after)) {
      return Stream.of();
    }
    if (!before.isObject() || !after.isObject()) {
      return Stream.of("%s: %s → %s".formatted(path, value(before), value(after)));
    }
    TreeSet<String> keys = new TreeSet<>(before.keys());
    keys.addAll(after.keys());
    return keys.stream().flatMap(key -> fields(joined(path, key), at(before, key), at(after, key)));
  }

  private static String joined(String path, String key) {
    return path.endsWith(":") ? path + " " + key : path + "." + key;
  }

  private static Json at(Json object, String key) {
    return object.at("/" + key.replace("~", "~0").replace("/", "~1"));
  }

  private static String value(Json json) {
    return json.isAbsent() ? "nothing" : json.toString();
  }

  private static String shortened(String line) {
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
