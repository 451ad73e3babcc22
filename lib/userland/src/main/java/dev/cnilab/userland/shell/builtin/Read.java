package dev.cnilab.userland.shell.builtin;

import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.shell.builtin.control.NumericArguments;
import dev.cnilab.userland.shell.expand.variable.ShellArray;
import dev.cnilab.userland.shell.expand.variable.ShellException;
import dev.cnilab.userland.shell.run.Builtin;
import dev.cnilab.userland.shell.run.Interpreter;
import dev.cnilab.userland.shell.state.ShellDialect;
import dev.cnilab.userland.stream.Input;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code read}: reads a line from standard input, and no byte beyond it. */
final class Read implements Builtin {
  /** The delimiter of {@code -N}, which reads a fixed number of characters without splitting. */
  private static final int NONE = -1;

  /** The options of a call. */
  private static final class Request {
    private boolean raw;
    private int descriptor;
    private int most = Integer.MAX_VALUE;
    private int delimiter = '\n';
    private @Nullable String array;
    private List<String> names = List.of();
  }

  @Override
  public int run(Interpreter shell, List<String> words) throws IOException {
    boolean bash = shell.state().dialect() == ShellDialect.BASH;
    Request request = bash ? ofBash(shell, words) : parse(shell, words);
    if (request.names.isEmpty() && request.array == null) {
      if (!bash) {
        throw new ShellException(2, "arg count");
      }
      Line line = new Reading(shell, input(shell, request), request).line();
      shell.state().variables().set("REPLY", line.text());
      return line.complete() ? 0 : 1;
    }
    Line line = new Reading(shell, input(shell, request), request).line();
    String ifs =
        request.delimiter == NONE ? "" : shell.state().variables().get("IFS").orElse(" \t\n");
    String rest = strip(line.text(), ifs);
    if (request.array != null) {
      ShellArray fields = new ShellArray(ShellArray.Kind.INDEXED);
      while (!rest.isEmpty()) {
        int end = endOfField(rest, ifs);
        fields.add(rest.substring(0, end));
        rest = afterSeparator(rest, end, ifs);
      }
      shell.state().variables().setArray(request.array, fields);
    }
    List<String> names = request.names;
    for (int i = 0; i < names.size(); i++) {
      VariableBuiltins.requireName(names.get(i));
      boolean last = i == names.size() - 1;
      int end = last ? rest.length() : endOfField(rest, ifs);
      shell.state().variables().set(names.get(i), rest.substring(0, end));
      rest = last ? "" : afterSeparator(rest, end, ifs);
    }
    return line.complete() ? 0 : 1;
  }

  private static Request parse(Interpreter shell, List<String> words) throws ShellException {
    Request request = new Request();
    int at = 1;
    while (at < words.size() && words.get(at).startsWith("-")) {
      String option = words.get(at++);
      if (option.equals("-r")) {
        request.raw = true;
      } else if (option.equals("-p") && at < words.size()) {
        shell.process().err().print(words.get(at++));
      } else {
        throw new ShellException(2, "Illegal option " + option);
      }
    }
    request.names = words.subList(at, words.size());
    return request;
  }

  private static Request ofBash(Interpreter shell, List<String> words) throws ShellException {
    Request request = new Request();
    int at = 1;
    while (at < words.size() && words.get(at).matches("(?s)-.+") && !words.get(at).equals("--")) {
      String word = words.get(at++);
      for (int i = 1; i < word.length(); i++) {
        char letter = word.charAt(i);
        if (letter == 'r') {
          request.raw = true;
        } else if (letter == 't') {
          throw new ShellException(2, "-t: not supported here");
        } else if ("apndNues".indexOf(letter) < 0) {
          throw new ShellException(2, "-" + letter + ": invalid option");
        } else if ("es".indexOf(letter) < 0) {
          boolean here = i + 1 < word.length();
          if (!here && at == words.size()) {
            throw new ShellException(2, "-" + letter + ": option requires an argument");
          }
          set(shell, request, letter, here ? word.substring(i + 1) : words.get(at++));
          break;
        }
      }
    }
    boolean ended = at < words.size() && words.get(at).equals("--");
    request.names = words.subList(ended ? at + 1 : at, words.size());
    return request;
  }

  private static void set(Interpreter shell, Request request, char letter, String value)
      throws ShellException {
    switch (letter) {
      case 'a' -> request.array = value;
      case 'u' -> request.descriptor = NumericArguments.parse(value);
      case 'd' -> request.delimiter = value.isEmpty() ? 0 : value.charAt(0);
      case 'n' -> request.most = NumericArguments.parse(value);
      case 'N' -> {
        request.most = NumericArguments.parse(value);
        request.delimiter = NONE;
      }
      default -> {
        if (shell.process().in().isTerminal()) {
          shell.process().err().print(value);
        }
      }
    }
  }

  private static Input input(Interpreter shell, Request request) throws ShellException {
    int number = request.descriptor;
    if (number != 0 && !shell.process().descriptors().byNumber().containsKey(number)) {
      throw new ShellException(1, number + ": invalid file descriptor: Bad file descriptor");
    }
    return new Input(shell.process().descriptors().get(request.descriptor), shell.process());
  }

  /** A line, and whether it ended with a newline. */
  private record Line(String text, boolean complete) {}

  /** Reads one line. */
  private static final class Reading {
    private static final int BLOCK = 8192;

    private final ShellDialect dialect;
    private final Input in;
    private final Request request;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long held;
    private int characters;

    /** The number of bytes missing from the last character; RFC 3629. */
    private int lacking;

    Reading(Interpreter shell, Input in, Request request) {
      this.dialect = shell.state().dialect();
      this.in = in;
      this.request = request;
    }

    Line line() throws ShellException {
      int end = request.delimiter;
      try {
        int c = readTo(end);
        String text = bytes.toString(StandardCharsets.UTF_8).replace("\0", "");
        return new Line(text, isFull() || (c == end && end >= 0));
      } finally {
        in.caller().hold(-held);
      }
    }

    private int readTo(int end) throws ShellException {
      int c = isFull() ? end : next();
      while (c >= 0 && c != end) {
        boolean escapes = c == '\\' && !request.raw;
        if (escapes) {
          c = next();
        }
        if (!escapes || (c >= 0 && c != '\n')) {
          add(c);
        }
        c = isFull() ? end : next();
      }
      return c;
    }

    /** The next byte; -1 at the end, which an error is too unless the shell reports it. */
    private int next() throws ShellException {
      try {
        return in.read();
      } catch (IOException failed) {
        String error =
            failed instanceof FileException file
                ? file.error().text()
                : String.valueOf(failed.getMessage());
        String words = dialect.cannotRead(request.descriptor, error);
        if (!words.isEmpty()) {
          throw new ShellException(1, words);
        }
        return -1;
      }
    }

    private boolean isFull() {
      return characters >= request.most && lacking == 0;
    }

    private void add(int c) {
      bytes.write(c);
      boolean continues = (c & 0xc0) == 0x80;
      characters += continues ? 0 : 1;
      lacking =
          continues ? Math.max(0, lacking - 1) : c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;
      if (bytes.size() % BLOCK == BLOCK - 1) {
        in.caller().hold((long) Input.COPIES * BLOCK);
        held += (long) Input.COPIES * BLOCK;
      }
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
