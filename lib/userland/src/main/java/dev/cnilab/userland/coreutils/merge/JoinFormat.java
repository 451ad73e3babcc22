package dev.cnilab.userland.coreutils.merge;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.process.ProgramException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How {@code join} splits lines into fields and formats its output.
 *
 * @param separator of the fields; empty for runs of blanks
 * @param keys the join field of each file, from zero
 * @param columns what {@code -o} asks for; empty for the key and all other fields
 * @param missing the replacement for a missing field
 */
record JoinFormat(String separator, List<Integer> keys, List<Column> columns, String missing) {

  /** A field of a file, both from zero; the join field itself if the file is -1. */
  record Column(int file, int field) {}

  static JoinFormat of(Invocation call, Options.Found options) throws ProgramException {
    String separator = options.value('t').map(each -> each.equals("\\0") ? "\0" : each).orElse("");
    if (separator.codePointCount(0, separator.length()) > 1) {
      throw call.failure(1, "multi-character tab " + Invocation.quote(separator));
    }
    int both = options.has('j') ? field(call, options.value('j').get()) : 0;
    List<Integer> keys = new ArrayList<>();
    for (int file = 0; file < 2; file++) {
      Optional<String> own = options.value((char) ('1' + file));
      keys.add(own.isPresent() ? field(call, own.get()) : both);
    }
    List<Column> columns = new ArrayList<>();
    for (String list : options.values('o')) {
      for (String each : list.equals("auto") ? new String[0] : list.split("[, ]+")) {
        columns.add(column(call, each));
      }
    }
    return new JoinFormat(separator, keys, columns, options.value('e').orElse(""));
  }

  private static Column column(Invocation call, String text) throws ProgramException {
    if (text.equals("0")) {
      return new Column(-1, 0);
    } else if (!text.matches("[12]\\..*")) {
      throw call.failure(
          1,
          text.matches("[12]?")
              ? "invalid field specifier: " + Invocation.quote(text)
              : "invalid file number in field spec: " + Invocation.quote(text));
    }
    return new Column(text.charAt(0) - '1', field(call, text.substring(2)));
  }

  private static int field(Invocation call, String text) throws ProgramException {
    if (!text.matches("0*[1-9][0-9]{0,6}")) {
      throw call.failure(1, "invalid field number: " + Invocation.quote(text));
    }
    return Integer.parseInt(text) - 1;
  }

  List<String> fields(String line) {
    return separator.isEmpty()
        ? List.of(line.strip().split("[ \\t]+"))
        : List.of(line.split(java.util.regex.Pattern.quote(separator), -1));
  }

  /**
   * The output line for two rows, or for an unpaired one.
   *
   * @param rows the fields of each file; an empty list if there is none
   * @param widths the number of fields of each file under {@code -o auto}; otherwise empty
   */
  String row(String key, List<List<String>> rows, Optional<int[]> widths) {
    List<String> out = new ArrayList<>();
    if (columns.isEmpty()) {
      out.add(key);
      for (int file = 0; file < 2; file++) {
        int width = widths.isPresent() ? widths.get()[file] : rows.get(file).size();
        for (int field = 0; field < width; field++) {
          if (field != keys.get(file)) {
            out.add(cell(rows.get(file), field));
          }
        }
      }
    } else {
      for (Column column : columns) {
        out.add(column.file() < 0 ? key : cell(rows.get(column.file()), column.field()));
      }
    }
    return String.join(separator.isEmpty() ? " " : separator, out);
  }

  private String cell(List<String> row, int field) {
    return field < row.size() && !row.get(field).isEmpty() ? row.get(field) : missing;
  }
}
