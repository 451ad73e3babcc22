package dev.cnilab.userland.shell.builtin;

import dev.cnilab.userland.shell.expand.ShellException;
import dev.cnilab.userland.shell.run.Builtin;
import dev.cnilab.userland.shell.run.Interpreter;
import dev.cnilab.userland.stream.Input;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code read}: a line from standard input, and not a byte more. */
final class Read implements Builtin {
  @Override
  public int run(Interpreter shell, List<String> words) throws IOException {
    int at = 1;
    boolean raw = false;
    while (at < words.size() && words.get(at).startsWith("-")) {
      String option = words.get(at++);
      if (option.equals("-r")) {
        raw = true;
      } else if (option.equals("-p") && at < words.size()) {
        shell.process().err().print(words.get(at++));
      } else {
        throw new ShellException(2, "Illegal option " + option);
      }
    }
    List<String> names = words.subList(at, words.size());
    if (names.isEmpty()) {
      throw new ShellException(2, "arg count");
    }
    Line line = Line.read(shell.process().in(), raw);
    String ifs = shell.state().variables().get("IFS").orElse(" \t\n");
    String rest = strip(line.text(), ifs);
    for (int i = 0; i < names.size(); i++) {
      VariableBuiltins.requireName(names.get(i));
      boolean last = i == names.size() - 1;
      int end = last ? rest.length() : endOfField(rest, ifs);
      shell.state().variables().set(names.get(i), rest.substring(0, end));
      rest = last ? "" : afterSeparator(rest, end, ifs);
    }
    return line.complete() ? 0 : 1;
  }

  /** A line, and whether it ended with a newline. */
  private record Line(String text, boolean complete) {
    private static final int BLOCK = 8192;

    static Line read(Input in, boolean raw) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      long held = 0;
      int c = in.read();
      while (c >= 0 && c != '\n') {
        if (c == '\\' && !raw) {
          c = in.read();
          if (c >= 0 && c != '\n') {
            bytes.write(c);
          }
        } else {
          bytes.write(c);
        }
        if (bytes.size() % BLOCK == BLOCK - 1) {
          in.caller().hold((long) Input.COPIES * BLOCK);
          held += (long) Input.COPIES * BLOCK;
        }
        c = in.read();
      }
      in.caller().hold(-held);
      return new Line(bytes.toString(StandardCharsets.UTF_8).replace("\0", ""), c == '\n');
    }
  }

  private static boolean isSpace(char c, String ifs) {
    return (c == ' ' || c == '\t' || c == '\n') && ifs.indexOf(c) >= 0;
  }

  private static String strip(String text, String ifs) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start), ifs)) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1), ifs)) {
      end--;
    }
    return text.substring(start, end);
  }

  private static int endOfField(String text, String ifs) {
    int end = 0;
    while (end < text.length() && ifs.indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static String afterSeparator(String text, int end, String ifs) {
    int next = end;
    while (next < text.length() && isSpace(text.charAt(next), ifs)) {
      next++;
    }
    if (next < text.length() && ifs.indexOf(text.charAt(next)) >= 0) {
      next++;
      while (next < text.length() && isSpace(text.charAt(next), ifs)) {
        next++;
      }
    }
    return text.substring(next);
  }
}
