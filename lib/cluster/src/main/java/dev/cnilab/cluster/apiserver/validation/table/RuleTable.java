package dev.cnilab.cluster.apiserver.validation.table;

import dev.cnilab.cluster.apiserver.validation.field.Check;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The rules of {@code rules.txt}. A type's name is followed by its fields in the order in which the
 * API server looks at them, each with its checks, which stop at the first failure. A field may
 * occur again, for checks that come later. Its name may end in {@code []}, for each of its items,
 * or in <code>{}</code>, for each value of a map; a dot instead of a name stands for the whole. The
 * content of a field whose name ends in ! is checked by these checks alone. Words in quotation
 * marks are the message for an empty field.
 */
final class RuleTable {
  private static final Pattern WORD = Pattern.compile("[^ \"]+(\"[^\"]*\")?");
  private static final Map<String, List<Line>> LINES = read();

  private RuleTable() {}

  /** The checks of one field. */
  record Line(String field, Each each, boolean alone, List<String> words) {
    /** The checks, one after another until one fails. */
    Check check() {
      List<Check> checks = words.stream().map(RuleWords::check).toList();
      Check all =
          place -> {
            int before = place.errorsSoFar();
            for (int i = 0; i < checks.size() && place.errorsSoFar() == before; i++) {
              checks.get(i).at(place);
            }
          };
      return switch (each) {
        case WHOLE -> all;
        case ITEM -> place -> place.items().forEach(all::at);
        case VALUE -> place -> place.entries().forEach(all::at);
      };
    }
  }

  /** Whether a check applies to a field or to its elements. */
  enum Each {
    WHOLE,
    ITEM,
    VALUE
  }

  /** The lines of a type, such as {@code core.v1.PodSpec}. */
  static List<Line> of(String type) {
    return LINES.getOrDefault(type, List.of());
  }

  /** The types that have rules. */
  static Set<String> types() {
    return LINES.keySet();
  }

  private static Map<String, List<Line>> read() {
    Map<String, List<Line>> types = new HashMap<>();
    List<Line> current = new ArrayList<>();
    for (String text : text().lines().toList()) {
      if (text.startsWith(" ")) {
        current.add(line(WORD.matcher(text).results().map(MatchResult::group).toList()));
      } else {
        current = new ArrayList<>();
        types.put(text, current);
      }
    }
    return types;
  }

  private static Line line(List<String> words) {
    boolean alone = words.getFirst().endsWith("!");
    String field = words.getFirst().replace("!", "");
    Each each = field.endsWith("[]") ? Each.ITEM : field.endsWith("{}") ? Each.VALUE : Each.WHOLE;
    String name = each == Each.WHOLE ? field : field.substring(0, field.length() - 2);
    return new Line(name, each, alone, words.subList(1, words.size()));
  }

  private static String text() {
    try (InputStream in =
        Objects.requireNonNull(RuleTable.class.getResourceAsStream("rules.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
