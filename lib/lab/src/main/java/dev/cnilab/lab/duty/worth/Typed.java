package dev.cnilab.lab.duty.worth;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A line that was typed.
 *
 * @param printed what came of it
 */
public record Typed(String line, String printed) {

  /** What asks over the network, and what it says when nobody answers as he ought to. */
  private static final Pattern QUESTION =
      Pattern.compile("\\b(curl|wget|nc|telnet|ping|nslookup|dig|getent|host)\\b");

  private static final Pattern NO_ANSWER =
      Pattern.compile(
          "timed? ?out|could ?n.t resolve|could not resolve|bad address|connection refused"
              + "|100% packet loss|unreachable|no servers could be reached|SERVFAIL|no route to host",
          Pattern.CASE_INSENSITIVE);

  /** Whether a name, which may be that of a path, is in the line or in what it printed. */
  boolean mentions(String name) {
    return names(line, name) || names(printed, name);
  }

  /** Whether the line itself has the name. */
  boolean names(String name) {
    return names(line, name);
  }

  /** Whether a text has the name as a word of its own. */
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
