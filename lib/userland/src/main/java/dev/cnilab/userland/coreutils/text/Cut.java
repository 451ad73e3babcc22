package dev.cnilab.userland.coreutils.text;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.LineReader;
import dev.cnilab.userland.command.LineReader.Line;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code cut}. */
public final class Cut implements Command {
  private static final Pattern RANGE = Pattern.compile("(\\d{0,9})(-?)(\\d{0,9})");

  /** A range of positions, counted from 1. */
  private record Range(int first, int last) {}

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "bcfds", "output-delimiter", "complement").parse();
    char kind = options.last("bcf");
    if (kind == ' ') {
      throw call.mistake("you must specify a list of bytes, characters, or fields");
    }
    boolean several = "bcf".chars().mapToLong(each -> options.values((char) each).size()).sum() > 1;
    if (several) {
      throw call.mistake("only one list may be specified");
    } else if (kind != 'f' && options.has('d')) {
      throw call.mistake("an input delimiter may be specified only when operating on fields");
    } else if (kind != 'f' && options.has('s')) {
      throw call.mistake(
          "suppressing non-delimited lines makes sense\n\tonly when operating on fields");
    }
    List<Range> ranges = ranges(call, options.value(kind).orElse(""), kind);
    String delimiter = options.value('d').orElse("\t");
    String between = options.value("output-delimiter").orElse(delimiter);
    boolean complement = options.has("complement");
    if (delimiter.length() != 1) {
      throw call.mistake("the delimiter must be a single character");
    }
    return call.eachInput(
        options.operands(),
        "%s",
        (path, in) -> {
          LineReader lines = new LineReader(in);
          for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
            String text = line.get().text();
            if (kind != 'f') {
              call.out().println(characters(text, ranges, complement));
            } else if (text.contains(delimiter)) {
              call.out().println(fields(text, delimiter, between, ranges, complement));
            } else if (!options.has('s')) {
              call.out().println(text);
            }
          }
        });
  }

  private static List<Range> ranges(Invocation call, String list, char kind)
      throws ProgramException {
    List<Range> ranges = new ArrayList<>();
    for (String each : list.split("[, ]", -1)) {
      Matcher range = RANGE.matcher(each);
      if (!range.matches() || each.isEmpty() || each.equals("-")) {
        throw call.mistake(
            kind == 'f'
                ? "invalid field value " + Invocation.quote(each)
                : "invalid byte/character position " + Invocation.quote(each));
      }
      int first = range.group(1).isEmpty() ? 1 : Integer.parseInt(range.group(1));
      boolean single = range.group(2).isEmpty();
      int last =
          single
              ? first
              : range.group(3).isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(range.group(3));
      if (first == 0) {
        throw call.mistake(
            kind == 'f'
                ? "fields are numbered from 1"
                : "byte/character positions are numbered from 1");
      } else if (last < first) {
        throw call.mistake("invalid decreasing range");
      }
      ranges.add(new Range(first, last));
    }
    return ranges;
  }

  private static boolean contains(List<Range> ranges, int position) {
    return ranges.stream().anyMatch(each -> each.first() <= position && position <= each.last());
  }

  private static String characters(String text, List<Range> ranges, boolean complement) {
    StringBuilder kept = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (contains(ranges, i + 1) != complement) {
        kept.append(text.charAt(i));
      }
    }
    return kept.toString();
  }

  private static String fields(
      String text, String delimiter, String between, List<Range> ranges, boolean complement) {
    String[] all = text.split(Pattern.quote(delimiter), -1);
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < all.length; i++) {
      if (contains(ranges, i + 1) != complement) {
        kept.add(all[i]);
      }
    }
    return String.join(between, kept);
  }
}
