package dev.cnilab.lab.oncall.worth;

import dev.cnilab.lab.view.Part;
import dev.cnilab.lab.view.View;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A typed line.
 *
 * @param printed its output
 */
public record Typed(String line, String printed) {

  /**
   * Commands that send requests over the network, and their messages if nothing answers correctly.
   */
  private static final Pattern QUESTION =
      Pattern.compile("\\b(curl|wget|nc|telnet|ping|nslookup|dig|getent|host)\\b");

  private static final Pattern NO_ANSWER =
      Pattern.compile(
          "timed? ?out|could ?n.t resolve|could not resolve|bad address|connection refused|100%"
              + " packet loss|unreachable|no servers could be reached|SERVFAIL|no route to host",
          Pattern.CASE_INSENSITIVE);

  /** The commands that a result of the library shows, with their output. */
  public static List<Typed> shown(View view) {
    return view.parts().stream()
        .flatMap(
            part ->
                switch (part) {
                  case Part.Folded folded ->
                      Stream.of(new Typed(folded.command(), folded.output()));
                  case Part.Printed printed ->
                      Stream.of(
                          new Typed(printed.command().replaceFirst("^\\$ ", ""), printed.output()));
                  default -> Stream.of();
                })
        .filter(typed -> !typed.line.startsWith("#"))
        .toList();
  }

  /** Whether the line or its output contains a name, possibly in a path. */
  boolean mentions(String name) {
    return names(line, name) || names(printed, name);
  }

  /** Whether the line itself contains the name. */
  boolean names(String name) {
    return names(line, name);
  }

  /** Whether a text contains the name as a separate word. */
  static boolean names(String text, String name) {
    return Pattern.compile("(?<![\\w.-])" + Pattern.quote(name) + "(?![\\w-])")
        .matcher(text)
        .find();
  }

  Stream<String> printedLines() {
    return printed.lines().map(each -> each.strip().replaceAll("\\s+", " "));
  }

  boolean isQuestion() {
    return QUESTION.matcher(line).find();
  }

  boolean isUnanswered() {
    return isQuestion() && NO_ANSWER.matcher(printed).find();
  }
}
