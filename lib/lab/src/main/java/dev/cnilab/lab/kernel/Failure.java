package dev.cnilab.lab.kernel;

import static java.util.Objects.requireNonNullElse;

import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The text that a notebook shows for a failed cell: the message first, and no more Java than
 * necessary.
 */
public final class Failure {

  private static final Pattern PACKAGES = Pattern.compile("\\b(?:[a-z][\\w]*\\.)+(?=[A-Z])");
  private static final Pattern NO_SUCH =
      Pattern.compile(
          "cannot find symbol\\s+symbol:\\s+(?<what>\\V+)(\\s+location: (?<where>\\V+))?\\s*");
  private static final Pattern TYPE_OF_PLACE =
      Pattern.compile("(?:of type|class|interface) (\\S+)$");

  /** A method of a class in the library's first package, where the functions of a cell are. */
  private static final Pattern OF_THE_LAB =
      Pattern.compile(
          "\\bmethod (?:dev\\.cnilab\\.lab\\.[A-Z]\\w*\\.(\\w+)\\("
              + "|(\\w+) in class dev\\.cnilab\\.lab\\.[A-Z])");

  /** The qualifier of a cell's variable: {@code REPL.$JShell$18.}. */
  private static final Pattern OF_JSHELL = Pattern.compile("REPL\\.\\$JShell\\$\\w+\\.");

  /** What somebody meant for a terminal. */
  private static final Pattern SHELL =
      Pattern.compile(
          "\\s*(?:\\$"
              + " )?(?:kubectl|helm|crictl|docker|sudo|ip|ping|curl|nslookup|dig|iptables|ls|cat|cd"
              + "|ps|grep|echo|export|journalctl|systemctl|\\./lab)\\s+[^\\s=(].*",
          Pattern.DOTALL);

  /** JShell's name of a cell: {@code #16}. */
  private static final Pattern CELL = Pattern.compile("#\\d+");

  private static final String FOR_A_SHELL =
      "A cell is Java, and this is a line for a shell: type it in a terminal, or give it to a node,"
          + " worker(1).sh(\"…\"), or to a pod, sh(\"nettest-1\", \"…\").";

  private Failure() {}

  /**
   * The text for an exception.
   *
   * @param type the full name of its class
   */
  public static List<String> thrown(
      String type, @Nullable String message, StackTraceElement[] trace) {
    String name = shortened(type);
    List<String> lines =
        new ArrayList<>(
            message == null
                ? List.of(name)
                : OF_JSHELL.matcher(message).replaceAll("").lines().toList());
    if (!type.equals(LabException.class.getName())) {
      lines.add(name + line(trace));
      Stream.of(trace).filter(each -> !isCell(each)).forEach(each -> lines.add("    at " + each));
    }
    return lines;
  }

  private static String line(StackTraceElement[] trace) {
    return Stream.of(trace)
        .filter(Failure::isCell)
        .findFirst()
        .map(each -> ", line " + each.getLineNumber() + " of this cell")
        .orElse("");
  }

  private static boolean isCell(StackTraceElement element) {
    return element.getFileName() != null && CELL.matcher(element.getFileName()).matches();
  }

  /**
   * The text for a compiler error.
   *
   * @param complaint the compiler's message
   * @param source the statement
   * @param start the position of the error in it, from 0
   * @param functions the functions that a cell can call
   */
  public static List<String> refused(
      String complaint, String source, int start, List<String> functions) {
    List<String> lines = new ArrayList<>(inShort(complaint).lines().toList());
    lines.addAll(marked(source, start));
    lines.addAll(
        SHELL.matcher(source).matches() ? List.of(FOR_A_SHELL) : remedy(complaint, functions));
    return lines;
  }

  private static String inShort(String complaint) {
    Matcher none = NO_SUCH.matcher(complaint);
    return shortened(
        none.matches()
            ? "there is no " + none.group("what") + place(none.group("where"))
            : complaint);
  }

  private static String place(@Nullable String where) {
    Matcher type = TYPE_OF_PLACE.matcher(where == null ? "" : where);
    return type.find() && !type.group(1).contains("$") ? " in " + type.group(1) : "";
  }

  private static String shortened(String text) {
    return PACKAGES.matcher(text).replaceAll("");
  }

  /** The source with a mark below the position. */
  private static List<String> marked(String source, int start) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    for (String line : source.split("\n", -1)) {
      lines.add("    " + line);
      if (start >= from && start <= from + line.length()) {
        lines.add("    " + " ".repeat(start - from) + "^");
      }
      from += line.length() + 1;
    }
    return lines;
  }

  private static List<String> remedy(String complaint, List<String> functions) {
    Matcher function = OF_THE_LAB.matcher(complaint);
    if (function.find()) {
      String name = requireNonNullElse(function.group(1), function.group(2));
      if (functions.contains(name)) {
        return List.of("help(\"%s\") shows how it is called.".formatted(name));
      }
    }
    if (complaint.endsWith("char cannot be converted to java.lang.String")) {
      return List.of("A text is in double quotation marks.");
    }
    if (complaint.endsWith("cannot be converted to dev.cnilab.lab.shell.Node")) {
      return List.of("A node is worker(1), or node(\"worker-1\").");
    }
    Matcher none = NO_SUCH.matcher(complaint);
    if (!none.matches()) {
      return List.of();
    }
    String what = none.group("what");
    String list = "help() lists what you can call.";
    String name = what.substring(what.indexOf(' ') + 1).replaceAll("\\(.*", "");
    if (what.startsWith("variable ")) {
      return List.of(
          functions.contains(name)
              ? "It is a function: " + name + "()"
              : "If it is a text, put it in quotation marks: \""
                  + name
                  + "\". If a cell above sets it, run that one again: a restart of the kernel"
                  + " forgets variables.");
    }
    return List.of(
        Nearest.to(name, place(none.group("where")).isEmpty() ? functions : List.of())
            .map(meant -> "Did you mean " + meant + "? " + list)
            .orElse(list));
  }

  /** The text for a cell that ends in the middle of a statement. */
  public static List<String> cutShort(String source) {
    List<String> lines = new ArrayList<>(List.of("a bracket or a quotation mark is still open"));
    source.lines().forEach(line -> lines.add("    " + line));
    return lines;
  }
}
